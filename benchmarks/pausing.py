"""Where and for how long a speaker pauses inside a turn: in what was spoken in one breath, or between parts of it."""

import itertools
import random

import numpy as np

from benchmarks.speakers import Speaker, Spoken, cut, silence

SPREAD = 0.35  # of their logarithm
SHORTEST, LONGEST = 0.3, 1.5  # seconds of silence inside a turn
FILLED = 0.2  # of the pauses follow an "um", 嗯


class Maker:
    """One speaker's turns; `dice` decide where and how long the pauses are."""

    def __init__(self, dice: random.Random, middle: float) -> None:
        self._dice = dice
        self._middle = middle

    def pause(self) -> Spoken:
        length = self._middle * np.exp(self._dice.gauss(0, SPREAD))
        return silence(min(LONGEST, max(SHORTEST, length)))

    def how_many(self, words: int) -> int:
        return min(words // 3, self._dice.choices((0, 1, 2), (4, 4, 2))[0])

    def filler(self, speaker: Speaker | None) -> Spoken:
        if speaker is None or self._dice.random() > FILLED:
            return silence(0)
        return silence(0.05) + speaker.say("um" if speaker.voice != "cmn" else "嗯", ",")

    def torn(self, spoken: Spoken, pauses: int, speaker: Speaker | None = None) -> Spoken:
        """Pauses in the middle of what was spoken in one breath."""
        places = sorted(self._dice.sample(range(len(spoken.words) - 1), pauses), reverse=True)
        after: list[Spoken] = []
        for place in places:
            spoken, rest = cut(spoken, place)
            after = [self.filler(speaker), self.pause(), rest, *after]
        return sum(after, spoken)

    def parted(self, text: str, mark: str, pauses: int, speaker: Speaker) -> Spoken:
        """Pauses between parts that were spoken one by one."""
        words = text.split()
        places = [0, *sorted(self._dice.sample(range(1, len(words)), pauses)), len(words)]
        parts = [" ".join(words[a:b]) for a, b in itertools.pairwise(places)]
        made = silence(0)
        for part in parts[:-1]:
            made = made + speaker.say(part, ",") + self.filler(speaker) + self.pause()
        return made + speaker.say(parts[-1], mark)

    def turn(self, text: str, speaker: Speaker) -> tuple[Spoken, int]:
        mark = "?" if text.split()[0].lower() in ("where", "what", "who", "how", "is", "can", "did") else "."
        pauses = self.how_many(len(text.split()))
        whole = None if speaker.voice == "cmn" or self._dice.random() < 0.5 else speaker.say_aligned(text, mark)
        spoken = self.torn(whole, pauses, speaker) if whole else self.parted(text, mark, pauses, speaker)
        return spoken, pauses
