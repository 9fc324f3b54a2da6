// "Tell me when": what is waited for, how long yet, and a button to have done with it; what was just told is lit.
import { span } from "./loading.js";
import { make } from "./panel.js";
import { on } from "./state.js";
import { send } from "./socket.js";
import { banner } from "./status.js";
import { say } from "./words.js";

const LIT = 8000; // ms
const find = (id) => document.getElementById(id);
const title = document.title;
let awaited = [];
let told = new Map(); // how often by id, so that one more is noticed

export function prepareAwaited() {
  on("awaiting", (waiting) => change(waiting.awaited));
  on("welcome", (welcome) => change(welcome.awaited ?? [], true));
  addEventListener("visibilitychange", () => document.hidden || (document.title = title));
  setInterval(show, 10_000); // the time left
}

function change(now, anew = false) {
  const fresh = now.filter(({ id, told: times }) => !anew && times > (told.get(id) ?? 0));
  told = new Map(now.map(({ id, told: times }) => [id, times]));
  awaited = now;
  show();
  fresh.forEach(light);
}

function light({ id, event }) {
  if (document.hidden) document.title = `● ${event}`;
  const item = find(`ks-awaited-${id}`);
  if (!item) return; // its time was up meanwhile, or this clock is ahead of the server's
  item.classList.add("ks-lit");
  item.scrollIntoView({ block: "nearest", inline: "nearest" });
  setTimeout(() => find(`ks-awaited-${id}`)?.classList.remove("ks-lit"), LIT);
}

function show() {
  const waiting = awaited.filter(({ until }) => until > Date.now() / 1000);
  find("ks-waiting").hidden = !waiting.length;
  const items = waiting.map((one) => find(`ks-awaited-${one.id}`) ?? item(one));
  waiting.forEach((one, at) => {
    items[at].querySelector("small").textContent = state(one);
    items[at].classList.toggle("ks-unsure", !one.sure);
  });
  const list = find("ks-awaited");
  if (items.length !== list.children.length || items.some((item, at) => item !== list.children[at])) list.replaceChildren(...items);
}

function item({ id, event }) {
  const words = make("span", { className: "ks-awaited-words" });
  words.append(make("b", { textContent: event, title: event }), make("small", {}));
  const button = make("button", { type: "button", textContent: "×", title: say("Stop waiting for this") });
  button.setAttribute("aria-label", say("Stop waiting for: {event}", { event }));
  button.onclick = () => send("cancel_awaited", { id }) || banner(say("No connection. Try again in a moment."));
  const item = make("li", { id: `ks-awaited-${id}` });
  item.append(words, button);
  return item;
}

function state({ until, told: times, sure }) {
  const left = say("{time} left", { time: span(until - Date.now() / 1000) });
  if (!sure) return say("Nothing here can recognise it") + " · " + left;
  return times ? say(times === 1 ? "told once" : "told {count} times", { count: times }) + " · " + left : left;
}
