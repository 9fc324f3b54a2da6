// The microphone: one stream, one worklet, packets to the socket.
import { emit, state } from "./state.js";
import { sendSound } from "./socket.js";
import { pack, SOUND_UP } from "./wire.js";

const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
let stream = null;
let context = null;
let ear = null;
let sequence = 0;
let muted = false;
let paused = false;
let pressed = false;
let dictating = false; // the browser understands the words itself: no sound is sent
let asked = 0; // counts what was asked for, to open and to close: only the newest holds
let spoke = false; // somebody seemed to be speaking when it was told last

export async function startMicrophone(deviceId) {
  stopMicrophone();
  const mine = asked;
  const audio = deviceId ? { ...SOUND, deviceId: { exact: deviceId } } : SOUND;
  const opened = await navigator.mediaDevices.getUserMedia({ audio });
  if (mine !== asked) return end(opened); // it was stopped, or asked for again, while the user was asked
  stream = opened;
  for (const track of stream.getTracks()) track.onended = () => emit("captured");
  apply();
  context = new AudioContext({ latencyHint: "interactive" });
  await context.audioWorklet.addModule(`${state.root}/keepsight/static/capture-worklet.js`);
  if (mine !== asked) return;
  const node = new AudioWorkletNode(context, "keepsight-capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
  node.port.onmessage = ({ data }) => packet(data);
  ear = node.port;
  context.createMediaStreamSource(stream).connect(node);
  context.resume();
}

export function stopMicrophone() {
  asked += 1;
  end(stream);
  context?.close();
  stream = context = ear = null;
  if (spoke) tell(false, Date.now()); // no packet will
  emit("captured");
}

function end(opened) {
  for (const track of opened?.getTracks() ?? []) track.stop();
}

/** Only a track that runs and is let through counts; a muted one is silent in the browser itself. */
export function hears() {
  return (stream?.getTracks() ?? []).some((track) => track.readyState === "live" && track.enabled);
}

export function hasMicrophone() {
  return (stream?.getTracks() ?? []).some((track) => track.readyState === "live");
}

/** How loud the voice is that is being played, 0..1: it may come back. */
export function sounding(played) {
  ear?.postMessage({ played });
}

/** What seemed to be somebody was not. */
export function mistaken() {
  ear?.postMessage({ mistaken: true });
}

export function mute(is) {
  muted = is;
  apply();
}

export function pauseMicrophone(is) {
  paused = is;
  apply();
}

export function press(is) {
  pressed = is;
  apply();
}

export function dictate(is) {
  dictating = is;
}

function apply() {
  for (const track of stream?.getTracks() ?? []) track.enabled = !paused && (!muted || pressed);
  emit("captured");
}

function packet({ pcm, time, speaking, changed }) {
  if (changed && (hears() || !speaking)) tell(speaking, time);
  if (!hears()) return;
  if (!dictating) sendSound(pack(SOUND_UP, 0, sequence++, time, pcm));
}

function tell(speaking, time) {
  spoke = speaking;
  emit("speaking", { is: speaking, time });
}
