// The one WebSocket: ticket, reconnection, and what came in as events of the bus.
import { emit, keepKey, on, state } from "./state.js";
import { SOUND_DOWN, unpack } from "./wire.js";

const BACKOFF = [250, 500, 1000, 2000, 4000, 8000]; // ms
const QUIET = 45_000; // ms; the server pings every 15 s
const FULL = 256 * 1024; // bytes waiting to be sent above which pictures are skipped
const STAYS_CLOSED = { 4410: "moved", 4503: "full" };

let socket = null;
let getTicket = null;
let tries = 0;
let timer = 0;
let heard = 0;

export function connect(ticket) {
  getTicket = ticket;
  addEventListener("online", () => retryNow());
  addEventListener("offline", probe);
  addEventListener("pageshow", (event) => event.persisted && retryNow());
  setInterval(() => state.connected && Date.now() - heard > QUIET && abandon(), 5000);
  open();
}

/** Goes on with the conversation `key`, and leaves the one before. */
export function moveTo(key) {
  emit("silence", { turn: state.turn, local: true });
  state.turn = state.dead = 0; // replies are counted from 1 in each conversation
  keepKey(key);
  const left = socket;
  closed({ code: 4000, reason: "" });
  left?.close();
  retryNow();
}

/** Takes the conversation back from the tab or device that it moved to. */
export function takeBack() {
  state.moved = false;
  retryNow();
}

export function send(type, fields = {}) {
  if (!state.connected) return false;
  socket.send(JSON.stringify({ type, ...fields }));
  return true;
}

export function sendPacket(packet) {
  if (state.connected) socket.send(packet);
}

/** Whether a picture can go out without sound having to wait behind it. */
export function hasRoom() {
  return state.connected && socket.bufferedAmount < FULL;
}

async function open() {
  emit("connection", { is: "connecting", tries });
  let opened;
  try {
    const ticket = await getTicket();
    if (!ticket) return again(); // Gradio answers nothing where its server cannot be reached
    opened = new WebSocket(address(ticket));
  } catch {
    return again();
  }
  socket = opened;
  opened.binaryType = "arraybuffer";
  opened.onmessage = (event) => opened === socket && receive(event.data);
  opened.onclose = (event) => opened === socket && closed(event);
}

function address(ticket) {
  const url = new URL(`${state.root}/keepsight/live`, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { conversation, page, device } = state;
  url.search = new URLSearchParams({ ticket, conversation, page, device, zone: timeZone ?? "" });
  return url;
}

function receive(data) {
  heard = Date.now();
  if (typeof data !== "string") {
    const packet = unpack(data, state.turn);
    // Late packets of a reply that was cut would start it again.
    if (packet.kind === SOUND_DOWN && packet.turn > state.dead) emit("sound", packet);
    return;
  }
  const { type, ...fields } = JSON.parse(data);
  if (type === "ping") send("pong");
  else emit(type, fields);
}

on("welcome", (welcome) => {
  tries = 0;
  state.connected = true;
  state.moved = false;
  state.turn = welcome.turn;
  state.dead = Math.max(state.dead, welcome.silenced);
  if (welcome.conversation !== state.conversation) state.dead = welcome.silenced;
  keepKey(welcome.conversation);
  emit("connection", { is: "connected" });
});

on("reply_started", ({ turn }) => (state.turn = Math.max(state.turn, turn)));
on("silence", ({ turn }) => (state.dead = Math.max(state.dead, turn)));

/** The network is gone, says the browser; a server on this very machine may well be there still. */
async function probe() {
  try {
    await fetch(`${state.root}/keepsight/static/socket.js`, { method: "HEAD", cache: "no-store" });
  } catch {
    if (state.connected) abandon();
  }
}

/** A connection that went silent: its close would have to be answered by a server that cannot be reached. */
function abandon() {
  const silent = socket;
  closed({ code: 4000, reason: "" });
  silent.close();
}

function closed(event) {
  socket = null;
  state.connected = false;
  if (event.code in STAYS_CLOSED) {
    state.moved = event.code === 4410;
    emit("connection", { is: STAYS_CLOSED[event.code], reason: event.reason });
    return;
  }
  again(event.code, event.reason);
}

function again(code = 1006, reason = "") {
  const wait = BACKOFF[Math.min(tries, BACKOFF.length - 1)] * (0.8 + 0.4 * Math.random());
  tries += 1;
  emit("connection", { is: "lost", code, reason, tries });
  clearTimeout(timer);
  timer = setTimeout(open, wait);
}

function retryNow() {
  if (state.connected || state.moved) return;
  clearTimeout(timer);
  tries = 0;
  open();
}
