// One memory, large: its picture with what was seen marked in it, its words, when and how it came; a step earlier, a step later.
import { emit, on } from "./state.js";
import { ask, make } from "./panel.js";
import { ago, moment, stamp } from "./times.js";
import { say } from "./words.js";

const SOURCES = {
  camera: "Seen by the camera",
  screen: "Seen on the shared screen",
  upload: "A picture that you gave",
  told: "What you told",
};
const find = (id) => document.getElementById(id);
let walk = []; // the memories that the arrows lead through, newest first
let at = 0;
let whole = true; // nothing is earlier than the last of them
let words = ""; // of the search that found them
let listed = () => [];
let opener = null;

/** `list` gives the memories of the panel's list, newest first. */
export function prepareViewer(list) {
  listed = list;
  const viewer = find("ks-viewer");
  document.body.append(viewer); // the panel may be hidden while a card in the chat opens it
  find("ks-viewer-close").onclick = () => viewer.close();
  find("ks-viewer-earlier").onclick = () => step(1);
  find("ks-viewer-later").onclick = () => step(-1);
  find("ks-viewer-forget").onclick = forget;
  find("ks-viewer-forget").onblur = calm;
  viewer.onclick = ({ target }) => target === viewer && viewer.close();
  viewer.onclose = closed;
  viewer.onkeydown = ({ key }) => {
    if (key === "ArrowLeft") step(1);
    if (key === "ArrowRight") step(-1);
  };
  on("show_memory", open);
  on("seen", ({ observation }) => learn(observation));
  on("forgotten", ({ ids, everything }) => drop(everything ? walk.map(({ id }) => id) : ids));
}

/** `marks` are the boxes of the card that was pressed: what the reply is about. */
async function open({ id, marks = [], link = null }) {
  opener = link;
  const list = listed();
  at = list.findIndex((seen) => seen.id === id);
  walk = list;
  words = find("ks-memory-search").value;
  if (at < 0) {
    [walk, at, words] = [[{ id, gone: true }], 0, ""]; // unless the server knows it
  }
  whole = false;
  if (!find("ks-viewer").open) find("ks-viewer").showModal();
  show(marks);
  find("ks-viewer-close").focus();
}

function step(by) {
  if (at + by < 0 || at + by >= walk.length) return;
  at += by;
  show();
}

async function show(marks = []) {
  const seen = walk[at];
  calm();
  tell("");
  showPicture(seen, marks);
  showWords(seen);
  arrows();
  emit("viewing", { id: seen.id });
  if (seen.gone && !seen.sure) await lookAgain(seen, marks);
  else if (at === walk.length - 1 && !whole) await findEarlier();
}

/** What is not in the list may only be old, and what was forgotten of may hold something still. */
async function lookAgain(seen, marks) {
  const answer = await ask("memory", { id: seen.id }, tell);
  const found = answer?.item ?? { ...seen, sure: true };
  walk = walk.map((one) => (one === seen ? found : one));
  if (answer && walk[at] === found) show(marks);
}

async function findEarlier() {
  const { time } = walk.at(-1);
  const answer = time && (await ask("memories", { words, before: time }, tell));
  if (!answer || !walk.length) return;
  const known = new Set(walk.map(({ id }) => id));
  walk = [...walk, ...answer.items.filter(({ id }) => !known.has(id))];
  whole = !answer.more;
  arrows();
}

function arrows() {
  find("ks-viewer-later").disabled = at === 0;
  find("ks-viewer-earlier").disabled = at >= walk.length - 1;
}

