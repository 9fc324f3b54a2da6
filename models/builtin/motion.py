"""Did something move since the frame before, and where."""

import cv2
import numpy as np

from assistant.core.labels import MOVEMENT
from assistant.core.values import Box
from models.builtin.picture import Picture, box, grey

WIDTH = 160
STEP = 22.0  # grey levels of 255: above camera noise and JPEG, below a hand passing
LEAST, MOST = 0.004, 0.6  # share of the picture; more than MOST is a camera that moved or a light switched


class Motion:
    """Remembers the frame before. One per session."""

    def __init__(self) -> None:
        self._before: Picture | None = None

    def moved(self, picture: Picture) -> Box | None:
        """The box around what changed, labelled `movement`; None for the first frame and for a still one."""
        small = grey(cv2.resize(picture, (WIDTH, WIDTH * 9 // 16), interpolation=cv2.INTER_AREA))
        now = cv2.GaussianBlur(small, (5, 5), 0)
        before, self._before = self._before, now
        return None if before is None else changed(before, now)


def changed(before: Picture, now: Picture) -> Box | None:
    """The largest region that differs between two small grey pictures of one size, after evening out their light."""
    a, b = before.astype(np.float32), now.astype(np.float32)
    away = np.abs((a - np.median(a)) - (b - np.median(b)))
    speckless = cv2.morphologyEx((away > STEP).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    differs = cv2.dilate(speckless, np.ones((5, 5), np.uint8))
    share = float(differs.mean())
    if not LEAST <= share <= MOST:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(differs)
    left, top, width, height, _ = stats[1 + int(np.argmax(stats[1:count, cv2.CC_STAT_AREA]))]
    corners = np.array([[left, top], [left + width, top + height]], np.float32)
    return box(MOVEMENT, corners, now, share * 10)
