// The browser's speech recognition: on this device where it can, elsewhere only if the user asks for it.
import { on, state } from "./state.js";
import { send } from "./socket.js";
import { dictate, hears } from "./microphone.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
let running = null;
let wanted = false;
let local = false;

/** "device", "vendor" (sound goes to the browser's maker) or "none". */
export async function recognitionOffer() {
  if (!Recognition) return "none";
  try {
    const answer = await Recognition.available?.({ langs: [navigator.language], processLocally: true });
    local = answer === "available";
  } catch {
    local = false;
  }
  return local ? "device" : "vendor";
}

export function useRecognition(is) {
  wanted = is;
  dictate(is);
  on("captured", follow);
  follow();
}

function follow() {
  const should = wanted && hears();
  if (should && !running) start();
  if (!should && running) running.stop();
}

function start() {
  running = new Recognition();
  running.lang = navigator.language;
  running.continuous = true;
  running.interimResults = true;
  if (local) running.processLocally = true;
  running.onresult = (event) => take(event.results[event.results.length - 1]);
  running.onend = () => {
    running = null;
    follow();
  };
  running.start();
}

function take(result) {
  if (state.playing) send("interrupt");
  if (result.isFinal && result[0].transcript.trim()) send("dictated", { text: result[0].transcript.trim() });
}
