// Microphone: any rate in, 16 kHz PCM16 in packets of 20 ms out, and whether somebody seems to be speaking.

const RATE = 16000;
const PACKET = 320; // samples, 20 ms
const LOBES = 12; // of the windowed sinc, each side: aliasing stays about 60 dB down
const QUIET = 300; // ms after which whoever spoke has stopped: longer than any consonant
const STEPS = 256; // of the kernel's table, per input sample of distance

class Resampler {
  constructor(from) {
    this.ratio = from / RATE;
    const cutoff = Math.min(1, 1 / this.ratio) * 0.92;
    this.reach = Math.ceil(LOBES / cutoff);
    this.table = new Float32Array(this.reach * STEPS + 1);
    for (let i = 0; i < this.table.length; i++) {
      const x = (i / STEPS) * cutoff * Math.PI;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * i) / (this.reach * STEPS));
      this.table[i] = cutoff * window * (x === 0 ? 1 : Math.sin(x) / x);
    }
    this.history = new Float32Array(0);
    this.at = this.reach; // position of the next output, in samples of the history
  }

  *feed(input) {
    const all = new Float32Array(this.history.length + input.length);
    all.set(this.history);
    all.set(input, this.history.length);
    while (this.at + this.reach < all.length) {
      yield this.sample(all);
      this.at += this.ratio;
    }
    const drop = Math.max(0, Math.floor(this.at) - this.reach);
    this.history = all.slice(drop);
    this.at -= drop;
  }

  sample(all) {
    let sum = 0;
    const first = Math.ceil(this.at - this.reach);
    const last = Math.floor(this.at + this.reach);
    for (let k = Math.max(0, first); k <= last; k++) sum += all[k] * this.table[Math.round(Math.abs(this.at - k) * STEPS)];
    return sum;
  }
}

// How much of the voice that is played comes back into the microphone: no more than the quietest moment shows. Of both
// the loudest 20 ms are taken, of the microphone over 500 ms, of the voice over those in which its echo began.
const HEARD = 25; // packets, 500 ms
const LATE = 10; // packets, 200 ms: an echo comes no later
const MARGIN = 1.6; // times the loudest echo that is expected, and it is somebody
const RISE = 1.003; // a packet, 1.3 dB a second: the loudspeaker may be turned up

class Echo {
  constructor() {
    this.share = 0.5; // until it is known: no louder than half
    this.played = new Array(HEARD).fill(0);
    this.heard = new Array(HEARD).fill(0);
  }

  feed(heard, played) {
    this.heard.push(heard);
    this.played.push(played);
    this.heard.shift();
    this.played.shift();
    const voice = Math.max(...this.played.slice(0, -LATE));
    if (voice > 0.01) this.share = Math.min(1, this.share * RISE, Math.max(...this.heard) / voice);
  }

  /** What was taken for a person was not one: perhaps it was the voice. If not, the next half second shows it. */
  mistaken() {
    this.share = Math.min(1, Math.max(this.share, (1.5 * Math.max(...this.heard)) / Math.max(0.01, ...this.played)));
  }

  get loudest() {
    return this.share * MARGIN * Math.max(...this.played);
  }
}

// Loud against the room and the voice that is played: the floor falls at once and rises slowly, speech is 3.5 times above
// it for 40 ms.
class Loudness {
  constructor() {
    this.echo = new Echo();
    this.played = 0;
    this.floor = 0.003;
    this.loud = 0; // ms
    this.quiet = 0; // ms
    this.speaking = false;
  }

  feed(packet) {
    let energy = 0;
    for (const sample of packet) energy += sample * sample;
    const level = Math.sqrt(energy / packet.length) / 32768;
    const above = level > Math.max(0.012, this.floor * 3.5, this.echo.loudest);
    this.echo.feed(level, this.played);
    this.played = 0;
    this.floor = level < this.floor ? level : Math.min(0.03, this.floor + (level - this.floor) * 0.01);
    this.loud = above ? this.loud + 20 : Math.max(0, this.loud - 20);
    this.quiet = above ? 0 : this.quiet + 20;
    const was = this.speaking;
    if (!was && this.loud >= 40) this.speaking = true;
    if (was && this.quiet > QUIET) {
      this.speaking = false;
      this.loud = 0;
    }
    return was !== this.speaking;
  }
}

class Capture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate);
    this.loudness = new Loudness();
    this.packet = new Int16Array(PACKET);
    this.filled = 0;
    this.port.onmessage = ({ data }) => {
      if (data.mistaken) this.loudness.echo.mistaken();
      else this.loudness.played = Math.max(this.loudness.played, data.played);
    };
  }

  process([input]) {
    if (!input[0]) return true;
    for (const sample of this.resampler.feed(input[0])) {
      this.packet[this.filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
      if (this.filled === PACKET) this.post();
    }
    return true;
  }

  post() {
    const changed = this.loudness.feed(this.packet);
    const pcm = this.packet.slice().buffer;
    this.port.postMessage({ pcm, time: Date.now(), speaking: this.loudness.speaking, changed }, [pcm]);
    this.filled = 0;
  }
}

registerProcessor("keepsight-capture", Capture);
