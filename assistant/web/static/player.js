// The server's voice: an AudioContext at its rate, and the reports that tell the server how far it was heard.
import { emit, on, pulse, state } from "./state.js";
import { send } from "./socket.js";
import { sounding } from "./microphone.js";

const RATE = 24000;
const PATIENCE = 1500; // ms that resume() may take: without any audio device it never returns
let context = null;
let node = null;
let early = []; // what arrived while the player was being made

export function preparePlayer() {
  on("sound", ({ turn, pcm }) => tell({ do: "add", turn, pcm }, [pcm]));
  on("voice_ended", ({ turn }) => tell({ do: "end", turn }));
  on("silence", ({ turn }) => tell({ do: "flush", turn }));
  // Browsers let sound begin only after the user has touched the page.
  for (const gesture of ["pointerdown", "keydown"]) addEventListener(gesture, () => context?.resume(), { passive: true });
}

export function pausePlayer() {
  node?.port.postMessage({ do: "pause" });
}

export function resumePlayer() {
  node?.port.postMessage({ do: "resume" });
}

function tell(message, transfer = []) {
  if (node) return node.port.postMessage(message, transfer);
  early.push([message, transfer]);
  if (!context) make();
}

async function make() {
  context = new AudioContext({ sampleRate: RATE, latencyHint: "interactive" });
  await context.audioWorklet.addModule(`${state.root}/keepsight/static/player-worklet.js`);
  const made = new AudioWorkletNode(context, "keepsight-player", { numberOfInputs: 0, outputChannelCount: [1] });
  made.connect(context.destination);
  made.port.onmessage = ({ data }) => ("level" in data ? sounding(data.level) : report(data));
  node = made;
  for (const [message, transfer] of early) node.port.postMessage(message, transfer);
  early = [];
  await Promise.race([context.resume(), new Promise((go) => setTimeout(go, PATIENCE))]);
  if (context.state !== "running") emit("muted_by_browser");
}

function report({ turn, seconds, running, finished, time }) {
  if (running !== state.playing) {
    state.playing = running;
    emit("playing", { is: running, turn, time });
  }
  send("played", { turn, seconds, finished });
  pulse("played", { turn, seconds, running });
}
