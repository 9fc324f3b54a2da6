// Beside the chat: a card leads to its memory, and a picture that is gone leaves no broken frame.
import { keepDraft } from "./draft.js";
import { emit } from "./state.js";
import { say } from "./words.js";

export function startChat() {
  readable();
  keepDraft();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('#ks-chat a[href*="#memory-"]');
    if (!link) return;
    event.preventDefault();
    emit("show_memory", { id: Number(link.getAttribute("href").split("#memory-")[1]) });
  });
  // Errors of images do not bubble.
  document.addEventListener("error", (event) => {
    if (event.target.matches?.("#ks-chat img, #ks-memory-list img")) event.target.classList.add("ks-gone");
  }, true);
}

/** Gradio names each message by its raw source, tags and all; without that its words are read out. */
function readable() {
  const clean = () => {
    for (const part of document.querySelectorAll("#ks-chat [data-testid][aria-label]")) part.removeAttribute("aria-label");
    const field = document.querySelector("#ks-box textarea");
    if (field && !field.hasAttribute("aria-label")) field.setAttribute("aria-label", say("Your message"));
  };
  clean();
  new MutationObserver(clean).observe(document.body, { childList: true, subtree: true });
}
