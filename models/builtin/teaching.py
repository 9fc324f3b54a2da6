"""Learning the look of a thing: cut out of its background, from the views that differ most.

The background must not leak in: an "open book" learned with its surroundings was later found, 36 times of 36, on
the quilt behind it. So the thing is what differs from frames without it; failing those, what moved among the
views; failing that, what stands out in the middle.
"""

import threading
from collections.abc import Sequence

import cv2
import numpy as np

from assistant.core.errors import SeeingError
from assistant.core.values import Frame, Taught
from models.builtin.faces import faces
from models.builtin.looks import SIDE, Look, look_of_view, partners
from models.builtin.picture import Picture, decode, fit
from models.builtin.quality import sharpness

VIEWS = 8
CROP = 480
LEAST_POINTS = 12  # fewer in every view, and ten could never agree
LEAST, MOST = 0.006, 0.65  # share of the picture that a thing may fill
DIFFERENT = 26.0  # distance in Lab (0..255 each) that is no noise and no soft shadow


def learn(name: str, views: Sequence[Frame], background: Sequence[Frame], stop: threading.Event) -> Taught:
    """Raises SeeingError when nothing can be told apart from the background, or nothing has enough detail."""
    if not views:
        raise SeeingError("there is nothing in view to learn; show it to the camera and say it again")
    pictures = [fit(decode(view.jpeg), SIDE) for view in views]
    pictures = [picture for picture in pictures if picture.shape == pictures[-1].shape]
    behind = [fit(decode(frame.jpeg), SIDE) for frame in background]
    crops = [_crop(picture, mask) for picture, mask in _cut_out(pictures, behind, stop)]
    chosen = _choose([crop for crop in crops if len(look_of_view(crop).points) >= LEAST_POINTS])
    if not chosen:
        raise SeeingError(
            f"I cannot tell {name} apart from what is behind it; hold it closer, before a plain background, and turn it"
        )
    typical = int(np.median([len(look_of_view(view).points) for view in chosen]))
    return Taught(name, tuple(chosen), typical, max(view.time for view in views))


def _cut_out(pictures: list[Picture], behind: list[Picture], stop: threading.Event) -> list[tuple[Picture, Picture]]:
    """Each picture with a mask of the thing (255), where one could be made."""
    behind = [frame for frame in behind if frame.shape == pictures[-1].shape]
    still = _median(pictures) if len(pictures) >= 3 else None
    cut = []
    for picture in pictures:
        if stop.is_set():
            break
        for others in (behind, [still] if still is not None else []):
            mask = _different(picture, others) if others else None
            if mask is not None:
                break
        else:
            mask = _standing_out(picture)
        if mask is not None:
            cut.append((picture, mask))
    return cut


def _median(pictures: list[Picture]) -> Picture:
    return np.asarray(np.median(np.stack(pictures), axis=0), np.uint8)


def _different(picture: Picture, others: list[Picture]) -> Picture | None:
    """Where the picture differs from every one of the others; None where that is next to nothing, or nearly all."""
    away = np.min([_distance(picture, other) for other in others], axis=0)
    differs = np.where(away > DIFFERENT, 255, 0).astype(np.uint8)
    for face in faces(picture):
        _blank(differs, face.left, face.top, face.right, face.bottom)
    return _solid(differs)


def _distance(picture: Picture, other: Picture) -> Picture:
    """How far apart the colours are, pixel by pixel, with the change of light between the two taken out."""
    a, b = (
        cv2.GaussianBlur(cv2.cvtColor(each, cv2.COLOR_BGR2LAB), (0, 0), 2).astype(np.float32)
        for each in (picture, other)
    )
    difference = a - b
    difference -= np.median(difference.reshape(-1, 3), axis=0)
    difference[:, :, 0] *= 0.6  # shadows change lightness more than colour
    return np.asarray(np.linalg.norm(difference, axis=2))


def _blank(mask: Picture, left: float, top: float, right: float, bottom: float) -> None:
    """Takes a face, with hair and chin, out of the mask: it moves too, and is not what is being taught."""
    height, width = mask.shape[:2]
    tall, wide = bottom - top, right - left
    rows = slice(max(0, int((top - 0.4 * tall) * height)), int((bottom + 0.3 * tall) * height))
    mask[rows, max(0, int((left - 0.2 * wide) * width)) : int((right + 0.2 * wide) * width)] = 0


def _solid(differs: Picture) -> Picture | None:
    """The largest region near the middle, without holes, as a mask."""
    closed = cv2.morphologyEx(differs, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    best = max(outlines, key=lambda outline: _weight(outline, differs))
    mask = np.zeros_like(differs)
    cv2.drawContours(mask, [best], -1, 255, cv2.FILLED)
    share = float(mask.mean()) / 255
    return mask if LEAST <= share <= MOST else None


def _weight(outline: Picture, picture: Picture) -> float:
    """Area, less the further its middle is from the picture's middle: what is shown is held to the middle."""
    height, width = picture.shape[:2]
    middle = outline.reshape(-1, 2).mean(0)
    off = float(np.hypot(middle[0] / width - 0.5, middle[1] / height - 0.5))
    return cv2.contourArea(outline) * max(0.1, 1 - off)


def _standing_out(picture: Picture) -> Picture | None:
    """What GrabCut tells apart from the margin, beginning with the middle seven tenths of the picture."""
    small = fit(picture, 320)
    height, width = small.shape[:2]
    marks = np.zeros((height, width), np.uint8)
    inner = (int(width * 0.15), int(height * 0.15), int(width * 0.7), int(height * 0.7))
    cv2.setRNGSeed(1)
    cv2.grabCut(small, marks, inner, np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_RECT)
    mask = np.where((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    whole = cv2.resize(mask, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_NEAREST)
    return _solid(whole)


def _crop(picture: Picture, mask: Picture) -> bytes:
    """The thing alone as a PNG with alpha, long side at most CROP pixels."""
    left, top, width, height = cv2.boundingRect(mask)
    alpha = np.dstack([picture, mask])[top : top + height, left : left + width]
    done, png = cv2.imencode(".png", fit(alpha, CROP))
    assert done, "a picture in memory can always be written as PNG"
    return png.tobytes()


def _choose(crops: list[bytes]) -> list[bytes]:
    """At most VIEWS: the sharpest first, then always the one least like those chosen; blurred ones are left out."""
    if not crops:
        return []
    sharp = [_sharp(crop) for crop in crops]
    looks = [look_of_view(crop) for crop in crops]
    left = [index for index in range(len(crops)) if sharp[index] >= 0.4 * max(sharp)]
    chosen = [max(left, key=lambda index: sharp[index])]
    like = dict.fromkeys(left, 0.0)
    while len(chosen) < min(VIEWS, len(left)):
        for index in like:
            like[index] = max(like[index], _likeness(looks[index], looks[chosen[-1]]))
        rest = [index for index in left if index not in chosen]
        chosen.append(min(rest, key=lambda index: (like[index], -sharp[index])))
    return [crops[index] for index in chosen]


def _sharp(crop: bytes) -> float:
    return sharpness(decode(crop))


def _likeness(one: Look, other: Look) -> float:
    """The share of one look's points with a partner in the other, 0..1."""
    return len(partners(one, other)) / max(1, len(one.points))
