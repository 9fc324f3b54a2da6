// Talk, only when called, interpreter or notes: which of them is on, and what it does.
import { hears } from "./microphone.js";
import { preparePair, showPair } from "./pair.js";
import { prepareNotes, showNotes } from "./notes.js";
import { on, state } from "./state.js";
import { send } from "./socket.js";
import { banner } from "./status.js";
import { say } from "./words.js";

const MODES = {
  conversation: ["", ""],
  called: ["Answers only when called", "Begin with “Keepsight, …”"],
  interpreter: ["Interpreting", "Each hears the other's language."],
  notes: ["Taking notes", "Say “stop taking notes” to end."],
};
const DEAF = "It hears nothing yet: press Start.";
const find = (id) => document.getElementById(id);
let mode = "conversation";

export function prepareModes(server) {
  for (const name of Object.keys(MODES)) find(`ks-mode-${name}`).onclick = () => choose(name === mode ? "conversation" : name);
  preparePair(() => mode === "interpreter" && choose("interpreter"));
  prepareNotes(() => choose("conversation"), server);
  on("mode_changed", show);
  on("welcome", (welcome) => show({ languages: [], ...welcome }));
  on("captured", tellHow);
}

/** Asks the server; what is shown changes when it has. */
function choose(name) {
  const languages = name === "interpreter" ? ["ks-pair-one", "ks-pair-two"].map((id) => find(id).value) : [];
  if (!send("set_mode", { mode: name, languages })) banner(say("No connection. Try again in a moment."));
}

function show({ mode: is = "conversation", languages, ...more }) {
  mode = is;
  for (const name of Object.keys(MODES)) find(`ks-mode-${name}`).setAttribute("aria-pressed", String(name === mode));
  find("ks-mode").hidden = mode === "conversation";
  find("ks-mode").dataset.is = mode;
  find("ks-mode-words").textContent = say(MODES[mode][0]);
  showPair(mode === "interpreter", languages);
  showNotes(mode === "notes", more);
  tellHow();
}

function tellHow() {
  const deaf = mode !== "conversation" && !hears();
  find("ks-mode").classList.toggle("ks-deaf", deaf);
  find("ks-mode-how").textContent = say(deaf ? DEAF : MODES[mode][1]);
}
