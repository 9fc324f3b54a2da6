// The interpreter's two languages, of those that the server knows, each called by its own name.
import { on, read, write } from "./state.js";
import { language } from "./words.js";

const find = (id) => document.getElementById(id);
const lists = () => [find("ks-pair-one"), find("ks-pair-two")];
let known = []; // BCP 47, as the server goes by
let pair = [];

export function preparePair(changed) {
  on("welcome", ({ tongues }) => known.length || offer(tongues));
  for (const list of lists()) {
    list.onchange = () => {
      // The same twice: the other takes what this one was.
      const [one, two] = lists().map(({ value }) => value);
      choose(one === two ? [pair[1], pair[0]] : [one, two]);
      changed();
    };
  }
}

function offer(tongues) {
  known = tongues;
  for (const list of lists()) list.append(...known.map(named));
  const kept = read("keepsight.pair").split(" ");
  choose(kept.length === 2 ? kept : [language, language === "en" ? second() : "en"]);
}

/** Which two `languages` are interpreted now. */
export function showPair(is, languages) {
  find("ks-pair").hidden = !is;
  if (is && languages.length === 2) choose(languages);
}

function choose(languages) {
  pair = languages;
  lists().forEach((list, at) => {
    if (![...list.options].some(({ value }) => value === pair[at])) list.append(named(pair[at]));
    list.value = pair[at];
  });
  write("keepsight.pair", pair.join(" "));
}

/** The language after the user's own, by what the browser says they read. */
function second() {
  const base = (tag) => (/^zh/i.test(tag) ? (/hant|tw|hk|mo/i.test(tag) ? "zh-Hant" : "zh-Hans") : tag.split("-")[0]);
  return navigator.languages.map(base).find((tag) => tag !== "en" && known.includes(tag)) ?? "zh-Hant";
}

function named(tag) {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  return Object.assign(new Option(name[0].toLocaleUpperCase(tag) + name.slice(1), tag), { lang: tag });
}
