"""A picture made to fit the square that a detector takes, and its boxes brought back (pure arithmetic)."""

from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from models.builtin.picture import Picture

GREY = 114  # of what is beside the picture, as YOLOX and Ultralytics train with


@dataclass(frozen=True, slots=True)
class Letterbox:
    """`width`, `height`: pixels that the detector takes. corner: the picture lies at the top left, else in the middle.

    rgb: RGB of 0..1, as Ultralytics trains; else BGR of 0..255, as YOLOX does.
    """

    width: int
    height: int
    corner: bool
    rgb: bool
    dtype: Literal["float32", "float16"] = "float32"

    def fill(self, picture: Picture) -> NDArray[Any]:
        """float[1, 3, height, width]."""
        scale, left, top = self._placed(picture.shape[1], picture.shape[0])
        size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        square = np.full((self.height, self.width, 3), GREY, np.uint8)
        square[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)
        planes = (square[:, :, ::-1] if self.rgb else square).transpose(2, 0, 1)[None].astype(self.dtype)
        return np.ascontiguousarray(planes / 255 if self.rgb else planes, self.dtype)

    def back(self, corners: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
        """Corners float32[n, 4] (left, top, right, bottom), pixels of the square, as 0..1 of the picture that it holds.

        `width`, `height`: of the picture, pixels.
        """
        scale, left, top = self._placed(width, height)
        edges, sides = np.array([left, top, left, top]), np.array([width, height, width, height]) * scale
        moved: NDArray[np.float32] = ((corners - edges) / sides).clip(0.0, 1.0).astype(np.float32)
        return moved

    def _placed(self, width: int, height: int) -> tuple[float, int, int]:
        """By how much the picture is enlarged, and where its left and top edges come to lie."""
        scale = min(self.width / width, self.height / height)
        if self.corner:
            return scale, 0, 0
        return scale, round((self.width - width * scale) / 2 - 0.1), round((self.height - height * scale) / 2 - 0.1)
