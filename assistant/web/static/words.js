// The page's words in the browser's language: English, or Chinese in traditional or simplified characters.

const CHINESE = {
  "Start": ["開始", "开始"],
  "Stop": ["停止", "停止"],
  "Mute": ["靜音", "静音"],
  "Unmute": ["取消靜音", "取消静音"],
  "Hold to talk": ["按住說話", "按住说话"],
  "Stop talking": ["停止說話", "停止说话"],
  "Share screen": ["分享螢幕", "共享屏幕"],
  "Stop sharing": ["停止分享", "停止共享"],
  "Camera": ["相機", "摄像头"],
  "Microphone": ["麥克風", "麦克风"],
  "Front camera": ["前鏡頭", "前置摄像头"],
  "Back camera": ["後鏡頭", "后置摄像头"],
  "Default microphone": ["預設麥克風", "默认麦克风"],
  "Devices": ["裝置", "设备"],
  "Memory": ["記憶", "记忆"],
  "Connecting…": ["連線中…", "连接中…"],
  "Connected": ["已連線", "已连接"],
  "Reconnecting…": ["重新連線中…", "重新连接中…"],
  "Nothing is captured": ["目前沒有擷取", "目前没有采集"],
  "Camera on": ["相機開啟", "摄像头开启"],
  "Screen shared": ["正在分享螢幕", "正在共享屏幕"],
  "Microphone on": ["麥克風開啟", "麦克风开启"],
  "I heard": ["我聽到", "我听到"],
  "Send": ["送出", "发送"],
  "Search memories": ["搜尋記憶", "搜索记忆"],
  "Remember what is seen": ["記住看到的", "记住看到的"],
  "Forget everything": ["全部忘記", "全部忘记"],
  "Forget": ["忘記", "忘记"],
  "Cancel": ["取消", "取消"],
  "Show older": ["更早的", "更早的"],
  "Nothing is remembered yet.": ["還沒有任何記憶。", "还没有任何记忆。"],
  "Nothing was found.": ["沒有找到。", "没有找到。"],
  "Your message": ["您的訊息", "您的消息"],
  "Take it back": ["拿回來", "拿回来"],
};

const chinese = navigator.language.toLowerCase().startsWith("zh");
const simplified = /^zh(-hans|-cn|-sg|$)/i.test(navigator.language);

/** The phrase in the browser's language; what has no translation stays English. */
export function say(english) {
  const pair = CHINESE[english];
  return chinese && pair ? pair[simplified ? 1 : 0] : english;
}

/** Fills in every `data-say` (text) and `data-say-label` (accessible name, placeholder) below `element`. */
export function translate(element) {
  for (const part of element.querySelectorAll("[data-say]")) part.textContent = say(part.dataset.say);
  for (const part of element.querySelectorAll("[data-say-label]")) {
    part.setAttribute("aria-label", say(part.dataset.sayLabel));
    if ("placeholder" in part) part.placeholder = say(part.dataset.sayLabel);
  }
}
