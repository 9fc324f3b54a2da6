// The browser's speech recognition: on this device where it can, elsewhere only if the user asks for it.
import { emit, on } from "./state.js";
import { send } from "./socket.js";
import { dictate, hears } from "./microphone.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
let running = null;
let wanted = false;
let local = false;
const PASSING = ["no-speech", "aborted"]; // after which it is begun again; after any other error it would fail for ever

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
  follow();
}

on("captured", () => follow());

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
  running.onerror = ({ error }) => {
    if (PASSING.includes(error)) return;
    useRecognition(false); // the server's ears are there
    emit("recognition_failed");
  };
  running.onend = () => {
    running = null;
    follow();
  };
  running.start();
}

function take(result) {
  const text = result[0].transcript.trim();
  if (!text) return;
  emit("dictated", { final: result.isFinal });
  send("dictated", { text, final: result.isFinal });
}
