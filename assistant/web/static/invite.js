// The conversation goes on on another device: a code shown here and taken there, or the other way round.
import { bus, emit, keepKey, on, state } from "./state.js";
import { moveTo } from "./socket.js";
import { banner } from "./status.js";
import { say } from "./words.js";

const HOW = "Scan this with the other device, or open the address there and type the code.";
const ALONE =
  "This page is open to this machine only: another device cannot reach it. Start Keepsight with --lan --password … for that. Another browser on this machine can join with the code.";
const LOST = "Keepsight could not be reached. Try again in a moment.";

const find = (id) => document.getElementById(id);
let server = null;
let over = 0; // ms at which the code shown is over
let timer = 0;

export function prepareInvite(given) {
  server = given;
  find("ks-continue").onclick = open;
  find("ks-invite-new").onclick = renew;
  find("ks-invite-close").onclick = () => find("ks-invite").close();
  find("ks-invite").onclose = () => show({});
  find("ks-join").onsubmit = submit;
  on("connection", ({ is }) => is === "moved" && find("ks-invite").close()); // the code was taken
  addEventListener("hashchange", async () => {
    const code = codeInAddress();
    if (code) tellLater(await join(code, moveTo));
  });
}

/** Before the page connects: the code of the address it was opened with, if there is one. */
export async function joinFromAddress() {
  const code = codeInAddress();
  if (code) tellLater(await join(code, keepKey));
}

/** The code behind the address, which is gone from there at once: no history, no screenshot shows it. */
function codeInAddress() {
  const found = /^#join=([^&]+)$/.exec(location.hash);
  if (found) history.replaceState(null, "", location.pathname + location.search);
  return found ? found[1] : "";
}

/** What is wrong; nothing where `go` was told the conversation. */
async function join(code, go) {
  const answer = await ask("join", { code });
  if (answer.error) return answer.error;
  emit("joined");
  go(answer.conversation);
  return "";
}

async function ask(name, fields) {
  try {
    return (await server[name](fields)) ?? { error: LOST };
  } catch {
    return { error: LOST };
  }
}

/** Once connected, which clears what is told before. */
function tellLater(trouble) {
  if (!trouble) return;
  const tell = () => banner(say(trouble), 0);
  if (state.connected) return tell();
  const once = ({ detail }) => detail.is === "connected" && (tell(), bus.removeEventListener("connection", once));
  bus.addEventListener("connection", once);
}

function open() {
  find("ks-join-trouble").textContent = "";
  find("ks-join-code").value = "";
  find("ks-invite").showModal();
  renew();
}

async function renew() {
  const { origin, pathname } = location;
  const answer = await ask("invite", { conversation: state.conversation, address: origin + pathname });
  find("ks-join-trouble").textContent = answer.error ? say(answer.error) : "";
  if (find("ks-invite").open) show(answer);
}

function show({ code = "", seconds = 0, address = "", picture = "" }) {
  find("ks-invite-letters").textContent = code.replace(/^.../, "$& ");
  find("ks-invite-letters").setAttribute("aria-label", [...code].join(" "));
  find("ks-invite-picture").innerHTML = picture;
  find("ks-invite-picture").hidden = !picture;
  find("ks-invite-address").textContent = address;
  find("ks-invite-address").hidden = !address;
  find("ks-invite-how").textContent = code ? say(address ? HOW : ALONE) : "";
  over = Date.now() + seconds * 1000;
  clearInterval(timer);
  if (code) timer = setInterval(count, 1000);
  count();
}

function count() {
  const left = Math.ceil((over - Date.now()) / 1000);
  const shown = find("ks-invite-letters").textContent !== "";
  if (left <= 0 && shown) show({});
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  find("ks-invite-left").textContent = say(left > 0 ? "Good once, for {time}" : "This code is over.", { time });
}

async function submit(event) {
  event.preventDefault();
  const code = find("ks-join-code").value;
  if (!code.trim()) return;
  const trouble = await join(code, moveTo);
  find("ks-join-trouble").textContent = trouble && say(trouble);
  if (!trouble) find("ks-invite").close();
}
