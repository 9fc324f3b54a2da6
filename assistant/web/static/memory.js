// The Memory panel: what was seen and told, newest first; searched, shown, forgotten.
import { on } from "./state.js";
import { send } from "./socket.js";
import { say, translate } from "./words.js";

const find = (id) => document.getElementById(id);
const KEPT = 400; // rows in the page
// Of what has neither caption nor text; what was told always has its sentence.
const SOURCES = { camera: "What the camera showed", screen: "What the screen showed", upload: "Your picture" };
let server = null;
let asked = 0; // searches so far: an answer that was overtaken is not shown
let arrived = []; // while the list was being fetched: what the answer may not hold yet
let typing = 0;

export function startMemory(gradio) {
  server = gradio.server;
  translate(gradio.element);
  wirePanel();
  wireForgetAll();
  on("welcome", ({ remembering }) => {
    find("ks-remember").checked = remembering;
    load();
  });
  on("remembering_changed", ({ on: is }) => (find("ks-remember").checked = is));
  on("seen", ({ observation }) => {
    if (find("ks-memory-search").value.trim()) return;
    arrived.push(observation);
    add(observation);
  });
  on("forgotten", ({ ids }) => {
    ids.forEach(remove);
    load(); // what told of other things as well is still there, with less
  });
  on("show_memory", ({ id }) => reveal(id));
}

function wirePanel() {
  find("ks-memory-search").oninput = () => {
    clearTimeout(typing);
    typing = setTimeout(load, 200);
  };
  find("ks-memory-more").onclick = () => load(true);
  find("ks-remember").onchange = (event) => {
    if (!send("remembering", { on: event.target.checked })) event.target.checked = !event.target.checked;
  };
  find("ks-memory-toggle").onclick = () => {
    toggle();
    find("ks-memory-close").focus(); // seen only where Memory lies over the rest
  };
  find("ks-memory-close").onclick = () => {
    toggle(false);
    find("ks-memory-toggle").focus();
  };
  toggle(matchMedia("(min-width: 1100px)").matches);
}

function toggle(open = !document.body.classList.contains("ks-memory-open")) {
  document.body.classList.toggle("ks-memory-open", open);
  find("ks-memory-toggle").setAttribute("aria-expanded", String(open));
}

async function load(older = false) {
  const mine = ++asked;
  arrived = [];
  const last = find("ks-memory-list").lastElementChild;
  const before = older && last ? Number(last.dataset.time) : null;
  const answer = await ask("memories", { words: find("ks-memory-search").value, before });
  if (mine !== asked || !answer) return;
  if (!before) find("ks-memory-list").replaceChildren();
  for (const seen of answer.items) find("ks-memory-list").append(row(seen));
  arrived.forEach(add);
  find("ks-memory-more").hidden = !answer.more;
  tellEmpty();
}

async function ask(name, fields) {
  try {
    const answer = await server[name](fields);
    tell(answer.error ?? "");
    return answer.error ? null : answer;
  } catch {
    tell(say("The memory could not be reached. It is tried again when the connection is back."));
    return null;
  }
}

function tell(words) {
  find("ks-memory-status").textContent = words;
}

function tellEmpty() {
  if (find("ks-memory-list").children.length) return tell("");
  tell(say(find("ks-memory-search").value.trim() ? "Nothing was found." : "Nothing is remembered yet."));
}

/** A new memory, or one that is there already and has been described since. */
function add(seen) {
  const there = find(`memory-${seen.id}`);
  if (there) return there.replaceWith(row(seen));
  find("ks-memory-list").prepend(row(seen));
  if (find("ks-memory-list").children.length > KEPT) find("ks-memory-list").lastElementChild.remove();
  tell("");
}

function remove(id) {
  const gone = find(`memory-${id}`);
  const next = gone?.nextElementSibling ?? gone?.previousElementSibling;
  if (gone?.contains(document.activeElement)) (next?.querySelector("button") ?? find("ks-memory-search")).focus();
  gone?.remove();
  tellEmpty();
}

function row(seen) {
  const element = make("li", { id: `memory-${seen.id}`, className: "ks-item", tabIndex: -1 });
  element.dataset.time = seen.time;
  element.dataset.source = seen.source;
  const picture = make("img", { src: seen.picture, alt: "", loading: "lazy", width: 72, height: 54 });
  const what = seen.caption || seen.text || say(SOURCES[seen.source] ?? "Memory");
  const words = make("div", { className: "ks-item-words" });
  const time = make("time", { textContent: clock(seen.time), dateTime: new Date(seen.time * 1000).toISOString() });
  words.append(time, make("p", { textContent: what }));
  if (seen.caption && seen.text) words.append(make("p", { className: "ks-item-text", textContent: seen.text }));
  element.append(picture, words, forgetButton(seen.id, what));
  return element;
}

/** The first press asks, the second forgets; leaving it takes the question back. */
function forgetButton(id, what) {
  const button = make("button", { type: "button", className: "ks-forget", textContent: "×" });
  const calm = () => {
    button.textContent = "×";
    button.setAttribute("aria-label", say("Forget: {what}", { what: what.slice(0, 80) }));
    button.classList.remove("ks-sure");
  };
  calm();
  button.onblur = calm;
  button.onclick = async () => {
    if (button.classList.contains("ks-sure")) return (await ask("forget", { id })) && remove(id);
    button.classList.add("ks-sure");
    button.textContent = say("Forget?");
    button.removeAttribute("aria-label");
  };
  return button;
}

async function reveal(id) {
  toggle(true);
  if (!find(`memory-${id}`)) {
    find("ks-memory-search").value = "";
    await load();
  }
  const element = find(`memory-${id}`);
  if (!element) return tell(say("This memory is older than the list shows, or was forgotten."));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  element.focus({ preventScroll: true });
}

function wireForgetAll() {
  const dialog = find("ks-forget-dialog");
  find("ks-forget-all").onclick = () => dialog.showModal();
  find("ks-forget-no").onclick = () => dialog.close();
  find("ks-forget-yes").onclick = async () => {
    dialog.close();
    if (await ask("forget_everything", { sure: true })) load();
  };
}

function clock(seconds) {
  const then = new Date(seconds * 1000);
  const time = then.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${then.toLocaleDateString([], { day: "numeric", month: "short" })}, ${time}`;
}

function make(tag, fields) {
  return Object.assign(document.createElement(tag), fields);
}
