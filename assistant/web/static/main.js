// Entry points, called by page.py when Gradio has put a panel on the page.
import { startLive } from "./live.js";
import { prepareLoading } from "./loading.js";
import { startMemory } from "./memory.js";
import { startChat } from "./chat.js";
import { keepUnbroken } from "./unbroken.js";
import { language } from "./words.js";

const once = new Set(); // Gradio may load a component twice; a second socket would take over from the first

export function mountLive(gradio) {
  if (once.has("live")) return;
  once.add("live");
  document.documentElement.lang = language;
  keepUnbroken();
  prepareLoading();
  startLive(gradio);
  startChat();
}

export function mountMemory(gradio) {
  if (once.has("memory")) return;
  once.add("memory");
  startMemory(gradio);
}
