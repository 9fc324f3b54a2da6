"""Is this frame worth describing? Decided on a 32x18 greyscale thumbnail, and on things named at a glance (pure).

A frame passes when it differs from the last one that passed, and the scene has come to rest (so that one event
gives one memory, of what came of it and not of the hand in between). A heartbeat lets one through now and then.

Where something names things in every frame, a bottle that is gone is a change even if the thumbnail hardly shows it,
and the scene is at rest as soon as the things are, while shadows and the camera's exposure still settle. What it does
not name is judged by the thumbnail alone: a detector of eighty classes knows no keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.core.boxes import SURE, overlap
from assistant.core.values import Box

Grey = npt.NDArray[np.float32]
Verdict = Literal["changed", "heartbeat", "same", "moving", "dark", "blurred"]


@dataclass(frozen=True, slots=True)
class Glance:
    """A frame at a glance: `grey` is float32[18, 32] in 0..1, `sharpness` the variance of its Laplacian (>= 0).

    things: what was named in it, unsure ones too; None where nobody does.
    """

    grey: Grey
    sharpness: float
    things: tuple[Box, ...] | None = None


@dataclass(frozen=True, slots=True)
class GateSettings:
    """Differences are mean absolute grey values, 0..1, of the 16 cells of 576 that differ most.

    `least`: a difference below this is never a change; `noise_factor`: nor is one below this many times the usual
    difference between two frames that follow each other. `settle`: seconds a moving scene is waited for.
    `heartbeat`: seconds after which an unchanged scene passes again. `dark`: mean grey below which nothing is to be
    seen. `blur`: the part of the usual sharpness below which a frame is waited out as blurred.

    `place`, `rest`: overlap (over the union, 0..1) of a thing's boxes from which on it is where it was, and does not
    move. Standing bottles overlap by 0.97 from one second to the next, hands that put them down by 0.4 to 0.6.
    `stand`: seconds that things have to stand for, two frames at one a second.

    `carried`: mean difference of all cells between two frames from which on the camera itself moves: 0.13 to 0.21 on a
    walk through a house, at most 0.08 where it stands and hands reach in. `glimpse`: seconds after which a frame of
    such a camera passes without coming to rest, where it names what the last one did not. Else chance decides what is
    kept: two of five things on that walk, three with it, in as many frames.
    """

    least: float = 0.06
    noise_factor: float = 3.0
    settle: float = 3.0
    heartbeat: float = 300.0
    dark: float = 0.04
    blur: float = 0.3
    place: float = 0.3
    rest: float = 0.75
    stand: float = 0.8
    carried: float = 0.1
    glimpse: float = 2.5


class Gate:
    """One per camera or screen; `judge` is asked once for each frame, in order of time."""

    def __init__(self, settings: GateSettings = GateSettings()) -> None:
        self._settings = settings
        self._kept: Glance | None = None
        self._kept_at = 0.0
        self._before: Glance | None = None
        self._unrest_since: float | None = None
        self._standing_since = 0.0
        self._settles_until = 0.0  # the frame that passed last stands for what the picture comes to until then
        self._noise = 0.0
        self._sharpness = 0.0
        self._undone: Glance | None = None

    def judge(self, glance: Glance, time: float) -> Verdict:
        """Whether the frame taken at `time` (Unix seconds) passes: "changed" and "heartbeat" do."""
        before, self._before = self._before, glance
        if float(glance.grey.mean()) < self._settings.dark:
            return "dark"
        if self._kept is None or before is None:
            return self._pass(glance, time, "changed")
        step = difference(before.grey, glance.grey)
        threshold = max(self._settings.least, self._settings.noise_factor * self._noise)
        still = step < threshold
        if still:
            self._noise += 0.1 * (step - self._noise)
        if not (alike(before.things, glance.things, self._settings.rest) and _sure(glance.things)):
            self._standing_since = time  # nothing named is nothing that stands: a camera may be carried past a wall
        picture = difference(self._kept.grey, glance.grey) >= threshold
        things = not alike(self._kept.things, glance.things, self._settings.place)
        if not things and (not picture or time < self._settles_until):
            return self._nothing_new(glance, time, still)
        placed = things and time - self._standing_since >= self._settings.stand
        glimpsed = self._is_glimpse(before, self._kept, glance, time)
        verdict = self._event(glance, time, (picture and still) or placed or glimpsed)
        if verdict == "changed" and placed and not still:
            self._settles_until = time + self._settings.settle
        return verdict

    def undo(self) -> None:
        """The frame that passed last was not described after all: let the next one like it pass."""
        self._kept = self._undone if self._undone is not None else self._kept
        self._kept_at = self._settles_until = 0.0

    def _is_glimpse(self, before: Glance, kept: Glance, glance: Glance, time: float) -> bool:
        known = {box.label for box in _sure(kept.things)}
        new = any(box.label not in known for box in _sure(glance.things))
        due = time - self._kept_at >= self._settings.glimpse
        return new and due and overall(before.grey, glance.grey) >= self._settings.carried

    def _nothing_new(self, glance: Glance, time: float, still: bool) -> Verdict:
        self._unrest_since = None
        if time < self._settles_until:
            if not still:
                return "moving"
            self._kept, self._settles_until = glance, 0.0
        late = time - self._kept_at >= self._settings.heartbeat
        return self._pass(glance, time, "heartbeat") if late else "same"

    def _event(self, glance: Glance, time: float, rests: bool) -> Verdict:
        """Something has changed: it passes when the scene rests, or has not come to rest for too long."""
        if self._unrest_since is None:
            self._unrest_since = time
        if time - self._unrest_since < self._settings.settle:
            if not rests:
                return "moving"
            if glance.sharpness < self._settings.blur * self._sharpness:
                return "blurred"
        return self._pass(glance, time, "changed")

    def _pass(self, glance: Glance, time: float, verdict: Verdict) -> Verdict:
        self._undone, self._kept, self._kept_at = self._kept, glance, time
        self._unrest_since, self._settles_until = None, 0.0
        self._sharpness += (glance.sharpness - self._sharpness) * (0.3 if self._sharpness else 1.0)
        return verdict


def difference(one: Grey, other: Grey) -> float:
    """How much two thumbnails differ, 0..1, blind to a change of overall brightness: the mean of the 16 largest."""
    return float(np.partition(_gaps(one, other), -16)[-16:].mean())


def overall(one: Grey, other: Grey) -> float:
    """How much two thumbnails differ in the mean of all cells, 0..1: a camera that is carried changes all of them."""
    return float(_gaps(one, other).mean())


def _gaps(one: Grey, other: Grey) -> npt.NDArray[np.float32]:
    gaps: npt.NDArray[np.float32] = np.abs((one - one.mean()) - (other - other.mean())).ravel()
    return gaps


def alike(one: Sequence[Box] | None, other: Sequence[Box] | None, least: float) -> bool:
    """Whether what is surely in one frame is in the other too, by name and by an overlap of at least `least`.

    In the other it may be unsure: a score that wavers about the threshold is no change. Unknown is like anything.
    """
    if one is None or other is None:
        return True
    return _holds(one, other, least) and _holds(other, one, least)


def _holds(some: Sequence[Box], more: Sequence[Box], least: float) -> bool:
    return all(any(box.label == other.label and overlap(box, other) >= least for other in more) for box in _sure(some))


def _sure(things: Sequence[Box] | None) -> list[Box]:
    return [box for box in things or () if box.score >= SURE]
