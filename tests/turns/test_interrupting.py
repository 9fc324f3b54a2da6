"""What becomes of a reply over which somebody is heard, whose words are not known."""

from collections.abc import Awaitable, Callable

import numpy as np
import pytest

from assistant.core.events import Sentence, Voice
from assistant.core.values import AudioChunk, Played
from assistant.turns.interrupting import Interrupting
from benchmarks.clips import floats, pcm16
from benchmarks.overlaps import hum, levelled
from tests.clock import run
from tests.speech import flite

BEGAN = 1_780_000_000.0  # Unix seconds
PACKET = 640  # bytes: 20 ms of 16 kHz PCM16
HUM = pcm16(levelled(hum(0.4, 140, 120, 0)))
REPLY = flite(
    "I can read text, scan codes, name colours and learn the look of things that you show me. Ask me now. " * 2
)


class Room:
    """Plays a reply, and hears in packets; the voice detector is one for which all that is loud is voice."""

    def __init__(self, reply: bytes = b"") -> None:
        self.verdicts: list[tuple[str, float]] = []  # with the seconds that were heard by then
        self.interrupting = Interrupting(self._note("stop"), self._note("cut"), self._note("resume"))
        self.heard = self._voice = self.started = 0.0
        self.began = BEGAN
        self.playing = bool(reply)
        samples = np.frombuffer(reply, "<i2").astype(float)
        at = np.arange(0, len(samples), 2 / 3)  # from 16 kHz to 24
        self.interrupting.saw(Sentence(1, 0, "", "en"))
        sound = np.interp(at, np.arange(len(samples)), samples).astype("<i2") if reply else np.zeros(0, "<i2")
        self.interrupting.saw(Voice(1, AudioChunk(sound.tobytes(), 24_000)))

    async def hear(self, pcm: bytes) -> None:
        for at in range(0, len(pcm) - PACKET + 1, PACKET):
            packet = pcm[at : at + PACKET]
            if self.playing and at % (5 * PACKET) == 0:
                self.interrupting.played(Played(1, self.heard - self.started, finished=False))
            self.heard += 0.02
            loud = np.abs(np.frombuffer(packet, "<i2").astype(int)).max() > 500
            self._voice += 0.02 * loud
            await self.interrupting.hear(packet, self._voice, self.began, over=True)

    def end(self) -> None:
        """The utterance is over; the next will have begun later."""
        self.began, self._voice = self.began + 1, 0.0

    def _note(self, verdict: str) -> Callable[[], Awaitable[None]]:
        async def note() -> None:
            self.verdicts.append((verdict, self.heard))

        return note


def test_what_is_short_and_sounds_like_words_is_meant_though_it_has_ended() -> None:
    room = Room()
    run(room.hear(flite("that is not it")[: 32_000 * 9 // 10] + bytes(32_000)))
    assert room.verdicts[0][0] == "cut"
    assert room.verdicts[0][1] < 1.4


def test_slow_ears_change_nothing_of_what_an_utterance_sounded_like() -> None:
    room = Room()
    run(room.hear(flite("that is not what I asked") + bytes(96_000)))
    assert room.interrupting.wordless(BEGAN)


def test_a_word_is_waited_for_until_the_ears_have_told_it() -> None:
    """A "no" may not sound like words: where no ears tell, the voice goes on after half a second."""
    room, deaf = Room(), Room()
    run(room.hear(HUM + bytes(9_600)))
    assert not room.verdicts
    run(room.interrupting.paused("no", BEGAN, sure=True))
    assert [verdict for verdict, _ in room.verdicts] == ["stop"]
    run(deaf.hear(HUM + bytes(32_000)))
    [(verdict, seconds)] = deaf.verdicts
    assert verdict == "resume"
    assert seconds == pytest.approx(0.9, abs=0.1)


def test_where_ears_knew_no_word_the_voice_goes_on_at_once_unless_it_sounds_like_words() -> None:
    said, hummed = Room(), Room()
    run(said.hear(flite("the cat", "rms")))
    assert not said.verdicts
    run(said.interrupting.paused("", BEGAN, sure=True))
    assert [verdict for verdict, _ in said.verdicts] == ["cut"]
    run(hummed.hear(HUM + bytes(3_200)))
    run(hummed.interrupting.paused("", BEGAN, sure=True))
    run(hummed.hear(bytes(6_400)))
    [(verdict, seconds)] = hummed.verdicts
    assert verdict == "resume"
    assert seconds == pytest.approx(0.6, abs=0.1)


def test_what_slow_ears_tell_is_of_the_utterance_that_they_heard_and_lets_the_voice_wait_for_the_next() -> None:
    room = Room()
    run(room.hear(flite("yeah", "rms") + bytes(6_400)))
    room.end()
    run(room.hear(bytes(6_400) + flite("the cat", "rms")))
    run(room.interrupting.paused("yeah", BEGAN, sure=True))
    assert not room.verdicts
    run(room.interrupting.paused("", BEGAN + 1, sure=True))
    assert [verdict for verdict, _ in room.verdicts] == ["cut"]


def test_who_talks_over_an_echo_that_never_pauses_is_heard() -> None:
    echo = np.frombuffer(REPLY, "<i2").astype(float) * 0.25
    late = np.concatenate([np.zeros(1_280), echo])
    voice = np.frombuffer(flite("no I meant the other one, behind the lamp", "rms"), "<i2")
    mixed = late.copy()
    mixed[48_000 : 48_000 + len(voice)] += voice
    alone, both = Room(REPLY), Room(REPLY)
    run(alone.hear(late.clip(-32_768, 32_767).astype("<i2").tobytes()))
    run(both.hear(mixed.clip(-32_768, 32_767).astype("<i2").tobytes()))
    assert "cut" not in [verdict for verdict, _ in alone.verdicts]
    assert [verdict for verdict, _ in both.verdicts][:2] == ["resume", "cut"]


def test_a_loudspeaker_that_is_turned_up_interrupts_nobody() -> None:
    room = Room(REPLY)
    echo = np.pad(floats(REPLY), (1_280, 0)) * np.float32(0.06)
    echo[64_000:] *= 8
    run(room.hear(pcm16(echo)))
    assert "cut" not in [verdict for verdict, _ in room.verdicts]


def test_over_a_loud_echo_it_is_enough_that_half_of_a_voice_is_heard() -> None:
    user = levelled(floats(flite("what can you do for me today")))
    alone, both = Room(REPLY), Room(REPLY)
    for room in (alone, both):
        room.playing = False
        run(room.hear(pcm16(user) + bytes(64_000)))
        room.interrupting.learn(BEGAN)
        room.playing, room.verdicts, room.started = True, [], room.heard
    echo = np.pad(floats(REPLY), (1_280, 0)) * np.float32(0.5)
    mixed = echo.copy()
    voice = levelled(floats(flite("what about the red one")))
    mixed[32_000 : 32_000 + len(voice)] += voice
    run(alone.hear(pcm16(echo)))
    run(both.hear(pcm16(mixed)))
    assert "cut" not in [verdict for verdict, _ in alone.verdicts]
    assert "cut" in [verdict for verdict, _ in both.verdicts]
