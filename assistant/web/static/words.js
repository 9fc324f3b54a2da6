// The page's words in the browser's language: English, or Chinese in traditional or simplified characters.
import { CHINESE } from "./chinese.js";

const chinese = /^zh\b/i.test(navigator.language);
const simplified = /^zh(-hans\b|-cn|-sg|-my|$)/i.test(navigator.language);

export const language = chinese ? (simplified ? "zh-Hans" : "zh-Hant") : "en";

/** The sentence in the browser's language, each `{name}` filled in from `fields`; `{Name}` begins with a capital. */
export function say(english, fields = {}) {
  const words = (chinese && CHINESE[english]?.[simplified ? 1 : 0]) || english;
  return words.replace(/\{(\w)(\w*)\}/g, (_, first, rest) => {
    const filled = String(fields[first.toLowerCase() + rest]);
    return first === first.toUpperCase() ? filled[0].toUpperCase() + filled.slice(1) : filled;
  });
}

/** Fills in every `data-say` (text) and `data-say-label` (accessible name, placeholder) below `element`. */
export function translate(element) {
  for (const part of element.querySelectorAll("[data-say]")) part.textContent = say(part.dataset.say);
  for (const part of element.querySelectorAll("[data-say-label]")) {
    part.setAttribute("aria-label", say(part.dataset.sayLabel));
    if ("placeholder" in part) part.placeholder = say(part.dataset.sayLabel);
  }
}
