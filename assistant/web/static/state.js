// What the page knows, in one place. Others listen to `bus`; tests read `window.keepsight`.

export const bus = new EventTarget();

export const state = {
  root: "", // the sub-path that the page is served under
  page: randomId(), // this tab's name, new with every load
  device: device(), // this browser's name, the same for all its tabs
  conversation: read("keepsight.conversation"),
  connected: false,
  moved: false, // another tab or device took the conversation over
  remembering: true, // what is seen is kept
  playing: false, // a voice is audible now
  turn: 0, // the newest reply
  dead: 0, // replies up to this one must not be heard any more
  serverVoice: false,
  patience: 3000, // ms for which a voice may rest before the server takes it not to be heard; it says so itself
  events: [], // the newest 300, as [Unix ms, name, fields]
};

export function emit(name, fields = {}) {
  state.events.push([Date.now(), name, fields]);
  if (state.events.length > 300) state.events.shift();
  bus.dispatchEvent(new CustomEvent(name, { detail: fields }));
}

/** Like `emit`, for what happens ten times a second and would push everything else out of the events. */
export function pulse(name, fields) {
  bus.dispatchEvent(new CustomEvent(name, { detail: fields }));
}

export function on(name, act) {
  bus.addEventListener(name, (event) => act(event.detail));
}

export function keepKey(key) {
  state.conversation = key;
  write("keepsight.conversation", key);
}

export function randomId() {
  // Not crypto.randomUUID: it does not exist where the page is served without https.
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function device() {
  const name = read("keepsight.device") || randomId();
  write("keepsight.device", name);
  return name;
}

export function read(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

export function write(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Private windows may refuse storage: a reload then begins a new conversation.
  }
}

// What is forgotten is not to be read here either: of what happened only its name and time stay.
on("forgotten", () => (state.events = state.events.map(([time, name]) => [time, name, {}])));

let captured = () => [];

export function tellCaptured(read) {
  captured = read;
}

Object.defineProperty(window, "keepsight", {
  value: Object.freeze({
    get connected() { return state.connected; },
    get moved() { return state.moved; },
    get conversation() { return state.conversation; },
    get capturing() { return captured(); },
    get playing() { return state.playing; },
    get turn() { return state.turn; },
    get events() { return state.events.map((event) => [...event]); },
  }),
});
