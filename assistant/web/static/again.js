// What the page said and the server may not have: a line that is cut loses what is on it. It is said again when the
// line is back, in its order and once, for both sides count the messages of this page.

const KEEP = 45_000; // ms: half a minute without a line, and the time until that is noticed and mended
const TOLD_ANEW = ["pong", "capturing"]; // by the page, whenever it is connected
const WAITS = ["interrupt", "push_to_talk", "dictated", "played", "played_text"]; // also what is said without a line
const ONLY_LAST = ["played", "played_text"];
const kept = []; // { what, data, number, time }: the number that a message had, none where it never went
let sent = 0;
let lost = false; // sound that never went was too old to be kept

export function waits(what) {
  return WAITS.includes(what);
}

/** Keeps what has to arrive: a message of the type `what`, or sound. */
export function keep(what, data, connected) {
  if (connected) sent += 1;
  if (TOLD_ANEW.includes(what)) return;
  if (ONLY_LAST.includes(what)) drop((old) => old.what === what);
  const old = drop(isOld);
  lost ||= old.some(({ what, number }) => what === "sound" && number === Infinity);
  kept.push({ what, data, number: connected ? sent : Infinity, time: Date.now() });
}

/** Counts what need not arrive: a picture. */
export function count() {
  sent += 1;
}

/** The server has the first `read` messages. */
export function arrived(read) {
  drop(({ number }) => number <= read);
}

/** The `messages` for a new line, to a server that has the first `read` of this page; whether more is `lost` for good. */
export function again(read) {
  const messages = kept.filter((one) => one.number > read && !isOld(one));
  const missing = { messages, lost };
  forget();
  sent = read;
  return missing;
}

/** For what is forgotten, and for another conversation. */
export function forget() {
  kept.length = 0;
  lost = false;
}

function isOld({ time }) {
  return time < Date.now() - KEEP;
}

function drop(unwanted) {
  const dropped = kept.filter(unwanted);
  if (dropped.length) kept.splice(0, kept.length, ...kept.filter((one) => !unwanted(one)));
  return dropped;
}
