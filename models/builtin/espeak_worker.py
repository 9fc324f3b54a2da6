"""espeak-ng in a process of its own: requests come in as lines on stdin, sound goes out on stdout.

Run as `python -I -S espeak_worker.py <library> <data folder or "">`; it needs the standard library alone. espeak-ng is
GPL-3 and is therefore never loaded into Keepsight itself; these pipes are all the two share.

In: one JSON line a sentence, {"id": 1, "voice": "en-us", "text": "…"}; any newer line stops the sentence before it,
and one without text does nothing else.
Out: frames of <id, length, said> (three little-endian uint32) and `length` bytes of mono PCM16, up to whose end `said`
characters of the text were said, in whole words. Length 0 ends a sentence. The first frame has id 0, and its length is
the sample rate, with nothing behind it. It ends when stdin does.
"""

import ctypes
import json
import os
import queue
import struct
import sys
import threading
from collections.abc import Iterator
from typing import Any

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: sound goes to the callback, and espeak_Synth returns when it is done
_UTF8 = 1
_CHUNK_MILLISECONDS = 50
_WORD = 1  # espeakEVENT_WORD: a word begins


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h; `position` counts characters from 1."""

    _fields_ = [
        *(("type", ctypes.c_int), ("unique", ctypes.c_uint), ("position", ctypes.c_int), ("length", ctypes.c_int)),
        *(("milliseconds", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p)),
        ("name", ctypes.c_char * 8),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Worker:
    """Speaks the newest request; `sound` is the file descriptor that frames go to."""

    def __init__(self, library: str, data: str, sound: int) -> None:
        self._espeak = ctypes.CDLL(library)
        self._sound = sound
        self._newest = 0
        self._requests: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._speaking = 0
        self._said = 0  # characters of the text
        self._given = 0  # samples of its sound
        self._callback = _CALLBACK(self._heard)
        path = data.encode() or None
        rate = self._espeak.espeak_Initialize(_SYNCHRONOUS, _CHUNK_MILLISECONDS, path, 0)
        if rate <= 0:
            sys.exit(f"espeak-ng found no data in {data or 'its own folder'}")
        self._espeak.espeak_SetSynthCallback(self._callback)
        self._send(struct.pack("<III", 0, rate, 0))

    def run(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()
        while (request := self._requests.get()) is not None:
            if request["id"] == self._newest and request["text"]:
                self._speak(request["id"], request["voice"].encode(), request["text"].encode())

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            request = json.loads(line)
            self._newest = request["id"]
            self._requests.put(request)
        self._newest = -1
        self._requests.put(None)

    def _speak(self, number: int, voice: bytes, text: bytes) -> None:
        self._speaking, self._said, self._given = number, 0, 0
        self._espeak.espeak_SetVoiceByName(voice)
        self._espeak.espeak_Synth(text, ctypes.c_size_t(len(text) + 1), 0, 0, 0, _UTF8, None, None)
        self._send(struct.pack("<III", number, 0, self._said))

    def _heard(self, samples: Any, count: int, events: Any) -> int:
        """espeak's callback, with what begins in this sound; 1 stops the sentence."""
        if self._newest != self._speaking:
            return 1
        pcm = ctypes.string_at(samples, 2 * count) if count > 0 else b""
        for event in _listed(events):
            if event.type == _WORD:  # what was before it has been said where it begins
                self._said = max(self._said, event.position - 1)
                before = max(0, 2 * (event.sample - self._given))
                self._give(pcm[:before])
                pcm = pcm[before:]
        self._give(pcm)
        return 0

    def _give(self, pcm: bytes) -> None:
        self._given += len(pcm) // 2
        if pcm:
            self._send(struct.pack("<III", self._speaking, len(pcm), self._said) + pcm)

    def _send(self, frame: bytes) -> None:
        while frame:
            frame = frame[os.write(self._sound, frame) :]


def _listed(events: Any) -> Iterator[_Event]:
    """The list ends with an event of type 0."""
    number = 0
    while events and events[number].type:
        yield events[number]
        number += 1


def main() -> None:
    sound = os.dup(1)
    # Whatever the library prints must not get between the frames.
    os.dup2(2, 1)
    Worker(sys.argv[1], sys.argv[2], sound).run()


if __name__ == "__main__":
    main()
