// The one WebSocket: ticket, reconnection, and what came in as events of the bus.
import { emit, keepKey, on, state } from "./state.js";
import { again as missing, arrived, count, forget, keep, waits } from "./again.js";
import { SOUND_DOWN, unpack } from "./wire.js";

const BACKOFF = [250, 500, 1000, 2000, 4000]; // ms
const QUIET = 12_000; // ms; the server pings every 5 s
const PATIENCE = 8000; // ms that a new line may take: into a network that is gone it would take minutes to fail
const FULL = 256 * 1024; // bytes waiting to be sent above which pictures are skipped
const STAYS_CLOSED = { 4410: "moved", 4503: "full" };

let socket = null;
let getTicket = null;
let tries = 0;
let attempts = 0; // lines that were asked for, ever
let timer = 0;
let heard = 0;
let received = 0; // messages of this conversation
let welcomed = false;

export function connect(ticket) {
  getTicket = ticket;
  addEventListener("online", () => retryNow());
  addEventListener("offline", probe);
  addEventListener("pageshow", (event) => event.persisted && retryNow());
  setInterval(() => state.connected && Date.now() - heard > QUIET && abandon(), 2000);
  open();
}

/** Goes on with the conversation `key`, and leaves the one before. */
export function moveTo(key) {
  emit("silence", { turn: state.turn, local: true });
  state.turn = state.dead = received = 0; // replies are counted from 1 in each conversation
  forget();
  keepKey(key);
  const left = socket;
  closed({ code: 4000, reason: "" });
  left?.close(1000);
  retryNow();
}

/** Takes the conversation back from the tab or device that it moved to. */
export function takeBack() {
  state.moved = false;
  retryNow();
}

/** Whether it was sent, or will be as soon as the line is back. */
export function send(type, fields = {}) {
  if (!state.connected && !waits(type)) return false;
  put(type, JSON.stringify({ type, ...fields }));
  return true;
}

export function sendSound(packet) {
  if (!state.moved) put("sound", packet);
}

export function sendPicture(packet) {
  if (!state.connected) return;
  count();
  socket.send(packet);
}

function put(what, data) {
  keep(what, data, state.connected);
  if (state.connected) socket.send(data);
}

/** Whether a picture can go out without sound having to wait behind it. */
export function hasRoom() {
  return state.connected && socket.bufferedAmount < FULL;
}

async function open() {
  const mine = ++attempts;
  emit("connection", { is: "connecting", tries });
  let opened;
  try {
    const ticket = await Promise.race([getTicket(), new Promise((give) => setTimeout(give, PATIENCE))]);
    if (mine !== attempts) return; // another has begun since
    if (!ticket) return again(); // Gradio answers nothing where its server cannot be reached
    opened = new WebSocket(address(ticket));
  } catch {
    return mine === attempts && again();
  }
  socket?.close();
  socket = opened;
  opened.binaryType = "arraybuffer";
  opened.onmessage = (event) => opened === socket && receive(event.data);
  opened.onclose = (event) => opened === socket && closed(event);
  setTimeout(() => opened === socket && !state.connected && abandon(), PATIENCE);
}

function address(ticket) {
  const url = new URL(`${state.root}/keepsight/live`, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { conversation, page, device } = state;
  url.search = new URLSearchParams({ ticket, conversation, page, device, zone: timeZone ?? "", received });
  return url;
}

function receive(data) {
  heard = Date.now();
  received += 1;
  if (typeof data !== "string") {
    const packet = unpack(data, state.turn);
    // Late packets of a reply that was cut would start it again.
    if (packet.kind === SOUND_DOWN && packet.turn > state.dead) emit("sound", packet);
    return;
  }
  const { type, ...fields } = JSON.parse(data);
  if (type === "ping") {
    arrived(fields.read);
    send("pong", { received });
  } else emit(type, fields);
}

on("welcome", (welcome) => {
  tries = 0;
  received = welcome.received;
  state.connected = true;
  state.moved = false;
  state.turn = welcome.turn;
  state.dead = Math.max(state.dead, welcome.silenced);
  if (welcome.conversation !== state.conversation) state.dead = welcome.silenced;
  const renewed = welcomed && welcome.conversation !== state.conversation;
  welcomed = true;
  keepKey(welcome.conversation);
  const { messages, lost } = missing(welcome.read);
  for (const { what, data } of messages) put(what, data);
  emit("connection", { is: "connected", renewed, lost });
});

on("reply_started", ({ turn }) => (state.turn = Math.max(state.turn, turn)));
on("silence", ({ turn }) => (state.dead = Math.max(state.dead, turn)));
on("forgotten", ({ everything, since }) => (everything || since !== null) && forget());

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
    forget(); // what goes on elsewhere is not heard from here
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
