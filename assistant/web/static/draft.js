// What is being typed, kept over a reload: Gradio reloads the page when it finds a lost connection again.
import { randomId } from "./state.js";

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
  restore(20);
}

/** Gradio may put the box on the page after this runs. */
function restore(tries) {
  const field = document.querySelector("#ks-box textarea");
  if (!field) return tries && setTimeout(() => restore(tries - 1), 100);
  if (field.value || !read(TEXT)) return;
  field.value = read(TEXT);
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
