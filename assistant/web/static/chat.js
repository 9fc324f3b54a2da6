// Beside the chat: a card leads to its memory, a picture that is gone leaves no broken frame, and what Gradio names in
// English or by raw source gets a name.
import { keepDraft } from "./draft.js";
import { emit } from "./state.js";
import { announceReplies } from "./announce.js";
import { say } from "./words.js";

export function startChat() {
  nameParts();
  announceReplies();
  keepDraft();
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href*="#memory-"]');
    if (!link) return;
    event.preventDefault();
    const id = Number(link.getAttribute("href").split("#memory-")[1]);
    emit("show_memory", { id, marks: [...link.querySelectorAll(".ks-mark")], link });
  });
  // Errors of images do not bubble.
  document.addEventListener("error", (event) => {
    if (event.target.matches?.("#ks-chat img, #ks-memory-list img")) event.target.classList.add("ks-gone");
  }, true);
}

const NAMES = [
  ["#ks-chat [data-testid=user]", "You"],
  ["#ks-chat [role=log]", "Conversation"],
  ["#ks-chat .ks-thinking", "Thinking"],
  ["#ks-chat .message-buttons button", "Copy message"],
  ["#ks-box [role=group], #ks-box textarea", "Your message"],
  ["#ks-box .upload-button, #ks-box .upload-container, #ks-box input[type=file]", "Attach a picture"],
  ["#ks-box .submit-button", "Send"],
];

/** Gradio makes these parts anew whenever it likes, and names each message by its raw source, tags and all. */
function nameParts() {
  const name = () => {
    for (const [parts, words] of NAMES) set(parts, "aria-label", say(words));
    set("#ks-chat [data-testid=bot]", "aria-label", "Keepsight");
    set("#ks-chat [data-testid=bot], #ks-chat [data-testid=user]", "role", "group");
    set("#ks-chat .ks-thinking", "role", "img");
    set("#ks-chat [role=log]", "aria-live", "off"); // it would read a reply out from its start with every word
    set("#ks-chat .ks-uploads img", "alt", say("Your picture"));
    set("#ks-chat .message-buttons button", "title", say("Copy message"));
    set("#ks-box textarea", "placeholder", say("Ask, or paste a picture"));
    for (const part of document.querySelectorAll("#ks-chat .ks-empty p, #ks-box [data-testid=block-info]")) translateOnce(part);
  };
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
}

function set(parts, attribute, value) {
  for (const part of document.querySelectorAll(parts)) {
    if (part.getAttribute(attribute) !== value) part.setAttribute(attribute, value);
  }
}

function translateOnce(part) {
  const words = say(part.textContent.trim());
  if (part.textContent !== words) part.textContent = words;
}
