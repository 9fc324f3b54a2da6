"""Is someone facing the camera: yes or no. Not who, and not how many (17 of 20 photos without a face have no hit)."""

from collections import deque
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from assistant.core.labels import FACE
from assistant.core.values import Box
from models.builtin.picture import Picture, box, fit, grey

# A face counts when three of the last five frames had one near its place: single false hits do not.
VOTES, OF = 3, 5
_CASCADES = Path(cv2.__file__).parent / "data"


@cache
def _cascade() -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(_CASCADES / "haarcascade_frontalface_alt2.xml"))


def faces(picture: Picture) -> list[Box]:
    """Boxes labelled `face`, largest first."""
    small = cv2.equalizeHist(grey(fit(picture, 640)))
    found = _cascade().detectMultiScale(small, 1.15, 4, minSize=(40, 40))
    corners = [np.array([[x, y], [x + w, y + h]], np.float32) for x, y, w, h in found]
    return sorted((box(FACE, at, small) for at in corners), key=lambda at: at.left - at.right)


class Facing:
    """Remembers where the last frames had faces. One per session."""

    def __init__(self) -> None:
        self._before: deque[list[Box]] = deque(maxlen=OF)

    def seen(self, picture: Picture) -> Box | None:
        """The largest face of this frame that enough of the last frames had near the same place."""
        found = faces(picture)
        self._before.append(found)
        return next((face for face in found if self._votes(face) >= VOTES), None)

    def _votes(self, face: Box) -> int:
        return sum(any(_near(face, other) for other in others) for others in self._before)


def _near(one: Box, other: Box) -> bool:
    """Whether the middles are within one and a half widths of a face."""
    reach = 1.5 * (one.right - one.left)
    across = abs(one.left + one.right - other.left - other.right) / 2
    return across < reach and abs(one.top + one.bottom - other.top - other.bottom) / 2 < 2 * reach
