// The reply's voice: 24 kHz PCM16 in, played in order; pausing fades in 4 ms and keeps its place.

const RATE = 24000;
const FADE = 96; // samples, 4 ms
const AHEAD = 1440; // samples, 60 ms that must be there before it begins
const REPORT = 2400; // samples, 100 ms
const LEVEL = 480; // samples, 20 ms

class Player extends AudioWorkletProcessor {
  constructor() {
    super();
    this.queue = []; // { turn, samples, at }
    this.waiting = 0; // samples in the queue
    this.ended = 0; // all sound of turns up to this one has arrived
    this.running = false;
    this.paused = false;
    this.dead = 0;
    this.gain = 1;
    this.turn = 0;
    this.played = 0; // samples of `turn`
    this.reported = 0;
    this.power = 0; // of the samples since the last level was told
    this.measured = 0;
    this.port.onmessage = ({ data }) => this[data.do](data);
  }

  add({ turn, pcm }) {
    if (turn <= this.dead) return;
    const samples = new Int16Array(pcm);
    this.queue.push({ turn, samples, at: 0 });
    this.waiting += samples.length;
  }

  end({ turn }) {
    this.ended = Math.max(this.ended, turn);
    if (turn === this.turn && !this.running && !this.queue.length) this.report({ finished: true });
  }

  pause() {
    this.paused = true;
  }

  resume() {
    this.paused = false;
  }

  flush({ turn }) {
    this.dead = Math.max(this.dead, turn);
    if (this.gain === 0 || !this.running) this.drop();
  }

  drop() {
    this.queue = this.queue.filter((piece) => piece.turn > this.dead);
    this.waiting = this.queue.reduce((sum, piece) => sum + piece.samples.length - piece.at, 0);
    this.stop();
    this.paused = false;
    this.gain = 1;
  }

  process(_, [[output]]) {
    if (!this.running && !this.begin()) return true;
    for (let i = 0; i < output.length; i++) {
      const still = this.paused || this.turn <= this.dead;
      this.gain = Math.max(0, Math.min(1, this.gain + (still ? -1 : 1) / FADE));
      if (this.gain === 0) return this.hush();
      const piece = this.queue[0];
      output[i] = (piece.samples[piece.at++] / 32768) * this.gain;
      this.power += output[i] * output[i];
      if (++this.measured === LEVEL) this.level();
      this.played += 1;
      this.waiting -= 1;
      if (piece.at === piece.samples.length && !this.next()) return true;
    }
    if (this.played - this.reported >= REPORT) this.report({});
    return true;
  }

  begin() {
    const piece = this.queue[0];
    if (!piece || this.paused || (this.waiting < AHEAD && this.ended < piece.turn)) return false;
    if (piece.turn !== this.turn) this.enter(piece.turn);
    this.running = true;
    this.report({});
    return true;
  }

  /** On to the next piece; false where there is none. */
  next() {
    this.queue.shift();
    const piece = this.queue[0];
    if (piece && piece.turn === this.turn) return true;
    if (this.ended >= this.turn) this.report({ finished: true });
    if (piece) {
      this.enter(piece.turn);
      return true;
    }
    this.stop();
    return false;
  }

  enter(turn) {
    this.turn = turn;
    this.played = this.reported = 0;
  }

  hush() {
    if (this.turn <= this.dead) this.drop();
    else this.stop();
    return true;
  }

  stop() {
    if (!this.running) return;
    this.running = false;
    this.report({});
  }

  /** How loud it is, for who listens whether it comes back. */
  level() {
    this.port.postMessage({ level: Math.sqrt(this.power / LEVEL) });
    this.power = this.measured = 0;
  }

  report({ finished = false }) {
    this.reported = this.played;
    this.port.postMessage({ turn: this.turn, seconds: this.played / RATE, running: this.running, finished, time: Date.now() });
  }
}

registerProcessor("keepsight-player", Player);
