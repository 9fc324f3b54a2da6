// Models on their way in: one line and a thin bar for all of them together, then what came of each.
import { announce } from "./announce.js";
import { emit, on, state } from "./state.js";
import { answers, called } from "./status.js";
import { retell, say } from "./words.js";

const STAYS = { ready: 6000, failed: 20_000 }; // ms that the line tells of what is over

const newest = new Map(); // progress by role
let over = null; // what came last to its end, while it is told
let hide = 0;

const find = (id) => document.getElementById(id);

export function prepareLoading() {
  on("welcome", ({ loading }) => {
    newest.clear();
    loading.forEach((progress) => newest.set(progress.role, progress));
    loading.filter(({ state }) => state === "failed").forEach(keep);
    show();
  });
  on("loading", ({ progress }) => {
    newest.set(progress.role, progress);
    if (progress.state in STAYS) end(progress);
    show();
  });
}

function end(progress) {
  if (progress.state === "failed") keep(progress);
  else if (progress.role === "vlm") answers(progress.name);
  else if (progress.role === "tts") {
    state.serverVoice = true;
    emit("captured"); // the server is told anew who speaks
  }
  over = progress;
  announce(told(progress));
  clearTimeout(hide);
  hide = setTimeout(() => show((over = null)), STAYS[progress.state]);
}

/** What could not be had stays to be read, beneath the line. */
function keep({ role, message }) {
  const notices = find("ks-notices");
  notices.querySelector(`[data-role="${role}"]`)?.remove();
  const item = document.createElement("li");
  item.dataset.role = role;
  item.textContent = retell(message);
  notices.append(item);
}

function show() {
  const coming = [...newest.values()].filter((progress) => !(progress.state in STAYS));
  const line = find("ks-loading");
  line.hidden = !coming.length && !over;
  if (line.hidden) return;
  const known = coming.filter(({ total }) => total);
  const [done, total] = [sum(known, "done"), sum(known, "total")];
  find("ks-loading-name").textContent = coming.length ? title(coming) : "";
  find("ks-loading-words").textContent = coming.length ? words(coming, done, total) : told(over);
  line.title = coming.map((progress) => `${progress.name}: ${words([progress], progress.done, progress.total)}`).join("\n");
  line.dataset.is = coming.length ? mood(coming) : over.state;
  line.style.setProperty("--ks-part", coming.length ? done / (total || 1) : 1);
}

/** `moves` where a share can be shown, `works` where it cannot, `waits` where nothing goes on. */
function mood(coming) {
  if (coming.every((progress) => progress.state === "waiting")) return "waits";
  return coming.some((progress) => progress.state === "downloading") ? "moves" : "works";
}

function title([first, ...others]) {
  return others.length ? say("{count} models", { count: others.length + 1 }) : called(first.name);
}

function words(coming, done, total) {
  if (coming.every(({ message }) => message)) return retell(coming[0].message);
  if (!coming.some((progress) => progress.state === "downloading")) return say("Loading…");
  const speed = sum(coming, "speed");
  const left = speed && span((total - done) / speed);
  const parts = [
    total && say("{done} of {total}", { done: size(done), total: size(total) }),
    speed && `${size(speed)}/s`,
    left && say("{time} left", { time: left }),
  ];
  return parts.filter(Boolean).map((part) => part.replaceAll(" ", "\u00a0")).join(" · ");
}

function told({ state, name, message }) {
  return state === "ready" ? say("{name} is ready.", { name: called(name) }) : retell(message);
}

function sum(all, field) {
  return all.reduce((whole, one) => whole + (one[field] ?? 0), 0);
}

function size(bytes) {
  if (bytes < 999_500) return `${Math.round(bytes / 1e3)} kB`;
  const [count, unit] = bytes < 999_500_000 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${count < 10 ? count.toFixed(1) : Math.round(count)} ${unit}`;
}

export function span(seconds) {
  if (seconds < 60) return say("{count} s", { count: Math.round(seconds) });
  if (seconds < 5400) return say("{count} min", { count: Math.ceil(seconds / 60) });
  return say("{count} h", { count: Math.round(seconds / 3600) });
}
