"""Is this frame worth describing? Decided on a 32x18 greyscale thumbnail (pure arithmetic).

A frame passes when it differs from the last one that passed, and the scene has come to rest (so that one event
gives one memory, of what came of it and not of the hand in between). A heartbeat lets one through now and then.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.float32]
Verdict = Literal["changed", "heartbeat", "same", "moving", "dark", "blurred"]


@dataclass(frozen=True, slots=True)
class Glance:
    """A frame at a glance: `grey` is float32[18, 32] in 0..1, `sharpness` the variance of its Laplacian (>= 0)."""

    grey: Grey
    sharpness: float


@dataclass(frozen=True, slots=True)
class GateSettings:
    """Differences are mean absolute grey values, 0..1, of the 16 cells of 576 that differ most.

    `least`: a difference below this is never a change; `noise_factor`: nor is one below this many times the usual
    difference between two frames that follow each other. `settle`: seconds a moving scene is waited for.
    `heartbeat`: seconds after which an unchanged scene passes again. `dark`: mean grey below which nothing is to be
    seen. `blur`: the part of the usual sharpness below which a frame is waited out as blurred.
    """

    least: float = 0.06
    noise_factor: float = 3.0
    settle: float = 3.0
    heartbeat: float = 300.0
    dark: float = 0.04
    blur: float = 0.3


class Gate:
    """One per camera or screen; `judge` is asked once for each frame, in order of time."""

    def __init__(self, settings: GateSettings = GateSettings()) -> None:
        self._settings = settings
        self._kept: Grey | None = None
        self._kept_at = 0.0
        self._before: Grey | None = None
        self._unrest_since: float | None = None
        self._noise = 0.0
        self._sharpness = 0.0
        self._undone: Grey | None = None

    def judge(self, glance: Glance, time: float) -> Verdict:
        """Whether the frame taken at `time` (Unix seconds) passes: "changed" and "heartbeat" do."""
        before, self._before = self._before, glance.grey
        if float(glance.grey.mean()) < self._settings.dark:
            return "dark"
        if self._kept is None or before is None:
            return self._pass(glance, time, "changed")
        step = difference(before, glance.grey)
        threshold = max(self._settings.least, self._settings.noise_factor * self._noise)
        if step < threshold:
            self._noise += 0.1 * (step - self._noise)
        if difference(self._kept, glance.grey) < threshold:
            self._unrest_since = None
            late = time - self._kept_at >= self._settings.heartbeat
            return self._pass(glance, time, "heartbeat") if late else "same"
        if self._unrest_since is None:
            self._unrest_since = time
        if time - self._unrest_since < self._settings.settle:
            if step >= threshold:
                return "moving"
            if glance.sharpness < self._settings.blur * self._sharpness:
                return "blurred"
        return self._pass(glance, time, "changed")

    def undo(self) -> None:
        """The frame that passed last was not described after all: let the next one like it pass."""
        self._kept = self._undone if self._undone is not None else self._kept
        self._kept_at = 0.0

    def _pass(self, glance: Glance, time: float, verdict: Verdict) -> Verdict:
        self._undone, self._kept, self._kept_at = self._kept, glance.grey, time
        self._unrest_since = None
        self._sharpness += (glance.sharpness - self._sharpness) * (0.3 if self._sharpness else 1.0)
        return verdict


def difference(one: Grey, other: Grey) -> float:
    """How much two thumbnails differ, 0..1, blind to a change of overall brightness: the mean of the 16 largest."""
    gaps = np.abs((one - one.mean()) - (other - other.mean())).ravel()
    return float(np.partition(gaps, -16)[-16:].mean())
