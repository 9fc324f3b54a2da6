// What is understood while the user still speaks, under the picture. The part that may yet change is dimmed.
import { on } from "./state.js";
import { say } from "./words.js";

const find = (id) => document.getElementById(id);
const OVER = ["user_said", "not_understood", "unsure", "resumed", "failed", "welcome"];

export function prepareCaption() {
  on("speech_started", () => show("", say("Listening…")));
  on("partial", ({ stable, text }) => show(stable, text.slice(stable.length)));
  for (const name of OVER) on(name, () => show("", ""));
}

function show(stable, rest) {
  find("ks-caption-stable").textContent = stable;
  find("ks-caption-rest").textContent = rest;
  find("ks-caption").hidden = !(stable || rest);
}
