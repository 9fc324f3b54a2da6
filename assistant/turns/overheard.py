"""The sound of one utterance, and how much of it is the user's voice (pure; time is counted in packets of 20 ms)."""

from collections import deque

import numpy as np

from assistant.turns.echo import STEP, floats
from assistant.turns.prosody import Manner, manner

HEARD = 75  # steps of 20 ms that count: the last 1.5 s
APART = 0.6  # seconds of silence after which what is heard is something new
AGAIN = 5  # steps between two looks at how it sounds: one costs 4 ms, and 1.5 s change little within 0.1


class Overheard:
    """All but `level` and `others` is in seconds."""

    def __init__(self, *, over: bool = False) -> None:
        self.over = over  # some of it was heard over a reply
        self.passed = False  # what was heard since the last silence is not meant
        self.still = 0.0  # since voice was heard last
        self.run = 0.0  # voice since the last silence
        self.since = 0.0  # since the user was heard first
        self.all_near = 0.0
        self.most_near = 0.0  # within any 1.5 s
        self.unclear = False  # ears understood nothing of it
        self._near: deque[bool] = deque(maxlen=HEARD)
        self._others: deque[float] = deque(maxlen=HEARD)
        self._sound: deque[bytes] = deque(maxlen=HEARD)
        self._voice: deque[bytes] = deque(maxlen=HEARD)
        self._levels: list[float] = []
        self._looked: tuple[int, Manner] | None = None  # steps heard then, and what it sounded like
        self._steps = 0

    @property
    def near(self) -> float:
        """Of the user's voice within the last 1.5 s."""
        return sum(self._near) * STEP

    @property
    def others(self) -> float:
        """dB of the newest voice that is not the user's, at the median."""
        return float(np.median(self._others)) if self._others else -90.0

    def manner(self) -> Manner:
        """How the last 1.5 s sound; what was found within the last 0.1 s serves again."""
        if self._looked is None or self._steps - self._looked[0] >= AGAIN:
            self._looked = self._steps, manner(b"".join(self._sound))
        return self._looked[1]

    @property
    def voice(self) -> bytes:
        """The last 1.5 s with voice in them, however long it has been silent since: ears may take their time."""
        return b"".join(self._voice)

    @property
    def level(self) -> float | None:
        """dB of its louder half."""
        return float(np.median(sorted(self._levels)[len(self._levels) // 2 :])) if len(self._levels) > 10 else None

    def was_echo(self) -> None:
        """What seemed to be the user until now was not."""
        self.since = self.all_near = self.most_near = 0.0
        self._near.extend([False] * len(self._near))
        self._levels.clear()

    def add(self, pcm: bytes, level: float, *, heard: bool, near: bool) -> None:
        """One packet, `level` dB loud.

        The voice detector reports each 32 ms, so a packet between two reports belongs to the first.
        """
        self._steps += 1
        self.still = 0.0 if heard else self.still + STEP
        voiced = self.still < 2 * STEP
        if heard and self.run == 0.0:
            self.passed = self.unclear = False
        self.run = self.run + STEP if voiced else (0.0 if self.still > APART else self.run)
        counts = near and voiced
        self.since = self.since + STEP if self.since or counts else 0.0
        self.all_near += STEP * counts
        self._near.append(counts)
        self.most_near = max(self.most_near, self.near)
        self._sound.append(pcm)
        if voiced:
            self._voice.append(pcm)
        if counts:
            self._levels.append(level)
        elif voiced:
            self._others.append(level)


def loudness(pcm: bytes) -> float:
    """dB of full scale."""
    return float(10 * np.log10(np.mean(floats(pcm) ** 2) + 1e-9)) if pcm else -90.0
