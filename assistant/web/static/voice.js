// The browser's own voice: only voices that speak on this device, one sentence after the other.
import { emit, on, pulse, read, state } from "./state.js";
import { send } from "./socket.js";

const speech = window.speechSynthesis;
const queue = [];
let current = null; // Chrome forgets an utterance that nothing holds, and its end event with it

export function prepareVoice(changed) {
  if (!speech) return;
  speech.addEventListener?.("voiceschanged", changed);
  on("sentence", (sentence) => speaker() === "browser" && add(sentence));
  on("silence", ({ turn }) => silence(turn));
}

/** Who can speak: the browser where it has a local voice for the user's language, and the server. */
export function speakers() {
  const server = state.serverVoice && window.isSecureContext; // elsewhere no worklet can play it
  return [localVoice(navigator.language) && "browser", server && "server"].filter(Boolean);
}

/** Who does: whom the user chose, else the first who can, else nobody. */
export function speaker() {
  const [able, chosen] = [speakers(), read("keepsight.voice")];
  return chosen === "off" || able.includes(chosen) ? chosen : (able[0] ?? "off");
}

export function pauseVoice() {
  if (current) speech.pause();
}

export function resumeVoice() {
  if (current) speech.resume();
}

function localVoice(language) {
  const voices = speech?.getVoices().filter((voice) => voice.localService) ?? [];
  const tag = language.toLowerCase();
  const region = { "zh-hant": "zh-tw", "zh-hans": "zh-cn" }[tag] ?? tag;
  const same = (voice) => voice.lang.toLowerCase().replace("_", "-");
  return voices.find((voice) => same(voice) === region) ?? voices.find((voice) => same(voice).startsWith(tag.slice(0, 2)));
}

function add(sentence) {
  if (sentence.turn <= state.dead) return;
  queue.push(sentence);
  if (!current) next();
}

function next() {
  current = queue.shift() ?? null;
  if (!current) return;
  const utterance = new SpeechSynthesisUtterance(current.text);
  utterance.voice = localVoice(current.language) ?? null;
  utterance.lang = utterance.voice?.lang ?? current.language;
  const said = current;
  utterance.onstart = () => {
    sounding(true, said);
    pulse("played_text", { turn: said.turn, sentence: said.index, characters: 0 });
  };
  utterance.onboundary = (event) => report(said, event.charIndex);
  utterance.onend = () => said === current && done(said);
  utterance.onerror = () => said === current && done(said);
  said.utterance = utterance;
  speech.speak(utterance);
}

function done(said) {
  report(said, said.text.length, queue.length === 0);
  next();
  if (!current) sounding(false, said);
}

function report(said, characters, finished = false) {
  const at = { turn: said.turn, sentence: said.index, characters };
  send("played_text", { ...at, finished });
  pulse("played_text", at);
}

function sounding(is, { turn }) {
  if (state.playing === is) return;
  state.playing = is;
  emit("playing", { is, turn, time: Date.now() });
}

function silence(turn) {
  while (queue.length && queue[0].turn <= turn) queue.shift();
  if (!current || current.turn > turn) return;
  const cut = current;
  current = null;
  speech.cancel();
  speech.resume();
  sounding(false, cut);
  next();
}
