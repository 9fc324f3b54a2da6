// The Memory panel: what was seen and told, newest first; searched, shown, forgotten.
import { on, state } from "./state.js";
import { prepareForgetting } from "./forgetting.js";
import { ask, make, preparePanel, tell } from "./panel.js";
import { remember } from "./remembering.js";
import { clock } from "./times.js";
import { prepareViewer } from "./viewer.js";
import { say, translate } from "./words.js";

const find = (id) => document.getElementById(id);
const KEPT = 400; // rows in the page
// Of what has neither caption nor text; what was told always has its sentence.
const SOURCES = { camera: "What the camera showed", screen: "What the screen showed", upload: "Your picture" };
const WIDE = matchMedia("(min-width: 1100px)");
const memories = new WeakMap(); // what the rows stand for
let asked = 0; // searches so far: an answer that was overtaken is not shown
let arrived = []; // while the list was being fetched: what the answer may not hold yet
let typing = 0;

export function startMemory(gradio) {
  preparePanel(gradio.server);
  translate(gradio.element);
  wirePanel();
  prepareForgetting();
  prepareViewer(() => [...find("ks-memory-list").children].map((row) => memories.get(row)));
  on("welcome", () => load());
  on("remembering", ({ is }) => (find("ks-remember").checked = is));
  on("seen", ({ observation }) => {
    if (find("ks-memory-search").value.trim()) return;
    arrived.push(observation);
    add(observation);
  });
  on("forgotten", ({ ids, everything }) => {
    if (everything) find("ks-memory-list").replaceChildren();
    ids.forEach(remove); // at once; then what else is gone
    load(); // what told of other things as well is still there, with less
  });
  on("viewing", ({ id }) => reveal(id));
}

function wirePanel() {
  find("ks-memory-search").oninput = () => {
    clearTimeout(typing);
    typing = setTimeout(load, 200);
  };
  find("ks-memory-more").onclick = () => load(true);
  find("ks-remember").onchange = ({ target }) => {
    remember(target.checked);
    target.checked = state.remembering; // until the server says so
  };
  find("ks-memory-toggle").onclick = () => {
    toggle();
    find("ks-memory-close").focus(); // seen only where Memory lies over the rest
  };
  find("ks-memory-close").onclick = () => {
    toggle(false);
    find("ks-memory-toggle").focus();
  };
  toggle(WIDE.matches);
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
  const element = make("li", { id: `memory-${seen.id}`, className: "ks-item" });
  element.dataset.time = seen.time;
  element.dataset.source = seen.source;
  memories.set(element, seen);
  const what = seen.caption || seen.text || say(SOURCES[seen.source] ?? "Memory");
  const words = make("div", { className: "ks-item-words" });
  const time = make("time", { textContent: clock(seen.time, seen.zone), dateTime: new Date(seen.time * 1000).toISOString() });
  words.append(time, make("p", { textContent: what }));
  if (seen.caption && seen.text) words.append(make("p", { className: "ks-item-text", textContent: seen.text }));
  const open = make("a", { className: "ks-open", href: `#memory-${seen.id}` });
  open.append(make("img", { src: seen.picture, alt: "", loading: "lazy", width: 72, height: 54 }), words);
  element.append(open, forgetButton(seen.id, what));
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

/** Where the list stands beside the chat, it shows which memory is being looked at. */
function reveal(id) {
  if (!WIDE.matches) return;
  toggle(true);
  find(`memory-${id}`)?.scrollIntoView({ block: "nearest" });
}
