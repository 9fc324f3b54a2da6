"""A room for a page in Chromium: sounds on command in its microphone, its own voice back in it, and what goes by wire.

The room lies behind `getUserMedia`: what is played in it meets none of the browser's echo cancelling, noise suppression
or gain control.
"""

import json
import struct
from dataclasses import dataclass, field

import numpy as np
from playwright.sync_api import WebSocket

from benchmarks.word_times import Word, words_begun, words_of

LOUD = 900  # of 32768: speech, and above what the fake microphone makes of silence
SOUND_UP, SOUND_DOWN = 1, 17

ROOM = """() => {
  const connect = AudioNode.prototype.connect;
  const sleep = (ms) => new Promise((go) => setTimeout(go, ms));
  const until = async (met, ms) => {
    for (const end = Date.now() + ms; !met() && Date.now() < end; ) await sleep(10);
  };
  let room, ear, gain, wire, source, level = null;
  const strength = () => (level === null ? 0 : 10 ** (level / 20));
  const add = (stream) => connect.call(new MediaStreamAudioSourceNode(room, { mediaStream: stream }), ear);
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && this instanceof AudioWorkletNode) {
      const late = new DelayNode(this.context, { delayTime: 0.08 });
      gain = new GainNode(this.context, { gain: strength() });
      wire = new MediaStreamAudioDestinationNode(this.context);
      connect.call(this, late); connect.call(late, gain); connect.call(gain, wire);
      if (room) add(wire.stream);
    }
    return connect.call(this, to, ...rest);
  };
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    if (!wanted.audio) return stream;
    room = new AudioContext();
    ear = new MediaStreamAudioDestinationNode(room);
    add(stream);
    if (wire) add(wire.stream);
    return ear.stream;
  };
  const say = (sound) => {
    const pcm = new Int16Array(Uint8Array.from(atob(sound), (one) => one.charCodeAt(0)).buffer);
    if (!pcm.length) return 0;
    const buffer = new AudioBuffer({ length: pcm.length, sampleRate: 16000 });
    buffer.copyToChannel(Float32Array.from(pcm, (one) => one / 32768), 0);
    source = new AudioBufferSourceNode(room, { buffer });
    connect.call(source, ear);
    source.start();
    return pcm.length / 16;
  };
  const page = () => window.keepsight;
  const since = (at) => page().events.filter(([when]) => when >= at);
  const named = (at, ...names) => since(at).filter(([, name]) => names.includes(name));
  window.__room = {
    /** Over the reply after `turn`, `wait` ms into its voice: `sound`, until that is cut or `after` ms have passed. */
    async over({ sound, echo, wait, after, turn }) {
      level = echo;
      if (gain) gain.gain.value = strength();
      const speaks = () => page().turn > turn && page().playing;
      await until(speaks, 8000);
      await sleep(wait);
      await until(speaks, 3000);
      const playing = speaks(), at = Date.now(), long = say(sound);
      await until(() => named(at, "silence").some(([, , { local }]) => !local), long + after);
      await sleep(150);
      return { at, playing, events: JSON.parse(JSON.stringify(
        named(at - 100, ...["playing", "silence", "reply_ended", "resumed", "held", "unsure", "not_understood"],
          ...["speech_started", "speech_ended", "speaking", "user_said"]))) };
    },
    /** Whoever speaks stops, and what was heard is judged to its end. */
    async settle({ at }) {
      source?.stop();
      level = null;
      if (gain) gain.gain.value = 0;
      await sleep(100);
      await until(() => named(at, "speech_started").length <= named(at, "speech_ended").length, 4000);
      const ended = named(at, "speech_ended").at(-1)?.[0];
      const told = ["user_said", "not_understood", "unsure", "resumed", "failed"];
      await (ended ? until(() => named(ended, ...told).length, 2500) : sleep(300));
    },
    say,
  };
}"""


@dataclass
class Wire:
    """What goes through the page's socket, with Unix milliseconds."""

    loud: list[float] = field(default_factory=list)
    played: dict[int, float] = field(default_factory=dict)
    sent: dict[int, float] = field(default_factory=dict)
    sentences: dict[int, list[tuple[str, float]]] = field(default_factory=dict)

    def watch(self, socket: WebSocket) -> None:
        socket.on("framesent", self._up)
        socket.on("framereceived", self._down)

    def _up(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            if '"type":"played"' in payload and (report := json.loads(payload)):
                self.played[report["turn"]] = max(self.played.get(report["turn"], 0.0), report["seconds"])
        elif payload[0] == SOUND_UP:
            loud = np.flatnonzero(np.abs(np.frombuffer(payload[16:], "<i2").astype(np.int32)) > LOUD)
            if len(loud):
                self.loud.append(struct.unpack_from("<d", payload, 8)[0] - 20 + loud[0] / 16)

    def _down(self, payload: str | bytes) -> None:
        if isinstance(payload, str):
            if '"type":"sentence"' in payload and (event := json.loads(payload)):
                begun = self.sentences.setdefault(event["turn"], [])
                begun.append((event["text"], self.sent.get(event["turn"], 0.0)))
        elif payload[0] == SOUND_DOWN:
            turn = struct.unpack_from("<H", payload, 2)[0]
            self.sent[turn] = self.sent.get(turn, 0.0) + (len(payload) - 16) / 48_000

    def words_played(self, turn: int, times: dict[str, list[Word]]) -> int:
        """How many words had been played to their ends, by the times that the voice itself tells of each sentence."""
        played = self.played.get(turn, 0.0)
        parts = (
            words_begun(times[text], text, played - at) for text, at in self.sentences.get(turn, []) if at < played
        )
        return sum(len(words_of(part)) for part in parts)
