// Whose voice is heard, the browser's, Keepsight's or nobody's: the button on the picture, and the list under Devices.
import { emit, on, state, write } from "./state.js";
import { speaker, speakers } from "./voice.js";
import { say } from "./words.js";

const NAMES = { browser: "This browser's voice", server: "Keepsight's voice", off: "Off: text only" };
const find = (id) => document.getElementById(id);
let before = ""; // who spoke before it was turned off; nothing: whoever can

export function prepareSpeaker() {
  find("ks-voice").onclick = () => choose(speaker() === "off" ? before : "off");
  find("ks-whose-voice").onchange = (event) => choose(event.target.value);
  on("captured", show);
  speechSynthesis?.addEventListener?.("voiceschanged", show);
  show();
}

function choose(who) {
  if (who === "off") before = speaker();
  write("keepsight.voice", who);
  emit("silence", { turn: state.turn, local: true }); // what it is saying is not begun again by another
  emit("captured"); // the server is told who speaks
}

function show() {
  const [able, is] = [speakers(), speaker()];
  const button = find("ks-voice");
  button.disabled = !able.length;
  button.setAttribute("aria-pressed", String(is !== "off"));
  button.title = say(!able.length ? "There is no voice" : is === "off" ? "The voice is off" : "The voice is on");
  find("ks-whose-voice").replaceChildren(...[...able, "off"].map((who) => new Option(say(NAMES[who]), who)));
  find("ks-whose-voice").value = is;
}
