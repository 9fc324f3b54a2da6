// What is said when a conversation goes on on another device, in traditional, then simplified Chinese.

export const DEVICES = {
  "Continue on another device": ["在另一台裝置繼續", "在另一台设备继续"],
  "Scan this with the other device, or open the address there and type the code.": [
    "用另一台裝置掃描，或在那裡開啟這個網址並輸入代碼。",
    "用另一台设备扫描，或在那里打开这个网址并输入代码。",
  ],
  "This page is open to this machine only: another device cannot reach it. Start Keepsight with --lan --password … for that. Another browser on this machine can join with the code.": [
    "這個頁面只對這台機器開放，其他裝置連不上。請用 --lan --password … 啟動 Keepsight。這台機器上的另一個瀏覽器可以用代碼加入。",
    "这个页面只对这台机器开放，其他设备连不上。请用 --lan --password … 启动 Keepsight。这台机器上的另一个浏览器可以用代码加入。",
  ],
  "QR code of the address": ["網址的二維碼", "网址的二维码"],
  "New code": ["新的代碼", "新的代码"],
  "Good once, for {time}": ["可用一次，還剩 {time}", "可用一次，还剩 {time}"],
  "This code is over.": ["這個代碼已失效。", "这个代码已失效。"],
  "Or go on here: join with a code": ["或在這裡繼續：用代碼加入", "或在这里继续：用代码加入"],
  "Join": ["加入", "加入"],
  "Keepsight could not be reached. Try again in a moment.": ["連不上 Keepsight。請稍後再試。", "连不上 Keepsight。请稍后再试。"],
  // The server's sentences.
  "This page is not connected yet. Try again in a moment.": ["這個頁面還沒連線。請稍後再試。", "这个页面还没连接。请稍后再试。"],
  "This code is wrong, was used already, or is older than five minutes. Get a new one on the other device.": [
    "這個代碼不對、已用過，或超過五分鐘。請在另一台裝置上取得新的代碼。",
    "这个代码不对、已用过，或超过五分钟。请在另一台设备上获取新的代码。",
  ],
  "Too many codes were tried. Wait a minute, then try again.": ["試了太多代碼。請等一分鐘再試。", "试了太多代码。请等一分钟再试。"],
};
