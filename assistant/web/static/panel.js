// What the Memory panel asks the server, and the line in which it says what came of it.
import { retell, say } from "./words.js";

let server = null;

export function preparePanel(given) {
  server = given;
}

/** The server's answer; nothing where it failed, which is told. */
export async function ask(name, fields = {}, tellIt = tell) {
  try {
    const answer = await server[name](fields);
    if (!answer) throw new Error("no answer");
    tellIt(retell(answer.error ?? ""));
    return answer.error ? null : answer;
  } catch {
    tellIt(say("The memory could not be reached. It is tried again when the connection is back."));
    return null;
  }
}

export function tell(words) {
  document.getElementById("ks-memory-status").textContent = words;
}

export function make(tag, fields) {
  return Object.assign(document.createElement(tag), fields);
}
