// Microphone: any rate in, 16 kHz PCM16 in packets of 20 ms out, and whether somebody seems to be speaking.

const RATE = 16000;
const PACKET = 320; // samples, 20 ms
const LOBES = 12; // of the windowed sinc, each side: aliasing stays about 60 dB down
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

// Loud against the room: the floor falls at once and rises slowly, speech is 3.5 times above it for 40 ms.
class Loudness {
  constructor() {
    this.floor = 0.003;
    this.loud = 0; // ms
    this.quiet = 0; // ms
    this.speaking = false;
  }

  feed(packet) {
    let energy = 0;
    for (const sample of packet) energy += sample * sample;
    const level = Math.sqrt(energy / packet.length) / 32768;
    const above = level > Math.max(0.012, this.floor * 3.5);
    this.floor = level < this.floor ? level : Math.min(0.03, this.floor + (level - this.floor) * 0.01);
    this.loud = above ? this.loud + 20 : Math.max(0, this.loud - 20);
    this.quiet = above ? 0 : this.quiet + 20;
    const was = this.speaking;
    if (!was && this.loud >= 40) this.speaking = true;
    if (was && this.quiet > 500) {
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
