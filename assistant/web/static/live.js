// The Live panel: what its buttons do and what it says.
import { emit, on, state, tellCaptured } from "./state.js";
import { connect, send, takeBack } from "./socket.js";
import { prepareBarge, stopTalking } from "./barge.js";
import { prepareCaption } from "./caption.js";
import { preparePlayer } from "./player.js";
import { prepareVoice, speaker } from "./voice.js";
import { prepareCamera, startCamera, startScreen, stopCamera, watches } from "./camera.js";
import { hasMicrophone, hears, mute, press, startMicrophone, stopMicrophone } from "./microphone.js";
import { prepareDevices } from "./devices.js";
import { prepareStatus, problem, trouble } from "./status.js";
import { say, translate } from "./words.js";

const find = (id) => document.getElementById(id);
let muted = false;
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
  prepareCamera(find("ks-preview"));
  prepareDevices({ changeCamera, changeMicrophone });
  wireButtons();
  wireKeys();
  wireHeard();
  on("captured", showCaptured);
  on("welcome", (welcome) => {
    state.serverVoice = welcome.server_voice;
    props.value = `${welcome.conversation} ${state.page}`;
    open();
    tellCapturing();
  });
  showCaptured();
  connect(() => server.ticket({}));
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
  // Each on its own: without a camera one can still talk, without a microphone still show.
  const ears = await failing(() => startMicrophone(find("ks-microphone").value));
  const eyes = watches() ? "" : await failing(() => startCamera(find("ks-camera").value));
  if (ears && ears === eyes) problem("the camera and the microphone", ears);
  else if (ears || eyes) problem(ears ? "the microphone" : "the camera", ears || eyes);
  emit("devices");
}

function stop() {
  stopCamera();
  stopMicrophone();
}

/** A shared screen alone leaves Start to start the microphone beside it. */
function isLive() {
  return watches() === "camera" || hasMicrophone();
}

/** The screen stands in for the camera, which comes back after it. */
async function shareScreen() {
  if (watches() !== "screen") {
    const had = watches();
    await attempt("the screen", startScreen);
    if (watches() === "screen") hadCamera = Boolean(had);
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
  if (watches() === "camera") attempt("the camera", () => startCamera(choice));
}

function changeMicrophone(choice) {
  if (hasMicrophone()) attempt("the microphone", () => startMicrophone(choice));
}

function hold(pressed) {
  if (!hasMicrophone()) return;
  if (pressed) emit("silence", { turn: state.turn, local: true }); // who takes the word is heard at once
  press(pressed);
  find("ks-talk").classList.toggle("ks-pressed", pressed);
  send("push_to_talk", { pressed });
}

function wireKeys() {
  let held = "";
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) stopTalking();
    if (!talks(event)) return;
    event.preventDefault();
    if (!event.repeat) hold(Boolean((held = event.code)));
  });
  const release = () => held && hold(Boolean((held = "")));
  addEventListener("keyup", (event) => event.code === held && release());
  addEventListener("blur", release);
}

/** Space anywhere but in a field or on a button, and on the button that says so what presses any button. */
function talks({ code, target }) {
  if (!hasMicrophone()) return false;
  const onButton = target === find("ks-talk");
  return onButton ? code === "Space" || code === "Enter" : code === "Space" && !inField(target);
}

function inField(target) {
  return target.closest?.("input, textarea, select, button, a, summary, [contenteditable], [role=button]");
}

function wireHeard() {
  const form = find("ks-heard");
  const text = find("ks-heard-text");
  const showHeard = (words) => {
    text.value = words;
    form.hidden = !words;
    if (words) text.focus();
  };
  on("unsure", (unsure) => showHeard(unsure.text));
  on("welcome", (welcome) => showHeard(welcome.unsure));
  on("user_said", () => showHeard(""));
  form.onsubmit = (event) => {
    event.preventDefault();
    if (!text.value.trim() || send("dictated", { text: text.value.trim() })) showHeard("");
  };
  text.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    showHeard("");
  };
}

function showCaptured() {
  const seen = watches();
  const words = [{ camera: "Camera on", screen: "Screen shared" }[seen], hears() && "Microphone on"].filter(Boolean);
  const on = isLive();
  find("ks-light").dataset.on = String(words.length > 0);
  find("ks-light-words").textContent = words.map(say).join(" · ") || say("Nothing is captured");
  find("ks-view-empty").hidden = Boolean(seen);
  set("ks-start", on, on ? "Stop" : "Start");
  set("ks-mute", muted, muted ? "Unmute" : "Mute");
  set("ks-screen", seen === "screen", seen === "screen" ? "Stop sharing" : "Share screen");
  find("ks-mute").disabled = find("ks-talk").disabled = !hasMicrophone();
  tellCapturing();
}

function set(id, pressed, words) {
  find(id).setAttribute("aria-pressed", String(pressed));
  find(id).textContent = say(words);
}
