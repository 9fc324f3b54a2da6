// Whether what is seen is kept: one state, shown by the button beside the light and by the switch in the Memory panel.
import { emit, on, state } from "./state.js";
import { send } from "./socket.js";
import { banner } from "./status.js";
import { say } from "./words.js";

let conversation = "";

export function prepareRemembering() {
  document.getElementById("ks-off-record").onclick = () => remember(!state.remembering);
  on("welcome", (welcome) => {
    // A conversation that ended without us is gone with its switch: what was not to be remembered still is not.
    const anew = conversation && welcome.conversation !== conversation && !state.remembering;
    conversation = welcome.conversation;
    show(welcome.remembering);
    if (anew && welcome.remembering) send("remembering", { on: false });
  });
  on("joined", () => (conversation = ""));
  on("remembering_changed", ({ on: is }) => show(is));
}

/** Asks the server; what is shown changes when it has. */
export function remember(is) {
  if (!send("remembering", { on: is })) banner(say("No connection. Try again in a moment."));
}

function show(is) {
  state.remembering = is;
  document.getElementById("ks-off-record").setAttribute("aria-pressed", String(!is));
  emit("remembering", { is });
}