function showPicture(seen, marks) {
  const shot = find("ks-viewer-shot");
  shot.hidden = true;
  find("ks-viewer-download").hidden = true;
  find("ks-viewer-none").textContent = seen.sure ? say("This was forgotten.") : "";
  shot.replaceChildren();
  if (seen.gone) return;
  const picture = make("img", { alt: seen.caption || say("Picture") });
  picture.onload = () => {
    shot.style.setProperty("--ratio", picture.naturalWidth / picture.naturalHeight);
    shot.hidden = find("ks-viewer-download").hidden = false;
  };
  picture.onerror = () => (find("ks-viewer-none").textContent = say("There is no picture of this."));
  picture.src = `${seen.picture}&size=large`;
  shot.append(picture, ...marked(seen.boxes ?? [], marks));
  const link = find("ks-viewer-download");
  [link.href, link.download] = [picture.src, `keepsight-${stamp(seen.time, seen.zone)}.jpg`];
}

/** What the reply is about stands out as in its card, whatever else was seen is thin. */
function marked(boxes, marks) {
  const placed = (mark) => mark.getAttribute("style");
  const all = boxes.map(drawBox);
  const drawn = new Set(all.map(placed));
  const about = new Map(marks.map((mark) => [placed(mark), mark]));
  for (const mark of all) {
    mark.classList.toggle("ks-thin", about.size > 0 && !about.has(placed(mark)));
    mark.classList.toggle("ks-lit", about.get(placed(mark))?.classList.contains("ks-lit") ?? false);
  }
  return [...all, ...marks.filter((mark) => !drawn.has(placed(mark))).map((mark) => mark.cloneNode(true))];
}

function drawBox({ label, left, top, right, bottom }) {
  const part = (share) => `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)}%`;
  const beside = [top < 0.12 && "ks-below", left > 0.6 && "ks-leftward"]; // where its name fits into the picture
  const mark = make("i", { className: ["ks-mark", ...beside].filter(Boolean).join(" ") });
  mark.setAttribute("style", `left:${part(left)};top:${part(top)};width:${part(right - left)};height:${part(bottom - top)}`);
  if (label) mark.append(make("b", { textContent: say(label) }));
  return mark;
}

function showWords(seen) {
  find("ks-viewer-source").textContent = seen.gone ? say("Memory") : say(SOURCES[seen.source]);
  find("ks-viewer-caption").textContent = seen.caption || (seen.gone ? "" : say("A picture without words"));
  find("ks-viewer-time").textContent = seen.gone ? "" : moment(seen.time, seen.zone);
  find("ks-viewer-time").dateTime = seen.gone ? "" : new Date(seen.time * 1000).toISOString();
  find("ks-viewer-ago").textContent = seen.gone ? "" : ago(seen.time);
  find("ks-viewer-text").textContent = seen.text ?? "";
  find("ks-viewer-read").hidden = !seen.text;
  find("ks-viewer-forget").disabled = Boolean(seen.gone);
}

/** The first press asks, the second forgets. */
async function forget() {
  const button = find("ks-viewer-forget");
  if (!button.classList.contains("ks-sure")) {
    button.classList.add("ks-sure");
    button.textContent = say("Forget for good?");
    return;
  }
  const { id } = walk[at];
  const answer = await ask("forget", { id }, tell);
  if (answer) drop([id]);
}

function calm() {
  find("ks-viewer-forget").classList.remove("ks-sure");
  find("ks-viewer-forget").textContent = say("Forget this");
}

function drop(ids) {
  const current = walk[at];
  if (!current) return;
  walk = walk.map((seen) => (ids.includes(seen.id) ? { id: seen.id, time: seen.time, gone: true } : seen));
  if (ids.includes(current.id) && find("ks-viewer").open) show();
}

function learn(seen) {
  walk = walk.map((one) => (one.id === seen.id ? seen : one));
  if (walk[at]?.id === seen.id) showWords(seen);
}

function tell(words) {
  find("ks-viewer-status").textContent = words;
}

/** Back to what opened it; where that is gone, to the memory's row, or to the text box. */
function closed() {
  find("ks-viewer-shot").replaceChildren();
  const row = document.getElementById(`memory-${walk[at]?.id}`);
  const shown = [opener, row].find((element) => element?.isConnected && element.offsetParent);
  (shown ?? document.querySelector("#ks-box textarea"))?.focus({ preventScroll: true });
  walk = [];
}
