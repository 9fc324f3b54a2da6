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

/** A sentence of the server's, with names and numbers in it, in the browser's language; as it is where it is not known. */
export function retell(sentence) {
  if (!chinese) return sentence;
  for (const [english, pattern] of patterns()) {
    const found = pattern.exec(sentence);
    const fields = Object.entries(found?.groups ?? {}).map(([name, value]) => [name, retell(value)]);
    if (found) return say(english, Object.fromEntries(fields));
  }
  return sentence;
}

let known = null;

/** Each English sentence and what it looks like filled in, the most telling first. */
function patterns() {
  const special = /[.*+?^$()|[\]\\/]/g;
  const length = (english) => english.replace(/\{\w+\}/g, "").length;
  known ??= Object.keys(CHINESE).sort((one, two) => length(two) - length(one)).map((english) => {
    const filled = english.replace(special, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+)");
    return [english, new RegExp(`^${filled}$`, "s")];
  });
  return known;
}

/** Fills in every `data-say` (text) and `data-say-label` (accessible name, placeholder) below `element`. */
export function translate(element) {
  for (const part of element.querySelectorAll("[data-say]")) part.textContent = say(part.dataset.say);
  for (const part of element.querySelectorAll("[data-say-label]")) {
    part.setAttribute("aria-label", say(part.dataset.sayLabel));
    if ("placeholder" in part) part.placeholder = say(part.dataset.sayLabel);
  }
}
