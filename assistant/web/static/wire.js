// The binary packets: u8 kind, u8 flags, u16 turn, u32 sequence, f64 Unix ms, little-endian, then the payload.

export const SOUND_UP = 1;
export const PICTURE_UP = 2;
export const SOUND_DOWN = 17;
export const SCREEN = 0x01;
export const STILL = 0x80;
const HEADER = 16;
const SAMPLES = 48000; // bytes of a second: PCM16 at 24 kHz

export function pack(kind, flags, sequence, time, payload) {
  const packet = new ArrayBuffer(HEADER + payload.byteLength);
  const view = new DataView(packet);
  view.setUint8(0, kind);
  view.setUint8(1, flags);
  view.setUint32(4, sequence >>> 0, true);
  view.setFloat64(8, time, true);
  new Uint8Array(packet, HEADER).set(new Uint8Array(payload));
  return packet;
}

/** A packet of the reply's voice; `near` is a turn that was seen lately, to tell which round of 65536 it is. */
export function unpack(packet, near) {
  const [view, pcm] = [new DataView(packet), packet.slice(HEADER)];
  return { kind: view.getUint8(0), turn: unwrap(view.getUint16(2, true), near), pcm, seconds: pcm.byteLength / SAMPLES };
}

/** The whole number nearest to `near` whose low 16 bits are `short`. */
export function unwrap(short, near) {
  const step = (short - near) & 0xffff;
  return near + (step < 0x8000 ? step : step - 0x10000);
}
