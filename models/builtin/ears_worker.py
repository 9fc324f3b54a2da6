"""pocketsphinx in a process of its own: it holds the interpreter's lock for as long as it decodes.

Run as `python -m models.builtin.ears_worker`. In: a JSON line {"names": […], "bytes": n} and n bytes of 16 kHz mono
PCM16. Out: a little-endian uint32 length and as many bytes of JSON, `Recognised`: what one of the two grammars makes
of it, and what a recogniser of free English does. It ends when stdin does.
"""

import json
import os
import struct
import sys
from collections.abc import Sequence

import pocketsphinx

from assistant.core.questions import LISTENERS, ORDERS, QUESTIONS
from models.builtin.grammar import SURE, Recognised, agreement, grammar, is_complete, pronunciation, spoken_name

LISTENED_FOR = (*QUESTIONS, *ORDERS)
OVER_A_REPLY = (*ORDERS, *LISTENERS)
SHORT = 2.0  # seconds, the silence around it included: "just a second" takes one
# Seconds in which an order is one though free recognition hears another word: of 32 by four voices it heard 25, the
# small grammar 31. Of 56 listeners' words one is an order to it ("wow"), of 8 coughs and 8 hums none.
BRIEF = 1.3


class Recogniser:
    """Three searches over one acoustic model: what is said over a reply, all questions, free English."""

    def __init__(self) -> None:
        self._decoder = pocketsphinx.Decoder(samprate=16_000, loglevel="FATAL")
        self._free = self._decoder.current_search()
        self._decoder.add_jsgf_string("over a reply", grammar(OVER_A_REPLY, (), self._known))
        self._names: tuple[str, ...] | None = None

    def listen_for(self, names: Sequence[str]) -> None:
        """Rebuilds the grammar where the names have changed."""
        if self._names == tuple(names):
            return
        for word in {word for name in names for word in spoken_name(name).split()}:
            if not self._known(word) and (phones := pronunciation(word, self._decoder.lookup_word)):
                self._decoder.add_word(word, phones)
        self._decoder.add_jsgf_string("questions", grammar(LISTENED_FOR, names, self._known))
        self._names = tuple(names)

    def hear(self, pcm: bytes) -> Recognised:
        """Free recognition takes longest, and is left out where no grammar heard anything whole."""
        seconds = len(pcm) / 32_000
        said = self._whole("over a reply", OVER_A_REPLY, pcm) if seconds <= SHORT else ""
        free = self._decode(self._free, pcm) if said else ""
        if said and agreement(said, free) >= SURE:
            return {"question": said, "free": free, "brief": False}
        question = self._whole("questions", LISTENED_FOR, pcm)
        if question and not free:
            free = self._decode(self._free, pcm)
        if seconds <= BRIEF and is_complete(said, ORDERS) and agreement(question, free) < SURE:
            return {"question": said, "free": free, "brief": True}
        return {"question": question, "free": free, "brief": False}

    def _whole(self, search: str, patterns: Sequence[str], pcm: bytes) -> str:
        """What a grammar hears; empty where it is only the beginning of something."""
        heard = self._decode(search, pcm)
        return heard if is_complete(heard, patterns) else ""

    def _known(self, word: str) -> bool:
        return self._decoder.lookup_word(word) is not None

    def _decode(self, search: str, pcm: bytes) -> str:
        self._decoder.activate_search(search)
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, full_utt=True)
        self._decoder.end_utt()
        hypothesis = self._decoder.hyp()
        return str(hypothesis.hypstr) if hypothesis else ""


def main() -> None:
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever the library prints must not get between the answers.
    os.dup2(2, 1)
    recogniser = Recogniser()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        recogniser.listen_for(request["names"])
        answer = json.dumps(recogniser.hear(sys.stdin.buffer.read(request["bytes"]))).encode()
        answers.write(struct.pack("<I", len(answer)) + answer)
        answers.flush()


if __name__ == "__main__":
    main()
