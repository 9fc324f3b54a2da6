"""Can anything be seen at all: brightness, blur, a covered lens."""

from typing import Literal

import cv2
import numpy as np

from models.builtin.picture import Picture, fit, grey

Quality = Literal["good", "covered", "dark", "bright", "blurred"]

# Chosen on photos, three videos and their blurred and dimmed copies; brightness 0..255, measured at 320 pixels.
DARK, BRIGHT = 40.0, 225.0
FLAT = 5.0  # the spread of brightness of a covered lens; a dim room has more
DETAIL = 0.055  # the steepest edges of a picture in focus, as a share of its spread


def quality(picture: Picture) -> Quality:
    """The first that applies: covered, dark, bright, blurred, good."""
    small = grey(fit(picture, 320)).astype(np.float32)
    light, spread = float(small.mean()), float(small.std())
    if spread < 4 * FLAT and light > BRIGHT:
        return "bright"
    if spread < FLAT:
        return "covered"
    if light < DARK:
        return "dark"
    return "good" if sharpness(picture) >= DETAIL else "blurred"


def sharpness(picture: Picture) -> float:
    """How steep the steepest hundredth of the edges is, 0..2 or so, whatever the contrast: higher is sharper."""
    small = grey(fit(picture, 640)).astype(np.float32)
    edges = np.abs(cv2.Laplacian(cv2.GaussianBlur(small, (3, 3), 0), cv2.CV_32F))
    return float(np.percentile(edges, 99) / (small.std() + 1) / 4)
