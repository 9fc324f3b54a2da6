// "I heard …": words that the ears were not sure of, to be corrected before they count.
import { on } from "./state.js";
import { send } from "./socket.js";

const find = (id) => document.getElementById(id);

export function prepareHeard() {
  const text = find("ks-heard-text");
  on("unsure", (unsure) => show(unsure.text));
  on("welcome", (welcome) => show(welcome.unsure));
  on("user_said", () => show(""));
  on("forgotten", ({ everything, since }) => (everything || since !== null) && show(""));
  find("ks-heard").onsubmit = (event) => {
    event.preventDefault();
    const words = text.value.trim();
    if (words) send("interrupt"); // what was corrected by hand is no listener's "yes", whatever is being said
    if (!words || send("dictated", { text: words })) show("");
  };
  text.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    show("");
  };
}

function show(words) {
  find("ks-heard-text").value = words;
  find("ks-heard").hidden = !words;
  if (words) find("ks-heard-text").focus();
}
