// The Live panel: what its buttons do and what it says.
import { emit, on, state, tellCaptured } from "./state.js";
import { connect, send, takeBack } from "./socket.js";
import { joinFromAddress, prepareInvite } from "./invite.js";
import { prepareBarge, stopTalking } from "./barge.js";
import { prepareAwaited } from "./awaited.js";
import { prepareCaption } from "./caption.js";
import { prepareModes } from "./modes.js";
import { preparePlayer } from "./player.js";
import { prepareSpeaker } from "./speaker.js";
import { prepareSpoken } from "./spoken.js";
import { prepareVoice, speaker } from "./voice.js";
import { opened, pauseCamera, prepareCamera, startCamera, startScreen, stopCamera, watches } from "./camera.js";
import { hasMicrophone, hears, mute, pauseMicrophone, press, startMicrophone, stopMicrophone } from "./microphone.js";
import { prepareDevices } from "./devices.js";
import { prepareHeard } from "./heard.js";
import { wireKeys } from "./keys.js";
import { prepareLight, showLight } from "./light.js";
import { prepareRemembering } from "./remembering.js";
import { prepareStatus, problem, trouble } from "./status.js";
import { say, translate } from "./words.js";

const find = (id) => document.getElementById(id);
let muted = false;
let paused = false;
let held = false; // the key or the button for talking
let hadCamera = false; // before the screen was shared

export function startLive({ element, props, server, root, open }) {
  state.root = root;
  translate(element);
  // What was clicked keeps no focus: Space, to talk, would press it again. With the keyboard it does.
  element.addEventListener("click", (event) => event.detail && event.target.closest("button, summary")?.blur());
  tellCaptured(captured);
  prepareStatus();
  preparePlayer();
  prepareVoice(tellCapturing);
  prepareBarge();
  prepareCaption();
  prepareSpoken();
  prepareSpeaker();
  prepareModes(server);
  prepareAwaited();
  prepareCamera(find("ks-preview"));
  prepareDevices({ changeCamera, changeMicrophone });
  prepareRemembering();
  prepareLight();
  prepareHeard();
  prepareInvite(server);
  wireButtons();
  wireKeys({ hold, pause });
  on("captured", showCaptured);
  on("connection", ({ is }) => is === "moved" && stop()); // what goes on elsewhere is not captured here
  on("welcome", (welcome) => {
    state.serverVoice = welcome.server_voice;
    state.patience = welcome.patience * 1000;
    props.value = `${welcome.conversation} ${state.page}`;
    open();
    emit("captured"); // who can speak is known now
  });
  showCaptured();
  joinFromAddress().finally(() => connect(() => server.ticket({})));
}

function captured() {
  return [watches(), hears() ? "microphone" : ""].filter(Boolean);
}

function tellCapturing() {
  const seen = watches();
  send("capturing", { camera: seen === "camera", screen: seen === "screen", microphone: hears(), voice: speaker() });
}

function wireButtons() {
  find("ks-start").onclick = () => (isLive() ? stop() : start());
  find("ks-pause").onclick = () => pause();
  find("ks-screen").onclick = shareScreen;
  find("ks-stop-talking").onclick = stopTalking;
  find("ks-take-back").onclick = takeBack;
  find("ks-mute").onclick = () => {
    muted = !muted;
    mute(muted);
  };
  const talk = find("ks-talk");
  talk.onpointerdown = (event) => {
    talk.setPointerCapture(event.pointerId);
    hold(true);
  };
  talk.onpointerup = talk.onpointercancel = () => hold(false);
  talk.oncontextmenu = (event) => event.preventDefault(); // a long press on a phone
}

async function start() {
  const missing = trouble();
  if (missing) return problem(missing);
  pause(false);
  // Each on its own: without a camera one can still talk, without a microphone still show.
  const ears = await failing(() => startMicrophone(find("ks-microphone").value));
  const eyes = opened() ? "" : await failing(() => startCamera(find("ks-camera").value));
  if (ears && ears === eyes) problem("the camera and the microphone", ears);
  else if (ears || eyes) problem(ears ? "the microphone" : "the camera", ears || eyes);
  emit("devices");
}

function stop() {
  stopCamera();
  stopMicrophone();
  pause(false);
}

/** Seeing and hearing at once: the tracks themselves are turned off, and nothing is sent. */
function pause(is = !paused) {
  paused = is && Boolean(opened() || hasMicrophone());
  pauseCamera(paused);
  pauseMicrophone(paused);
}

/** A shared screen alone leaves Start to start the microphone beside it. */
function isLive() {
  return opened() === "camera" || hasMicrophone();
}

/** The screen stands in for the camera, which comes back after it. */
async function shareScreen() {
  if (opened() !== "screen") {
    const had = opened();
    await attempt("the screen", startScreen);
    if (opened() === "screen") hadCamera = Boolean(had);
  } else if (hadCamera) {
    attempt("the camera", () => startCamera(find("ks-camera").value));
  } else stopCamera();
}

async function attempt(what, act) {
  const name = await failing(act);
  if (name) problem(what, name);
}

/** The name of the error that `act` failed with; nothing where it did not. */
async function failing(act) {
  try {
    await act();
    return "";
  } catch (error) {
    return error.name;
  }
}

function changeCamera(choice) {
  if (opened() === "camera") attempt("the camera", () => startCamera(choice));
}

function changeMicrophone(choice) {
  if (hasMicrophone()) attempt("the microphone", () => startMicrophone(choice));
}

/** It is let go of whatever became of the microphone meanwhile. */
function hold(pressed) {
  if (pressed === held || (pressed && (!hasMicrophone() || paused))) return;
  held = pressed;
  if (pressed) emit("silence", { turn: state.turn, local: true }); // who takes the word is heard at once
  press(pressed);
  find("ks-talk").classList.toggle("ks-pressed", pressed);
  send("push_to_talk", { pressed });
}

function showCaptured() {
  const on = isLive();
  const shared = opened() === "screen";
  showLight({ seen: watches(), heard: hears(), paused });
  set("ks-start", on, on ? "Stop" : "Start");
  set("ks-mute", muted, muted ? "Unmute" : "Mute");
  set("ks-screen", shared, shared ? "Stop sharing" : "Share screen");
  set("ks-pause", paused, paused ? "Resume" : "Pause", "ks-pause-words");
  find("ks-talk").title = muted ? say("While it is muted, it hears you only as long as you hold this") : "";
  find("ks-pause").disabled = !(on || shared || paused);
  find("ks-mute").disabled = !hasMicrophone();
  find("ks-talk").disabled = !hasMicrophone() || paused;
  tellCapturing();
}

function set(id, pressed, words, holder = id) {
  find(id).setAttribute("aria-pressed", String(pressed));
  find(holder).textContent = say(words);
}
