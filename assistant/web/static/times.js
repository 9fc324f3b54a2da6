// When something was seen, by the clock that hung there: a zone that is not this page's is named.
import { language, say } from "./words.js";

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }; // as the cards and the replies have it
const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60]]; // seconds

/** For a list: the time of day, with the date where it is not today. Both in Unix seconds; zone in minutes east of UTC. */
export function clock(seconds, zone) {
  const { at, options, named } = there(seconds, zone);
  const time = at.toLocaleTimeString([], { ...TIME, ...options }) + named;
  if (new Date(seconds * 1000).toDateString() === new Date().toDateString()) return time;
  return `${at.toLocaleDateString([], { day: "numeric", month: "short", ...options })}, ${time}`;
}

/** In full: weekday, date and time of day. */
export function moment(seconds, zone) {
  const { at, options, named } = there(seconds, zone);
  const day = { weekday: "short", day: "numeric", month: "long", year: "numeric" };
  return at.toLocaleString([], { ...day, ...TIME, ...options }) + named;
}

export function ago(seconds, now = Date.now() / 1000) {
  const [unit, size] = UNITS.find(([, size]) => now - seconds >= size) ?? [];
  if (!unit) return say("just now");
  return new Intl.RelativeTimeFormat(language).format(-Math.round((now - seconds) / size), unit);
}

/** For a file's name: 2026-11-24-14-02. */
export function stamp(seconds, zone) {
  const { at, options } = there(seconds, zone);
  return at.toLocaleString("sv-SE", { ...options, dateStyle: "short", timeStyle: "short" }).replace(/\D+/g, "-");
}

function there(seconds, zone) {
  const at = new Date(seconds * 1000);
  if (zone === null || zone === undefined || zone === -at.getTimezoneOffset()) return { at, options: {}, named: "" };
  const [hours, minutes] = [Math.floor(Math.abs(zone) / 60), Math.abs(zone) % 60].map((part) => String(part).padStart(2, "0"));
  const named = ` UTC${zone < 0 ? "-" : "+"}${hours}:${minutes}`;
  return { at: new Date((seconds + zone * 60) * 1000), options: { timeZone: "UTC" }, named };
}
