"""When does someone speak, pause and end? Speech probabilities in, turns of speech out (pure arithmetic).

Time is counted in windows of 512 samples at 16 kHz (32 ms), never by a clock, so that late packets change nothing.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.values import AudioChunk

RATE = 16_000
SAMPLES = 512
WINDOW_BYTES = SAMPLES * 2
WINDOW_SECONDS = SAMPLES / RATE
PAUSES = 20  # of a speaker that are remembered
LEAST_PAUSE = 0.2  # seconds: a consonant can hold the voice up for less
CUT = 1.6  # seconds: whoever speaks again sooner had not finished; nobody answers an answer so fast


@dataclass(frozen=True, slots=True)
class Endpointing:
    """Thresholds are probabilities, the rest seconds (rounded up to windows).

    `enter` and `leave` are Silero's own. `least_speech` lets no click through (one or two windows). `pre_roll` keeps
    the soft first sound that came before the detector was sure. `pause` is when work may begin on what was said so
    far: 0.096 s begins 11 % more of it in vain than 0.128 s, and 0.064 s 34 % more, most of it in the closure of a "p"
    or "k". `silence` is when the turn is over, `longest` when it is cut.
    """

    enter: float = 0.5
    leave: float = 0.35
    least_speech: float = 0.096
    pre_roll: float = 0.3
    pause: float = 0.096
    silence: float = 0.6
    longest: float = 30.0


@dataclass(frozen=True, slots=True)
class Started:
    """Speech began in window `start`, the pre-roll included."""

    start: int


@dataclass(frozen=True, slots=True)
class Paused:
    """Silent for `Endpointing.pause`. If nothing more is said, `Ended` will have the same `start` and `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WentOn:
    """Speech resumed after a pause: what was begun at the pause is out of date."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The utterance is over: windows `start` up to, not including, `end`."""

    start: int
    end: int


Heard = Started | Paused | WentOn | Ended


def windows(seconds: float) -> int:
    """How many windows it takes to fill `seconds`."""
    return math.ceil(round(seconds / WINDOW_SECONDS, 6))


class Endpointer:
    """A state machine fed one speech probability per window; each window yields one value or none."""

    def __init__(self, rules: Endpointing | None = None) -> None:
        self._rules = rules or Endpointing()
        self._now = 0  # windows heard so far
        self._start: int | None = None  # first window of the utterance
        self._earliest = 0  # a pre-roll never reaches back into the utterance before
        self._voiced = 0  # windows with voice: in the utterance, or in a row before it
        self._last_voice = 0  # the window after the last one with voice
        self._ended = 0  # the same, of the utterance before
        self._wait = windows(self._rules.silence)
        self._paused = False
        self._held = False
        self._pauses: deque[float] = deque(maxlen=PAUSES)
        self._resumed = False

    @property
    def pauses(self) -> tuple[float, ...]:
        """Seconds of silence after which the speaker went on, the newest last; a turn that was cut went on as well."""
        return tuple(self._pauses)

    @property
    def resumed(self) -> bool:
        """Whether this utterance began so soon after the one before that it goes on with it."""
        return self._resumed

    @property
    def speaking(self) -> bool:
        return self._start is not None

    @property
    def speech_seconds(self) -> float:
        """Voice in this utterance so far, silence left out: what a barge-in is confirmed by."""
        return self._voiced * WINDOW_SECONDS if self.speaking else 0.0

    @property
    def silent_seconds(self) -> float:
        """Silence since the last voice of this utterance."""
        return (self._now - self._last_voice) * WINDOW_SECONDS if self.speaking else 0.0

    @property
    def oldest_needed(self) -> int:
        """No later value will speak of a window before this one."""
        if self._start is not None:
            return self._start
        return max(self._earliest, self._now - self._voiced - windows(self._rules.pre_roll))

    def wait(self, seconds: float) -> None:
        """How long a silence ends this utterance, for what was said so far; the next one has the usual length again."""
        self._wait = windows(seconds)

    def feed(self, probability: float) -> Heard | None:
        """The next window's speech probability, 0..1."""
        in_voice = self._voiced > 0 and self._last_voice == self._now
        self._now += 1
        voice = probability >= (self._rules.leave if in_voice else self._rules.enter)
        if voice:
            self._voiced += 1
            if self._start is not None:
                self._went_on_after(self._now - 1 - self._last_voice)
            self._last_voice = self._now
        if self._start is None:
            return self._before(voice)
        return self._within(self._start, voice)

    def force(self, pressed: bool) -> Heard | None:
        """Push-to-talk: while pressed everything is speech; letting go ends the utterance at once."""
        self._held = pressed
        if pressed:
            return self._begin() if self._start is None else self._resume()
        return self._end(self._start, self._now) if self._start is not None else None

    def _before(self, voice: bool) -> Heard | None:
        if self._held or self._voiced >= windows(self._rules.least_speech):
            return self._begin()
        if not voice:
            self._voiced = 0
        return None

    def _within(self, start: int, voice: bool) -> Heard | None:
        if self._now - start >= windows(self._rules.longest):
            return self._end(start, self._now)
        if voice or self._held:
            return self._resume()
        silent = self._now - self._last_voice
        end = self._last_voice + min(silent, windows(self._rules.pause))
        if silent >= self._wait:
            return self._end(start, end)
        if silent >= windows(self._rules.pause) and not self._paused:
            self._paused = True
            return Paused(start, end)
        return None

    def _begin(self) -> Started:
        silent = self._now - self._voiced - self._ended
        self._resumed = self._ended > 0 and silent <= windows(CUT)
        if self._resumed:
            self._went_on_after(silent)
        self._start = self.oldest_needed
        self._last_voice = self._now
        return Started(self._start)

    def _resume(self) -> WentOn | None:
        self._last_voice = self._now
        went_on, self._paused = self._paused, False
        return WentOn() if went_on else None

    def _went_on_after(self, silent: int) -> None:
        if windows(LEAST_PAUSE) <= silent <= windows(CUT):
            self._pauses.append(silent * WINDOW_SECONDS)

    def _end(self, start: int, end: int) -> Ended:
        self._ended = self._last_voice
        self._start, self._earliest, self._voiced, self._paused = None, end, 0, False
        self._wait = windows(self._rules.silence)
        return Ended(start, end)


class Microphone:
    """Packets of any length in; turns of speech and their sound out. Holds the utterance, or the pre-roll, no more."""

    def __init__(self, speech_probability: Callable[[AudioChunk], float], rules: Endpointing | None = None) -> None:
        self._probability = speech_probability
        self._endpointer = Endpointer(rules)
        self._sound = bytearray()  # whole windows from number `_first` on, then what is less than a window
        self._first = 0
        self._next = 0

    @property
    def speaking(self) -> bool:
        return self._endpointer.speaking

    @property
    def speech_seconds(self) -> float:
        return self._endpointer.speech_seconds

    @property
    def silent_seconds(self) -> float:
        return self._endpointer.silent_seconds

    @property
    def so_far(self) -> bytes:
        """The open utterance; before one has begun, the pre-roll."""
        return self._between(self._first, self._next)

    @property
    def resumed(self) -> bool:
        return self._endpointer.resumed

    @property
    def pauses(self) -> tuple[float, ...]:
        return self._endpointer.pauses

    def wait(self, seconds: float) -> None:
        self._endpointer.wait(seconds)

    def hear(self, pcm: bytes) -> list[tuple[Heard, bytes]]:
        """16 kHz mono PCM16. `Paused` and `Ended` come with the utterance's sound so far, the others with none."""
        self._sound += pcm
        values: list[tuple[Heard, bytes]] = []
        while len(self._sound) >= (self._next + 1 - self._first) * WINDOW_BYTES:
            window = self._between(self._next, self._next + 1)
            self._next += 1
            if heard := self._endpointer.feed(self._probability(AudioChunk(window, RATE))):
                values.append((heard, self._sound_of(heard)))
            self._forget()
        return values

    def force(self, pressed: bool) -> list[tuple[Heard, bytes]]:
        """Push-to-talk went down or up; see `Endpointer.force`."""
        heard = self._endpointer.force(pressed)
        return [(heard, self._sound_of(heard))] if heard else []

    def _sound_of(self, heard: Heard) -> bytes:
        return self._between(heard.start, heard.end) if isinstance(heard, Paused | Ended) else b""

    def _between(self, start: int, end: int) -> bytes:
        return bytes(self._sound[(start - self._first) * WINDOW_BYTES : (end - self._first) * WINDOW_BYTES])

    def _forget(self) -> None:
        oldest = self._endpointer.oldest_needed
        del self._sound[: (oldest - self._first) * WINDOW_BYTES]
        self._first = oldest
