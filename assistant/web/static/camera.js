// Camera or screen: a preview, a picture a second for the server, a large one when it asks to look closely.
import { emit, on, state } from "./state.js";
import { hasRoom, sendPicture } from "./socket.js";
import { pack, PICTURE_UP, SCREEN, STILL } from "./wire.js";

const SMALL = 768; // pixels, long side
const LARGE = 1920;
const IDLE = 1000; // ms between pictures
const TALKING = 500; // ms between pictures while the user speaks
let stream = null;
let screen = false;
let paused = false;
let video = null;
let timer = 0;
let period = IDLE;
let sequence = 0;
const canvas = document.createElement("canvas");

export function prepareCamera(element) {
  video = element;
  on("look", () => shoot(LARGE, 0.85, STILL));
  on("speaking", ({ is }) => {
    period = is ? TALKING : IDLE;
    if (is && stream) tick();
  });
}

/** `choice` is "user", "environment" or a device id. */
export async function startCamera(choice) {
  const side = { width: { ideal: 1920 }, height: { ideal: 1080 } };
  const facing = choice === "user" || choice === "environment";
  const which = facing ? { facingMode: { ideal: choice } } : choice ? { deviceId: { exact: choice } } : {};
  show(await navigator.mediaDevices.getUserMedia({ video: { ...side, ...which } }), false);
}

export async function startScreen() {
  show(await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: 5 }, audio: false }), true);
}

export function stopCamera() {
  release();
  emit("captured");
}

function release() {
  clearTimeout(timer);
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  if (video) video.srcObject = null;
}

/** Nothing is seen or sent until it goes on; what is opened meanwhile is paused too. */
export function pauseCamera(is) {
  paused = is;
  for (const track of stream?.getTracks() ?? []) track.enabled = !is;
  emit("captured");
}

/** "camera", "screen" or nothing: what is captured now, by the tracks themselves. */
export function watches() {
  return (stream?.getTracks() ?? []).some((track) => track.enabled) ? opened() : "";
}

/** The same of what is open, though it may be paused. */
export function opened() {
  const live = (stream?.getTracks() ?? []).some((track) => track.readyState === "live");
  return live ? (screen ? "screen" : "camera") : "";
}

function show(shown, isScreen) {
  release();
  stream = shown;
  screen = isScreen;
  video.srcObject = stream;
  const track = stream.getVideoTracks()[0];
  track.enabled = !paused;
  track.onended = () => stopCamera();
  // Only the preview of a camera that faces the user is mirrored; what is sent never is.
  video.classList.toggle("ks-mirrored", !isScreen && track.getSettings().facingMode === "user");
  video.play().catch(() => {});
  emit("captured");
  video.onloadeddata = tick;
}

function tick() {
  clearTimeout(timer);
  if (!stream) return;
  timer = setTimeout(tick, period);
  if (document.hidden && !screen) return;
  if (state.connected && hasRoom()) shoot(SMALL, 0.75, 0);
}

function shoot(side, quality, flags) {
  if (!watches() || !video.videoWidth) return;
  const scale = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const time = Date.now();
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const all = flags | (screen ? SCREEN : 0);
  canvas.toBlob(async (blob) => {
    if (blob && watches()) sendPicture(pack(PICTURE_UP, all, sequence++, time, await blob.arrayBuffer()));
  }, "image/jpeg", quality);
}
