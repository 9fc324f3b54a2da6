// Beside the chat: a card leads to its memory, and a picture that is gone leaves no broken frame.
import { emit } from "./state.js";

export function startChat() {
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
