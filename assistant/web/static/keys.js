// The keys: Space (held) talks, P pauses, Esc stops the voice.
import { stopTalking } from "./barge.js";
import { hasMicrophone } from "./microphone.js";

const FIELD = "input, textarea, select, [contenteditable]";

export function wireKeys({ hold, pause }) {
  let held = "";
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) stopTalking();
    if (pauses(event)) pause();
    if (!talks(event)) return;
    event.preventDefault();
    if (!event.repeat) hold(Boolean((held = event.code)));
  });
  const release = () => held && hold(Boolean((held = "")));
  addEventListener("keyup", (event) => event.code === held && release());
  addEventListener("blur", release);
}

/** P anywhere but where it types. */
function pauses({ key, repeat, ctrlKey, metaKey, altKey, target }) {
  return key.toLowerCase() === "p" && !(repeat || ctrlKey || metaKey || altKey || target.closest?.(FIELD));
}

/** Space anywhere but in a field or on a button, and on the button that says so what presses any button. */
function talks({ code, target }) {
  if (!hasMicrophone()) return false;
  const onButton = target === document.getElementById("ks-talk");
  if (onButton) return code === "Space" || code === "Enter";
  return code === "Space" && !target.closest?.(`${FIELD}, button, a, summary, dialog, [role=button]`);
}
