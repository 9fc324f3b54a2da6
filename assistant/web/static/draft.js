// What is being typed: held back while there is no connection or a picture is still on its way, and kept over a reload.
import { emit, on, randomId, state } from "./state.js";

const TEXT = "keepsight.draft";
const PENDING = "keepsight.pending";

// Gradio's handler of the text box asks for the id of the message it is about to send. A message keeps its id until
// it was accepted, so that sending it again after a lost answer does not double it.
Object.defineProperty(window, "keepsightMessages", {
  value: Object.freeze({
    id(message) {
      const contents = JSON.stringify([message?.text ?? "", (message?.files ?? []).map((file) => file.path)]);
      const pending = JSON.parse(read(PENDING) || "{}");
      if (pending.contents === contents) return pending.id;
      const id = randomId();
      write(PENDING, JSON.stringify({ contents, id }));
      return id;
    },
    accepted() {
      write(PENDING, "");
      write(TEXT, "");
    },
  }),
});

export function keepDraft() {
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("#ks-box textarea")) write(TEXT, event.target.value);
  });
  for (const type of ["keydown", "click"]) document.addEventListener(type, holdBack, { capture: true });
  on("connection", ({ is }) => is === "connected" && setTimeout(sendHeld, 300));
  on("forgotten", ({ everything, since }) => (everything || since !== null) && drop());
  restore(20);
}

let held = false;

function holdBack(event) {
  const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches?.("#ks-box textarea");
  const press = event.type === "click" && event.target.closest?.("#ks-box .submit-button");
  if (!(enter || press) || (state.connected && !uploading())) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const text = document.querySelector("#ks-box textarea").value;
  held = !state.moved && (uploading() || Boolean(window.keepsightMessages.id({ text })));
  emit("held_back", { until: state.moved ? "moved" : state.connected ? "uploaded" : "connected" });
  sendHeld();
}

/** Gradio shows that a picture is on its way, and tells nobody. */
function uploading() {
  return document.querySelector("#ks-box .thumbnails .loader") !== null;
}

/** What was being typed is forgotten with what was said. */
function drop() {
  held = false;
  write(TEXT, "");
  write(PENDING, "");
  fill("");
}

function sendHeld() {
  if (!held || !state.connected) return;
  if (uploading()) return setTimeout(sendHeld, 300);
  held = false;
  emit("held_sent");
  document.querySelector("#ks-box .submit-button")?.click();
}

/** Gradio may put the box on the page after this runs. */
function restore(tries) {
  const field = document.querySelector("#ks-box textarea");
  if (!field) return tries && setTimeout(() => restore(tries - 1), 100);
  if (field.value || !read(TEXT)) return;
  fill(read(TEXT));
  // Sent before the reload, but nobody said that it arrived: once more, under the same id. Pictures would be missing.
  held = JSON.parse(read(PENDING) || "{}").contents === JSON.stringify([field.value, []]);
  if (held && state.connected) setTimeout(sendHeld, 300);
}

function fill(text) {
  const field = document.querySelector("#ks-box textarea");
  if (!field || field.value === text) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function read(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Where storage is refused a reload loses the draft, as on any page.
  }
}
