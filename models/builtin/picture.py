"""Pictures as arrays: decoded, made smaller, cut out. A `Picture` is BGR, one byte a channel, rows first."""

from math import ceil, floor

import cv2
import numpy as np
from cv2.typing import MatLike

from assistant.core.errors import SeeingError
from assistant.core.values import Box

Picture = MatLike


def decode(jpeg: bytes) -> Picture:
    """Raises SeeingError where the bytes are no picture."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    if picture is None:
        raise SeeingError("this picture is broken and cannot be looked at; send it again as JPEG or PNG")
    return picture


def fit(picture: Picture, side: int) -> Picture:
    """The picture with its long side at most `side` pixels; never enlarged."""
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return picture
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def grey(picture: Picture) -> Picture:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def box(label: str, points: MatLike, picture: Picture, score: float = 1.0) -> Box:
    """The upright rectangle around `points` (n x 2, pixels of `picture`), cut at the picture's edges."""
    height, width = picture.shape[:2]
    low, high = points.reshape(-1, 2).min(0), points.reshape(-1, 2).max(0)
    across = np.clip((low[0] / width, high[0] / width), 0, 1)
    down = np.clip((low[1] / height, high[1] / height), 0, 1)
    return Box(label, float(across[0]), float(down[0]), float(across[1]), float(down[1]), min(1.0, float(score)))


def cut(picture: Picture, where: Box) -> Picture:
    """The part of the picture inside a box, at least one pixel."""
    height, width = picture.shape[:2]
    left, top = floor(where.left * (width - 1)), floor(where.top * (height - 1))
    return picture[top : ceil(where.bottom * height), left : ceil(where.right * width)]
