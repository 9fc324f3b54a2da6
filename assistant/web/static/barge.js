// Interrupting: at the first sound of the user's the voice pauses; the server decides whether it was meant.
import { emit, on, state } from "./state.js";
import { send } from "./socket.js";
import { mistaken } from "./microphone.js";
import { pausePlayer, resumePlayer } from "./player.js";
import { pauseVoice, resumeVoice } from "./voice.js";

const UNCONFIRMED = 1900; // ms after which the voice goes on where the server hears nobody,
const UNDECIDED = 2800; // and where it has not yet decided what it hears; it gives up on a page that is silent for 3 s
let timer = 0;
let held = false;
let speaking = false; // since the voice last went on
let judged = false; // the server hears speech as well, and will say what it was

export function prepareBarge() {
  on("speaking", ({ is }) => {
    speaking = is;
    if (is && state.playing) hold();
    if (!is && held && !judged) goOn(); // a click, a knock, or the first moment of an echo: too short to be a word
  });
  on("speech_started", () => {
    judged = held;
    if (held) wait(UNDECIDED);
  });
  // A voice that begins its next sentence, or a reply, while the user speaks waits too.
  on("playing", ({ is }) => is && speaking && hold());
  on("silence", release);
  on("resumed", goOn);
}

/** Esc, or the button: silence at once, whatever the server thinks. */
export function stopTalking() {
  send("interrupt");
  emit("silence", { turn: state.turn, local: true });
}

function hold() {
  pausePlayer();
  pauseVoice();
  held = true;
  emit("held", { time: Date.now() });
  wait(judged ? UNDECIDED : UNCONFIRMED);
}

function wait(ms) {
  clearTimeout(timer);
  timer = setTimeout(goOn, ms);
}

function release() {
  held = judged = false;
  clearTimeout(timer);
}

function goOn() {
  if (!held) return;
  release();
  mistaken();
  speaking = false; // a noise that never ends must not stop the voice again and again
  resumePlayer();
  resumeVoice();
}
