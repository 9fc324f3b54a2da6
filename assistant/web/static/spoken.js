// The sentence that the reply's voice is saying, over the picture: what was played is marked, what is to come dimmed.
// Not for a screen reader: the sentence stands in the chat, and is heard.
import { on, state } from "./state.js";
import { overlap, Spans, wholeWords } from "./spans.js";

const CUT = 3000; // ms that one stays which was cut
const find = (id) => document.getElementById(id);
let turn = 0;
let spans = new Spans();
let texts = []; // by number of the sentence
let shown = { turn: 0, text: "", cut: false };
let hide = 0;

export function prepareSpoken() {
  on("sentence", (sentence) => {
    if (sentence.turn !== turn) [turn, spans, texts] = [sentence.turn, new Spans(), []];
    spans.add(sentence.text);
    texts[sentence.index] = sentence.text;
  });
  on("sound", (sound) => sound.turn === turn && spans.sound(sound.seconds));
  on("voice_ended", (ended) => ended.turn === turn && spans.end());
  on("played", ({ running, seconds, ...of }) => follow(of.turn, running, () => spans.at(seconds)));
  on("played_text", ({ sentence, characters, ...of }) => {
    const text = texts[sentence] ?? "";
    follow(of.turn, true, () => ({ text, played: wholeWords(text, characters) }));
  });
  on("playing", ({ is }) => is || shown.cut || leave(state.patience)); // it may be held to listen, and go on
  on("silence", (silence) => silence.turn >= shown.turn && cut());
  on("reply_ended", (reply) => reply.turn === shown.turn && shown.cut && settle(overlap(reply.heard, shown.text)));
  on("forgotten", ({ everything, since }) => (everything || since !== null) && clear());
}

function follow(played, running, where) {
  if (played !== turn || (shown.cut && shown.turn === played)) return;
  if (!running && find("ks-spoken").hidden) return; // it rests since long
  const { text, played: characters } = where();
  if (running) clearTimeout(hide);
  shown = { turn, text, cut: false };
  delete find("ks-spoken").dataset.is;
  show(text, characters);
}

/** It stops at the word that was played. */
function cut() {
  if (!shown.text || shown.cut) return;
  shown.cut = true;
  find("ks-spoken").dataset.is = "cut";
  leave(CUT);
}

/** What the conversation keeps says which word that was, unless it is written otherwise than it is said. */
function settle(characters) {
  if (characters) show(shown.text, characters);
}

function show(text, characters) {
  const [box, played] = [find("ks-spoken"), find("ks-spoken-played")];
  box.hidden = !text;
  if (played.textContent + find("ks-spoken-rest").textContent === text && played.textContent.length === characters) return;
  played.textContent = text.slice(0, characters);
  find("ks-spoken-rest").textContent = text.slice(characters);
  // Of a long sentence the line that is spoken is in view, and the one after it.
  const line = parseFloat(getComputedStyle(box).lineHeight);
  box.scrollTop = Math.max(0, played.offsetTop + played.offsetHeight - 2 * line);
}

function leave(after) {
  clearTimeout(hide);
  hide = setTimeout(clear, after);
}

function clear() {
  clearTimeout(hide);
  shown = { turn: 0, text: "", cut: false };
  show("", 0);
}
