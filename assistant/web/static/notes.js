// Notes as a recorder shows them: how long, how many lines, and the newest of them; and as a file to keep.
import { on, state } from "./state.js";
import { banner } from "./status.js";
import { say } from "./words.js";

const find = (id) => document.getElementById(id);
let since = 0; // Unix seconds; 0 while none are taken
let lines = []; // { text, time, id }
let timer = 0;

export function prepareNotes(end, server) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('#ks-chat a[href*="#notes-"]');
    if (!link) return;
    event.preventDefault();
    download(server, Number(link.getAttribute("href").split("#notes-")[1]));
  });
  find("ks-mode-end").onclick = end;
  on("noted", (line) => {
    lines.push(line);
    show();
  });
  on("forgotten", ({ ids, everything, since }) => {
    lines = lines.filter(({ id, time }) => !(everything || ids.includes(id) || (since !== null && time >= since)));
    show();
  });
}

/** `noted` are the lines so far, of a page that comes back to them; `began` in Unix seconds. */
export function showNotes(is, { noted = [], began } = {}) {
  clearInterval(timer);
  find("ks-mode-end").hidden = !is;
  lines = is ? [...noted] : [];
  since = is ? (began ?? lines[0]?.time ?? Date.now() / 1000) : 0;
  if (is) timer = setInterval(show, 1000);
  show();
}

function show() {
  const newest = lines.at(-1)?.text ?? "";
  const count = say(lines.length === 1 ? "1 line" : "{count} lines", { count: lines.length });
  find("ks-mode-count").textContent = since ? `${clock(Date.now() / 1000 - since)} · ${count}` : "";
  find("ks-mode-line").textContent = newest;
  find("ks-mode-line").hidden = !newest;
}

async function download(server, number) {
  const asked = { conversation: state.conversation, number };
  const file = await server.notes(asked).catch(() => ({ error: "No connection. Try again in a moment." }));
  if (file.error) return banner(say(file.error));
  const address = URL.createObjectURL(new Blob([file.text], { type: "text/markdown" }));
  Object.assign(document.createElement("a"), { href: address, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // a browser may ask first where to put it
}

function clock(seconds) {
  const [hours, minutes, rest] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => Math.max(0, Math.floor(part)));
  const two = (part) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}
