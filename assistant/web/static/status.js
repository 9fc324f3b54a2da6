// What the page says about itself: connection, engine, where the time went, and what to do when something is missing.
import { on, state } from "./state.js";
import { say } from "./words.js";

const find = (id) => document.getElementById(id);
const IN_CHAT = (stage) => stage !== "transport" && stage !== "picture";
let hide = 0;

const PROBLEMS = {
  insecure: "Camera and microphone work only over https or on localhost. Open this page at https://… or at http://localhost.",
  unsupported: "This browser cannot use a camera or microphone. Typing and uploading pictures still work.",
  NotAllowedError: "The browser does not allow the {what}. Allow it in the address bar, then press Start again.",
  NotFoundError: "No {what} was found. Plug one in, then press Start again. Typing still works.",
  NotReadableError: "The {what} is used by another program. Close that, then press Start again.",
  OverconstrainedError: "That {what} is gone. Choose another under Devices.",
};

const HELD = {
  lost: "No connection. Your message is kept here and sent when the connection is back.",
  moved: "This conversation moved to another tab. Take it back first; your message is kept here.",
};

/** What keeps camera and microphone from being used at all; nothing where they can be. */
export function trouble() {
  if (!window.isSecureContext) return "insecure";
  return navigator.mediaDevices?.getUserMedia ? "" : "unsupported";
}

/** Says what is wrong with the `what` ("camera") by the name of the browser's error, or by one of `trouble`. */
export function problem(what, name = what) {
  if (what === "screen" && name === "NotAllowedError") return; // the user closed the chooser
  banner((PROBLEMS[name] ?? `The {what} did not start (${name}). Try again.`).replace("{what}", what));
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
    find("ks-engine").textContent = `Answers: ${welcome.engine}`;
    find("ks-notices").replaceChildren(...welcome.notices.map(item));
    timing(welcome.timing);
  });
  on("reply_started", ({ engine }) => (find("ks-engine").textContent = `Answers: ${engine}`));
  on("reply_ended", (reply) => timing(reply.timing));
  on("failed", ({ stage, message }) => IN_CHAT(stage) || banner(message));
  on("held_back", ({ moved }) => banner(moved ? HELD.moved : HELD.lost, 0));
  on("not_understood", ({ hint }) => banner(hint, 6));
  on("muted_by_browser", () => banner("The browser holds the sound back. Tap or click anywhere to hear the voice."));
  if (!window.isSecureContext) banner(PROBLEMS.insecure, 0);
}

function connection({ is, reason, tries }) {
  const words = { connecting: "Connecting…", connected: "Connected", moved: "", full: "" };
  if (is !== "connecting" || tries === 0) {
    find("ks-status").textContent = say(words[is] ?? "Reconnecting…");
    find("ks-status").dataset.is = is;
  }
  find("ks-moved").hidden = !state.moved;
  find("ks-moved-words").textContent = state.moved ? reason : "";
  if (is === "full") banner(reason, 0);
  if (is === "lost" && reason) banner(reason);
  if (is === "lost" && !reason && tries === 4) {
    banner("No connection to Keepsight. Is it still running? Behind a proxy, WebSockets must be passed on. What you type stays here.", 0);
  }
  if (is === "connected") banner("");
}

function timing(times) {
  const parts = [["heard", times?.transcript], ["first word", times?.first_token], ["first sound", times?.first_sound]];
  const known = parts.filter(([, seconds]) => seconds != null).map(([name, seconds]) => `${name} ${seconds.toFixed(2)} s`);
  find("ks-timing").textContent = known.length ? `Last reply: ${known.join(" → ")}` : "";
}

function item(words) {
  const element = document.createElement("li");
  element.textContent = words;
  return element;
}
