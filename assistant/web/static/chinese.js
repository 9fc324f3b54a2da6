// Every sentence of the page in Chinese: traditional, then simplified. `{…}` stands for what is filled in.
import { DEVICES } from "./chinese_devices.js";
import { MEMORY } from "./chinese_memory.js";
import { MODELS } from "./chinese_models.js";
import { MODES } from "./chinese_modes.js";

export const CHINESE = {
  ...DEVICES,
  ...MEMORY,
  ...MODELS,
  ...MODES,

  // The Live panel.
  "Live": ["即時", "实时"],
  "Live controls": ["即時控制", "实时控制"],
  "Start": ["開始", "开始"],
  "Stop": ["停止", "停止"],
  "Mute": ["靜音", "静音"],
  "Unmute": ["取消靜音", "取消静音"],
  "Hold to talk": ["按住說話", "按住说话"],
  "Stop talking": ["停止說話", "停止说话"],
  "Space": ["空白鍵", "空格"],
  "Esc": ["Esc", "Esc"],
  "Share screen": ["分享螢幕", "共享屏幕"],
  "Stop sharing": ["停止分享", "停止共享"],
  "Camera": ["相機", "摄像头"],
  "Microphone": ["麥克風", "麦克风"],
  "Front camera": ["前鏡頭", "前置摄像头"],
  "Back camera": ["後鏡頭", "后置摄像头"],
  "Default camera": ["預設相機", "默认摄像头"],
  "Default microphone": ["預設麥克風", "默认麦克风"],
  "Devices": ["裝置", "设备"],
  "Understand speech in this browser, on this device": ["在這台裝置的瀏覽器裡辨識語音", "在本设备的浏览器里识别语音"],
  "Let the browser's maker understand speech: what you say is sent to them": [
    "由瀏覽器的廠商辨識語音：您說的話會傳給該廠商",
    "由浏览器的厂商识别语音：您说的话会发送给该厂商",
  ],
  "Press Start to talk and to show things. Until then nothing is captured.": [
    "按「開始」就能說話和展示東西。在那之前不會擷取任何內容。",
    "按“开始”就能说话和展示东西。在那之前不会采集任何内容。",
  ],
  "What the camera or the shared screen shows": ["相機或分享的螢幕的畫面", "摄像头或共享屏幕的画面"],
  "Nothing is captured": ["目前沒有擷取", "目前没有采集"],
  "Camera on": ["相機開啟", "摄像头开启"],
  "Screen shared": ["正在分享螢幕", "正在共享屏幕"],
  "Microphone on": ["麥克風開啟", "麦克风开启"],
  "What is seen is remembered": ["看到的會記住", "看到的会记住"],
  "What you tell it is remembered": ["您說的會記住", "您说的会记住"],
  "Nothing is remembered": ["什麼都不會記住", "什么都不会记住"],
  "No connection: nothing is sent": ["沒有連線：不會送出任何內容", "没有连接：不会发送任何内容"],
  "Don't remember this": ["別記住這個", "别记住这个"],
  "Pause": ["暫停", "暂停"],
  "Resume": ["繼續", "继续"],
  "P": ["P", "P"],
  "Paused: nothing is captured": ["已暫停：目前沒有擷取", "已暂停：目前没有采集"],
  "Paused. Nothing is seen, heard or sent until you press Resume.": [
    "已暫停。在您按「繼續」之前，不看、不聽、不送出任何內容。",
    "已暂停。在您按“继续”之前，不看、不听、不发送任何内容。",
  ],
  "Listening…": ["聆聽中…", "聆听中…"],
  "I heard": ["我聽到", "我听到"],
  "Send": ["送出", "发送"],

  // What answers, and where the time went.
  "Answers: {engine}": ["回答者：{engine}", "回答者：{engine}"],
  "built in, without a model": ["內建，不用模型", "内置，不用模型"],
  "Last reply: {times}": ["上次回覆：{times}", "上次回复：{times}"],
  "heard {seconds} s": ["聽懂 {seconds} 秒", "听懂 {seconds} 秒"],
  "first word {seconds} s": ["首字 {seconds} 秒", "首字 {seconds} 秒"],
  "first sound {seconds} s": ["出聲 {seconds} 秒", "出声 {seconds} 秒"],

  // The connection.
  "Connecting…": ["連線中…", "连接中…"],
  "Connected": ["已連線", "已连接"],
  "Reconnecting…": ["重新連線中…", "重新连接中…"],
  "The picture is still on its way. Your message is sent as soon as it is here.": [
    "圖片還在上傳。一傳完就送出您的訊息。",
    "图片还在上传。一传完就发送您的消息。",
  ],
  "No connection. Your message is kept here and sent when the connection is back.": [
    "沒有連線。您的訊息留在這裡，恢復連線後會送出。",
    "没有连接。您的消息留在这里，恢复连接后会发送。",
  ],
  "This conversation has moved. Take it back first; your message is kept here.": [
    "這段對話已移到別處。請先拿回來；您的訊息留在這裡。",
    "这段对话已移到别处。请先拿回来；您的消息留在这里。",
  ],
  "No connection. Try again in a moment.": ["沒有連線。請稍後再試。", "没有连接。请稍后再试。"],
  "No connection to Keepsight. Is it still running? Behind a proxy, WebSockets must be passed on. What you type stays here.": [
    "連不上 Keepsight。它還在執行嗎？經過代理伺服器時，必須轉送 WebSocket。您輸入的內容會留在這裡。",
    "连不上 Keepsight。它还在运行吗？经过代理服务器时，必须转发 WebSocket。您输入的内容会留在这里。",
  ],
  "Take it back": ["拿回來", "拿回来"],
  // Why the server closed a connection: its own words, translated here.
  "This conversation moved to another tab.": ["這段對話已移到另一個分頁。", "这段对话已移到另一个标签页。"],
  "This conversation moved to another device.": ["這段對話已移到另一台裝置。", "这段对话已移到另一台设备。"],
  "The connection was gone for long: not all that you said was heard. Say it again.": [
    "連線中斷太久，您說的話沒有全部聽到。請再說一次。", "连接中断太久，您说的话没有全部听到。请再说一遍。",
  ],
  "This conversation has ended. A new one begins.": ["這段對話已結束，新的對話開始了。", "这段对话已结束，新的对话开始了。"],
  "Something broke in this conversation. A new one begins; your memories are kept.": [
    "這段對話出了錯。新的對話開始了；您的記憶都還在。",
    "这段对话出了错。新的对话开始了；您的记忆都还在。",
  ],
  "Keepsight is stopping.": ["Keepsight 正在停止。", "Keepsight 正在停止。"],
  "This page's ticket is not valid any more. Reload the page.": [
    "這個頁面的憑證已失效。請重新載入頁面。",
    "这个页面的凭证已失效。请重新加载页面。",
  ],
  "Too many pages are open. Close one, then reload this page.": [
    "開啟的頁面太多。請關閉一個，再重新載入這個頁面。",
    "打开的页面太多。请关闭一个，再重新加载这个页面。",
  ],
  "This page sent more than it may. It connects again in a moment.": [
    "這個頁面送出的內容太多。稍後會重新連線。",
    "这个页面发送的内容太多。稍后会重新连接。",
  ],
  "This page sent what could not be read, several times. Reload the page.": [
    "這個頁面多次送出無法讀取的內容。請重新載入頁面。",
    "这个页面多次发送无法读取的内容。请重新加载页面。",
  ],
  "This page did not take what was sent to it. It connects again in a moment.": [
    "這個頁面沒有收下送給它的內容。稍後會重新連線。",
    "这个页面没有收下发给它的内容。稍后会重新连接。",
  ],
  "Nothing was heard from this page for a while. It connects again in a moment.": [
    "有一陣子沒有這個頁面的消息。稍後會重新連線。",
    "有一阵子没有这个页面的消息。稍后会重新连接。",
  ],

  // What is wrong with a camera, a microphone or a screen.
  "the camera": ["相機", "摄像头"],
  "the microphone": ["麥克風", "麦克风"],
  "the camera and the microphone": ["相機和麥克風", "摄像头和麦克风"],
  "the screen": ["螢幕", "屏幕"],
  "Camera and microphone work only over https or on localhost. Open this page at https://… or at http://localhost.": [
    "相機和麥克風只能在 https 或 localhost 上使用。請用 https://… 或 http://localhost 開啟這個頁面。",
    "摄像头和麦克风只能在 https 或 localhost 上使用。请用 https://… 或 http://localhost 打开这个页面。",
  ],
  "This browser cannot use a camera or microphone. Typing and uploading pictures still work.": [
    "這個瀏覽器無法使用相機或麥克風。打字和上傳圖片仍然可用。",
    "这个浏览器无法使用摄像头或麦克风。打字和上传图片仍然可用。",
  ],
  "The browser does not allow {what}. Allow it in the address bar, then try again. Typing still works.": [
    "瀏覽器不允許使用{what}。請在網址列允許，再試一次。打字仍然可用。",
    "浏览器不允许使用{what}。请在地址栏允许，再试一次。打字仍然可用。",
  ],
  "{What} cannot be found. Plug one in, then try again. Typing still works.": [
    "找不到{what}。請接上後再試一次。打字仍然可用。",
    "找不到{what}。请接上后再试一次。打字仍然可用。",
  ],
  "Another program uses {what}. Close that, then try again.": [
    "另一個程式正在使用{what}。請關閉它，再試一次。",
    "另一个程序正在使用{what}。请关闭它，再试一次。",
  ],
  "What was chosen for {what} is gone. Choose another under Devices.": [
    "為{what}選的裝置已不在了。請在「裝置」裡選另一個。",
    "为{what}选的设备已不在了。请在“设备”里选另一个。",
  ],
  "{What} did not start ({error}). Try again.": ["{what}沒有啟動（{error}）。請再試一次。", "{what}没有启动（{error}）。请再试一次。"],
  "The browser holds the sound back. Tap or click anywhere to hear the voice.": [
    "瀏覽器擋住了聲音。點一下任何地方就能聽到。",
    "浏览器拦住了声音。点一下任何地方就能听到。",
  ],

  // The chat.
  "Conversation": ["對話", "对话"],
  "You": ["您", "您"],
  "Copy message": ["複製訊息", "复制消息"],
  "Thinking": ["思考中", "思考中"],
  "Your message": ["您的訊息", "您的消息"],
  "Attach a picture": ["附上圖片", "附上图片"],
  "Ask, or paste a picture": ["請提問，或貼上圖片", "请提问，或粘贴图片"],
  "Talk, show something, or type.": ["說話、展示東西，或打字。", "说话、展示东西，或打字。"],
  "“What does this say?” with a picture": ["附上圖片問「上面寫什麼？」", "附上图片问“上面写什么？”"],
  "“This is my notebook”, then later “Where is my notebook?”": [
    "「這是我的筆記本」，之後再問「我的筆記本在哪裡？」",
    "“这是我的笔记本”，之后再问“我的笔记本在哪里？”",
  ],
  "“Remember that my glasses are on the piano”": ["「記住我的眼鏡在鋼琴上」", "“记住我的眼镜在钢琴上”"],
};
