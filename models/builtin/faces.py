"""Is someone facing the camera: yes or no. Not who, and not how many (17 of 20 photos without a face have no hit)."""

from collections import deque
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from assistant.core.values import Box
from models.builtin.picture import Picture, box, fit, grey

FACE = "face"
# A face counts when three of the last five frames had one: single false hits do not.
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
    """Remembers the last frames' votes. One per session."""

    def __init__(self) -> None:
        self._votes: deque[bool] = deque(maxlen=OF)

    def seen(self, picture: Picture) -> Box | None:
        """The largest face of this frame, once enough of the last frames had one."""
        found = faces(picture)
        self._votes.append(bool(found))
        return found[0] if found and sum(self._votes) >= VOTES else None
