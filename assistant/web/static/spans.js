// How far a reply's voice has got in its words: its sentences, and the sound that arrived for each (pure).

const LETTER = 0.065; // s of sound: 175 words a minute, espeak's rate; only until a whole sentence tells better
const WIDE = 3; // letters that a Chinese character takes the time of
// As the server cuts what was heard: a Chinese character is a word, and so are "3.5" and "it's"; behind one, what ends it.
const HAN = "\\u3400-\\u9fff\\uf900-\\ufaff";
const LETTERS = `(?:(?![${HAN}])[\\p{L}\\p{N}])+`;
const WORD = new RegExp(`(?:[${HAN}]|${LETTERS}(?:[.,:'’/-]${LETTERS})*)(?<end>[.,;:!?…，、。；：！？'"”’」』)）]*)`, "gu");

/** The sentences of one reply; all times in seconds of its sound. */
export class Spans {
  sentences = []; // { text, from, to, whole }
  letter = LETTER;

  add(text) {
    this.end();
    const from = this.sentences.at(-1)?.to ?? 0;
    this.sentences.push({ text, from, to: from, whole: false });
  }

  sound(seconds) {
    const last = this.sentences.at(-1);
    if (last) last.to += seconds;
  }

  /** All sound of the last sentence is there. */
  end() {
    const last = this.sentences.at(-1);
    if (!last || last.whole) return;
    last.whole = true;
    if (last.to > last.from) this.letter = (last.to - last.from) / weight(last.text);
  }

  /** The sentence that is heard at `seconds`, and how many of its characters have been. */
  at(seconds) {
    const sentence = this.sentences.findLast(({ from }) => from <= seconds);
    if (!sentence) return { text: "", played: 0 };
    const { text, from, to, whole } = sentence;
    // Sound comes two seconds ahead of what is played: of a long sentence the end is not known yet.
    const long = whole ? to - from : Math.max(to - from, weight(text) * this.letter);
    if (!long || (whole && seconds >= to)) return { text, played: text.length };
    return { text, played: wholeWords(text, Math.floor((text.length * (seconds - from)) / long)) };
  }
}

/** At most `characters`, without a word that they cut in two; each Chinese character is a word. */
export function wholeWords(text, characters) {
  let whole = 0;
  for (const { index, 0: word, groups } of text.matchAll(WORD)) {
    if (index + word.length - groups.end.length > characters) break;
    whole = index + word.length;
  }
  return whole;
}

/** How much of `text` stands at the end of `heard`, characters. */
export function overlap(heard, text) {
  let most = text.length;
  while (most && !heard.endsWith(text.slice(0, most))) most -= 1;
  return most;
}

function weight(text) {
  return text.length + (text.match(/[\u3400-\u9fff]/g)?.length ?? 0) * (WIDE - 1);
}
