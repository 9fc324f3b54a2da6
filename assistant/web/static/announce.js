// For who does not see the page: a reply is said once, whole and as plain text, unless a voice has spoken it.
import { on } from "./state.js";

const words = new Map(); // of replies that have not ended, by turn
const voiced = new Set();

export function announceReplies() {
  on("reply_started", ({ turn }) => words.set(turn, ""));
  on("reply_text", ({ turn, text }) => words.set(turn, (words.get(turn) ?? "") + text));
  on("playing", ({ is, turn }) => is && voiced.add(turn));
  on("reply_ended", ({ turn, ending }) => {
    if (ending === "finished" && !voiced.delete(turn)) announce(plain(words.get(turn) ?? ""));
    words.delete(turn);
  });
  on("failed", ({ message }) => announce(message));
}

export function announce(text) {
  document.getElementById("ks-said").textContent = text;
}

function plain(markdown) {
  return markdown.replace(/\*\*|`/g, "").trim();
}
