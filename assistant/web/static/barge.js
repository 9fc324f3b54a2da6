// Interrupting: at the first sound of the user's the voice pauses; the server decides whether it was meant.
import { emit, on, state } from "./state.js";
import { send } from "./socket.js";
import { mistaken } from "./microphone.js";
import { pausePlayer, resumePlayer } from "./player.js";
import { pauseVoice, resumeVoice } from "./voice.js";

const UNCONFIRMED = 1900; // ms of silence after which the voice goes on where the server hears nobody
const EARLIER = 200; // ms before the server gives up on a silent page that it goes on where that has not decided yet
let timer = 0;
let held = false;
let since = 0; // Unix ms at which it was held
let speaking = false; // since the voice last went on
let hears = false; // the server hears speech now of which it has not said what it is
let judged = false; // it heard some while the voice was held, and will say so

export function prepareBarge() {
  on("speaking", ({ is }) => {
    speaking = is;
    if (is && state.playing) hold();
    if (!is && held && !judged) goOn(); // a click, a knock, or the first moment of an echo: too short to be a word
  });
  on("speech_started", () => {
    hears = true;
    if (held) hold();
  });
  on("speech_ended", () => (hears = false));
  // Words that the browser understands by itself are sent instead of sound, and judged by the server as well.
  on("dictated", ({ final }) => {
    hears = !final;
    if (held) hold();
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
  if (!held) emit("held", { time: (since = Date.now()) });
  held = true;
  judged ||= hears;
  clearTimeout(timer);
  timer = setTimeout(goOn, since + (judged ? state.patience - EARLIER : UNCONFIRMED) - Date.now());
}

function release() {
  held = judged = hears = false;
  clearTimeout(timer);
}

function goOn() {
  hears = false;
  if (!held) return;
  release();
  mistaken();
  speaking = false; // a noise that never ends must not stop the voice again and again
  resumePlayer();
  resumeVoice();
}
