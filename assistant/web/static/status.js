// What the page says about itself: connection, engine, where the time went, and what to do when something is missing.
import { on, state } from "./state.js";
import { say } from "./words.js";

const find = (id) => document.getElementById(id);
const IN_CHAT = (stage) => stage !== "transport" && stage !== "picture";
let hide = 0;

const PROBLEMS = {
  insecure: "Camera and microphone work only over https or on localhost. Open this page at https://… or at http://localhost.",
  unsupported: "This browser cannot use a camera or microphone. Typing and uploading pictures still work.",
  NotAllowedError: "The browser does not allow {what}. Allow it in the address bar, then try again. Typing still works.",
  NotFoundError: "{What} cannot be found. Plug one in, then try again. Typing still works.",
  NotReadableError: "Another program uses {what}. Close that, then try again.",
  OverconstrainedError: "What was chosen for {what} is gone. Choose another under Devices.",
};
const OTHER_PROBLEM = "{What} did not start ({error}). Try again.";

const STAGES = [
  ["heard {seconds} s", "transcript"],
  ["first word {seconds} s", "first_token"],
  ["first sound {seconds} s", "first_sound"],
];

const RENEWED = "This conversation has ended. A new one begins.";
const LOST = "The connection was gone for long: not all that you said was heard. Say it again.";

const HELD = {
  uploaded: "The picture is still on its way. Your message is sent as soon as it is here.",
  connected: "No connection. Your message is kept here and sent when the connection is back.",
  moved: "This conversation has moved. Take it back first; your message is kept here.",
};

/** What keeps camera and microphone from being used at all; nothing where they can be. */
export function trouble() {
  if (!window.isSecureContext) return "insecure";
  return navigator.mediaDevices?.getUserMedia ? "" : "unsupported";
}

/** Says what is wrong with `what` ("the camera") by the name of the browser's error, or by one of `trouble`. */
export function problem(what, error = what) {
  if (what === "the screen" && error === "NotAllowedError") return; // the user closed the chooser
  banner(say(PROBLEMS[error] ?? OTHER_PROBLEM, { what: say(what), error }));
}

export function banner(words, seconds = 15) {
  const element = find("ks-banner");
  element.textContent = words;
  element.hidden = !words;
  clearTimeout(hide);
  if (words && seconds) hide = setTimeout(() => banner(""), seconds * 1000);
}

export function prepareStatus() {
  on("connection", connection);
  on("welcome", (welcome) => {
    answers(welcome.engine);
    timing(welcome.timing);
  });
  on("reply_started", ({ engine }) => answers(engine));
  on("reply_ended", (reply) => timing(reply.timing));
  on("failed", ({ stage, message }) => IN_CHAT(stage) || banner(message));
  on("held_back", ({ until }) => banner(say(HELD[until]), 0));
  on("held_sent", () => banner(""));
  on("not_understood", ({ hint }) => banner(hint, 6));
  on("muted_by_browser", () => banner(say("The browser holds the sound back. Tap or click anywhere to hear the voice.")));
  on("thinking", ({ turn }) => turn > state.dead && thinks(true));
  for (const name of ["reply_text", "reply_ended", "silence", "failed", "connection"]) on(name, () => thinks(false));
  if (trouble()) find("ks-view-empty").textContent = say(PROBLEMS[trouble()]);
}

function connection({ is, reason, tries, renewed, lost }) {
  const words = { connecting: "Connecting…", connected: "Connected", moved: "", full: "" };
  if (is !== "connecting" || tries === 0) {
    find("ks-connection").textContent = say(words[is] ?? "Reconnecting…");
    find("ks-status").dataset.is = is;
  }
  find("ks-moved").hidden = !state.moved;
  find("ks-moved-words").textContent = state.moved ? say(reason) : "";
  if (is === "full") banner(say(reason), 0);
  if (is === "lost" && reason) banner(say(reason));
  if (is === "lost" && !reason && tries === 4) {
    banner(say("No connection to Keepsight. Is it still running? Behind a proxy, WebSockets must be passed on. What you type stays here."), 0);
  }
  if (is === "connected") banner(say(renewed ? RENEWED : lost ? LOST : ""));
}

/** Said once by a screen reader, and not unsaid. */
function thinks(is) {
  find("ks-thinking").textContent = is ? say("Thinking…") : "";
}

function timing(times) {
  const known = STAGES.filter(([, stage]) => times?.[stage] != null);
  const parts = known.map(([words, stage]) => say(words, { seconds: times[stage].toFixed(2) }));
  const whole = parts.map((part) => part.replaceAll(" ", "\u00a0")).join(" → ");
  find("ks-timing").textContent = whole && say("Last reply: {times}", { times: whole });
}

/** A model's name without whose it is, or the folder that it is in. */
export function called(model) {
  return model.split("/").at(-1) || model;
}

/** Names what answers now. */
export function answers(engine) {
  const name = engine === "builtin" ? say("built in, without a model") : called(engine);
  find("ks-engine").textContent = say("Answers: {engine}", { engine: name });
}
