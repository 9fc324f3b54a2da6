// What the page knows, in one place. Others listen to `bus`; tests read `window.keepsight`.

export const bus = new EventTarget();

export const state = {
  root: "", // the sub-path that the page is served under
  page: randomId(), // this tab's name, new with every load
  conversation: storedKey(),
  connected: false,
  moved: false, // another tab took the conversation over
  playing: false, // a voice is audible now
  turn: 0, // the newest reply
  dead: 0, // replies up to this one must not be heard any more
  serverVoice: false,
  events: [], // the newest 300, as [Unix ms, name, fields]
};

export function emit(name, fields = {}) {
  state.events.push([Date.now(), name, fields]);
  if (state.events.length > 300) state.events.shift();
  bus.dispatchEvent(new CustomEvent(name, { detail: fields }));
}

export function on(name, act) {
  bus.addEventListener(name, (event) => act(event.detail));
}

export function keepKey(key) {
  state.conversation = key;
  try {
    localStorage.setItem("keepsight.conversation", key);
  } catch {
    // Private windows may refuse storage: a reload then begins a new conversation.
  }
}

export function randomId() {
  // Not crypto.randomUUID: it does not exist where the page is served without https.
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function storedKey() {
  try {
    return localStorage.getItem("keepsight.conversation") ?? "";
  } catch {
    return "";
  }
}

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
