// The interpreter's two languages, each called by its own name.
import { read, write } from "./state.js";
import { language } from "./words.js";

const KNOWN = "en zh-Hant zh-Hans ja ko es fr de it pt nl sv da no fi pl cs hu ro tr el ru uk bg ar fa ur he hi bn th vi id ms tl".split(" ");
const find = (id) => document.getElementById(id);
const lists = () => [find("ks-pair-one"), find("ks-pair-two")];
let pair = [];

export function preparePair(changed) {
  const kept = read("keepsight.pair").split(" ");
  pair = kept.length === 2 ? kept : [language, language === "en" ? second() : "en"];
  for (const list of lists()) {
    list.append(...KNOWN.map(named));
    list.onchange = () => {
      // The same twice: the other takes what this one was.
      const [one, two] = lists().map(({ value }) => value);
      choose(one === two ? [pair[1], pair[0]] : [one, two]);
      changed();
    };
  }
  choose(pair);
}

/** `languages` are what the server goes by, BCP 47. */
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
  return navigator.languages.map(base).find((tag) => tag !== "en" && KNOWN.includes(tag)) ?? "zh-Hant";
}

function named(tag) {
  const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag);
  return Object.assign(new Option(name[0].toLocaleUpperCase(tag) + name.slice(1), tag), { lang: tag });
}
