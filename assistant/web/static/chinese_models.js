// What is said of models on their way in, here and by the server, in traditional, then simplified Chinese.

export const MODELS = {
  "{count} models": ["{count} 個模型", "{count} 个模型"],
  "{done} of {total}": ["{done}，共 {total}", "{done}，共 {total}"],
  "{time} left": ["還要 {time}", "还要 {time}"],
  "{count} s": ["{count} 秒", "{count} 秒"],
  "{count} min": ["{count} 分鐘", "{count} 分钟"],
  "{count} h": ["{count} 小時", "{count} 小时"],
  "Loading…": ["載入中…", "加载中…"],
  "{name} is ready.": ["{name} 已就緒。", "{name} 已就绪。"],

  // The server's sentences.
  "There is no network. It is fetched as soon as there is one.": ["沒有網路。一有網路就會下載。", "没有网络。一有网络就会下载。"],
  "Another Keepsight on this machine is fetching it.": [
    "這台機器上的另一個 Keepsight 正在下載。",
    "这台机器上的另一个 Keepsight 正在下载。",
  ],
  "Trying again in {count} s: {why}.": ["{count} 秒後再試：{why}。", "{count} 秒后再试：{why}。"],
  "{id} cannot be fetched: {why}. Check the network and start Keepsight again; what was fetched is kept.": [
    "無法下載 {id}：{why}。請檢查網路後重新啟動 Keepsight；已下載的部分會保留。",
    "无法下载 {id}：{why}。请检查网络后重新启动 Keepsight；已下载的部分会保留。",
  ],
  "{id} cannot be written to {folder}: {why}. Make room there, or name another folder with HF_HUB_CACHE, and start Keepsight again; what was fetched is kept.": [
    "無法把 {id} 寫入 {folder}：{why}。請騰出空間，或用 HF_HUB_CACHE 指定另一個資料夾，再重新啟動 Keepsight；已下載的部分會保留。",
    "无法把 {id} 写入 {folder}：{why}。请腾出空间，或用 HF_HUB_CACHE 指定另一个文件夹，再重新启动 Keepsight；已下载的部分会保留。",
  ],
  "{id} needs {needed} GB on the disk of {folder}, and {free} GB are free. Make room, or name another folder with HF_HUB_CACHE, and start Keepsight again.": [
    "{id} 在 {folder} 的磁碟上需要 {needed} GB，只剩 {free} GB。請騰出空間，或用 HF_HUB_CACHE 指定另一個資料夾，再重新啟動 Keepsight。",
    "{id} 在 {folder} 的磁盘上需要 {needed} GB，只剩 {free} GB。请腾出空间，或用 HF_HUB_CACHE 指定另一个文件夹，再重新启动 Keepsight。",
  ],
  "{id} was never fetched, and Keepsight is offline: start it once without --offline.": [
    "{id} 還沒有下載過，而 Keepsight 處於離線狀態：請先不加 --offline 啟動一次。",
    "{id} 还没有下载过，而 Keepsight 处于离线状态：请先不加 --offline 启动一次。",
  ],
  "{id} is given to those who accepted its licence: do that at {hub}/{model}, then start Keepsight with HF_TOKEN set to a token of your account.": [
    "{id} 要先接受授權條款才能取得：請在 {hub}/{model} 接受，再把 HF_TOKEN 設為您帳號的權杖並啟動 Keepsight。",
    "{id} 要先接受许可协议才能获取：请在 {hub}/{model} 接受，再把 HF_TOKEN 设为您账号的令牌并启动 Keepsight。",
  ],
  "{id} is not to be found at {hub} (HTTP {status}). Check the name; if it is private, set HF_TOKEN.": [
    "在 {hub} 找不到 {id}（HTTP {status}）。請檢查名稱；若是私有的，請設定 HF_TOKEN。",
    "在 {hub} 找不到 {id}（HTTP {status}）。请检查名称；若是私有的，请设置 HF_TOKEN。",
  ],
  "{id} holds no {what}; choose another model.": ["{id} 裡沒有{what}；請選別的模型。", "{id} 里没有{what}；请选别的模型。"],
  "weights in .safetensors files": [" .safetensors 格式的權重", " .safetensors 格式的权重"],
  "a CTranslate2 model (model.bin)": [" CTranslate2 模型（model.bin）", " CTranslate2 模型（model.bin）"],
  "{hub} does not answer as a hub does; check HF_ENDPOINT.": [
    "{hub} 不像模型中心那樣回應；請檢查 HF_ENDPOINT。",
    "{hub} 不像模型中心那样响应；请检查 HF_ENDPOINT。",
  ],
  "Models on this machine need {packages}: run pip install -r requirements.txt.": [
    "在這台機器上執行模型需要 {packages}：請執行 pip install -r requirements.txt。",
    "在这台机器上运行模型需要 {packages}：请运行 pip install -r requirements.txt。",
  ],
  "This machine is too small for the models that auto chooses from. Name a server instead: --vlm openai:...": [
    "這台機器太小，auto 的模型都裝不下。請改用伺服器：--vlm openai:...",
    "这台机器太小，auto 的模型都装不下。请改用服务器：--vlm openai:...",
  ],
  "{name} does not fit: {numbers}. {instead}": ["{name} 裝不下：{numbers}。{instead}", "{name} 装不下：{numbers}。{instead}"],
  "it needs {needed}; free are {free}": ["需要 {needed}；可用的有 {free}", "需要 {needed}；可用的有 {free}"],
  "No model of ours fits either: free some memory, name a server (--vlm openai:...), or stay with builtin.": [
    "我們的模型也都裝不下：請釋出一些記憶體、改用伺服器（--vlm openai:...），或繼續用 builtin。",
    "我们的模型也都装不下：请释放一些内存、改用服务器（--vlm openai:...），或继续用 builtin。",
  ],
  "It fits with --quantization auto.": ["加上 --quantization auto 就裝得下。", "加上 --quantization auto 就装得下。"],
  "The next smaller one that fits: --vlm transformers:{id}": [
    "裝得下的下一個較小的模型：--vlm transformers:{id}",
    "装得下的下一个较小的模型：--vlm transformers:{id}",
  ],
  "{name} was loaded, but does not answer: {why}": ["{name} 已載入，但沒有回應：{why}", "{name} 已加载，但没有响应：{why}"],
  "{why} {next} is tried instead.": ["{why} 改試 {next}。", "{why} 改试 {next}。"],
  "the hub is busy (HTTP {status})": ["模型中心忙碌中（HTTP {status}）", "模型中心繁忙（HTTP {status}）"],
  "the network went at the last moment": ["最後一刻網路斷了", "最后一刻网络断了"],
  "{host} cannot be reached": ["連不上 {host}", "连不上 {host}"],
  "{host} broke off": ["{host} 中斷了連線", "{host} 中断了连接"],
  "{file} arrived damaged": ["{file} 收到時已損壞", "{file} 收到时已损坏"],
};
