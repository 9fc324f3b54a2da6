// The light: on exactly while something is captured; beside it, what that is and whether it is remembered.
import { on, state } from "./state.js";
import { say } from "./words.js";

const find = (id) => document.getElementById(id);
let now = { seen: "", heard: false, paused: false };

export function prepareLight() {
  for (const name of ["remembering", "connection"]) on(name, () => showLight(now));
}

/** `seen` is "camera", "screen" or nothing. */
export function showLight(captured) {
  now = captured;
  const { seen, heard, paused } = captured;
  const words = [{ camera: "Camera on", screen: "Screen shared" }[seen], heard && "Microphone on"].filter(Boolean);
  const off = say(paused ? "Paused: nothing is captured" : "Nothing is captured");
  const light = find("ks-light").dataset;
  light.on = String(words.length > 0);
  light.is = paused ? "paused" : state.remembering ? "" : "forgetful";
  write("ks-light-words", words.map(say).join(" · ") || off);
  write("ks-light-kept", words.length ? say(kept(seen)) : "");
  find("ks-view-empty").hidden = Boolean(seen);
  if (window.isSecureContext) write("ks-view-empty", say(paused ? PAUSED : heard ? UNSEEN : IDLE));
}

const IDLE = "Press Start to talk and to show things. Until then nothing is captured.";
const UNSEEN = "Nothing is seen: no camera is on.";
const PAUSED = "Paused. Nothing is seen, heard or sent until you press Resume.";

function kept(seen) {
  if (!state.connected) return "No connection: nothing is sent";
  if (!state.remembering) return "Nothing is remembered";
  return seen ? "What is seen is remembered" : "What you tell it is remembered";
}

/** Only what is new: a screen reader says again whatever is written. */
function write(id, words) {
  if (find(id).textContent !== words) find(id).textContent = words;
}
