// The lists of cameras and microphones, and whose ears are used.
import { on } from "./state.js";
import { recognitionOffer, useRecognition } from "./recognition.js";
import { say } from "./words.js";

const find = (id) => document.getElementById(id);

export function prepareDevices({ changeCamera, changeMicrophone }) {
  find("ks-camera").onchange = (event) => changeCamera(event.target.value);
  find("ks-microphone").onchange = (event) => changeMicrophone(event.target.value);
  on("devices", list); // names are known only once permission was given
  navigator.mediaDevices?.addEventListener?.("devicechange", list);
  if (!navigator.mediaDevices?.getDisplayMedia) find("ks-screen").hidden = true;
  list();
  offerRecognition();
}

async function list() {
  const devices = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const phone = matchMedia("(pointer: coarse)").matches;
  const sides = [["environment", say("Back camera")], ["user", say("Front camera")]];
  fill(find("ks-camera"), phone ? sides : [["user", say("Default camera")]], named(devices, "videoinput"));
  fill(find("ks-microphone"), [["", say("Default microphone")]], named(devices, "audioinput"));
}

function named(devices, kind) {
  return devices
    .filter((device) => device.kind === kind && device.label && device.deviceId !== "default")
    .map((device) => [device.deviceId, device.label]);
}

function fill(select, first, rest) {
  const chosen = select.value;
  select.replaceChildren(...[...first, ...rest].map(([value, label]) => new Option(label, value)));
  if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
}

async function offerRecognition() {
  const offer = await recognitionOffer();
  if (offer === "none") return;
  find("ks-recognition-row").hidden = false;
  find("ks-recognition-words").textContent = say(
    offer === "device"
      ? "Understand speech in this browser, on this device"
      : "Let the browser's maker understand speech: what you say is sent to them",
  );
  const box = find("ks-recognition");
  box.onchange = () => useRecognition(box.checked);
  on("recognition_failed", () => (box.checked = false));
  box.checked = offer === "device";
  if (box.checked) useRecognition(true);
}
