// What is asked for once more before it is done: forgetting a span or everything, and the export.
import { ask, make } from "./panel.js";
import { say } from "./words.js";

const find = (id) => document.getElementById(id);
const MINUTES = 10;

const CHOICES = {
  "ks-forget-span": {
    title: "Forget the last 10 minutes",
    words: "What was seen, told and said in the last 10 minutes is deleted, here and on every open page. This cannot be undone.",
    yes: "Forget",
    act: () => ask("forget_span", { minutes: MINUTES }),
  },
  "ks-forget-all": {
    title: "Forget everything",
    words: "Every memory, picture and taught thing is deleted, and the chat is cleared. This cannot be undone.",
    yes: "Forget everything",
    act: () => ask("forget_everything", { sure: true }),
  },
  "ks-export": {
    title: "Export the memory",
    words: "A zip of all memories and pictures that can be read without Keepsight. It is not locked: keep it where only you can read it.",
    yes: "Download",
    act: download,
  },
};

export function prepareForgetting() {
  for (const [button, choice] of Object.entries(CHOICES)) find(button).onclick = () => offer(choice);
  find("ks-sure-no").onclick = () => find("ks-sure").close();
}

function offer({ title, words, yes, act }) {
  find("ks-sure-title").textContent = say(title);
  find("ks-sure-words").textContent = say(words);
  find("ks-sure-yes").textContent = say(yes);
  find("ks-sure-yes").className = act === download ? "ks-primary" : "ks-danger";
  find("ks-sure-yes").onclick = () => {
    find("ks-sure").close();
    act();
  };
  find("ks-sure").showModal();
}

async function download() {
  const answer = await ask("export");
  if (answer) make("a", { href: answer.address, download: "" }).click();
}
