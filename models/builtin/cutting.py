"""Which part of a picture is the thing that is shown: a mask, 255 where it is."""

import threading
from collections.abc import Sequence

import cv2
import numpy as np

from models.builtin.faces import faces
from models.builtin.looks import AGREEING, Look, Points, look_of, partners
from models.builtin.picture import Picture, fit

LEAST, MOST = 0.006, 0.65  # share of the picture that a thing may fill
DIFFERENT = 26.0  # distance in Lab (0..255 each) that is no noise and no soft shadow
STILL = 6.0  # pixels: a point that moved less between two frames stayed where it was

Cut = list[tuple[Picture, Picture]]


def cut_out(pictures: Sequence[Picture], behind: Sequence[Picture], stop: threading.Event) -> Cut:
    """Pictures of one size, each with its mask: by difference from frames `behind` it, else by what moved.

    Pictures in which neither shows anything are left out.
    """
    looks = [look_of(picture) for picture in pictures]
    without = [other for other in behind if _lacks(pictures[0], looks[0], other)]
    cut = []
    for index, picture in enumerate(pictures):
        if stop.is_set():
            return []
        mask = different(picture, without) if without else None
        if mask is None:
            mask = _moved(looks[index], looks[:index] + looks[index + 1 :])
        if mask is not None:
            cut.append((picture, mask))
    return cut


def different(picture: Picture, others: Sequence[Picture]) -> Picture | None:
    """Where the picture differs from every one of the others; None where that is next to nothing, or nearly all."""
    away = np.min([_distance(picture, other) for other in others], axis=0)
    differs = np.where(away > DIFFERENT, 255, 0).astype(np.uint8)
    for face in faces(picture):
        _blank(differs, face.left, face.top, face.right, face.bottom)
    return _solid(differs)


def standing_out(picture: Picture) -> Picture | None:
    """What GrabCut tells apart from the margin, beginning with the middle seven tenths of the picture: a guess."""
    small = fit(picture, 320)
    height, width = small.shape[:2]
    marks = np.zeros((height, width), np.uint8)
    inner = (int(width * 0.15), int(height * 0.15), int(width * 0.7), int(height * 0.7))
    cv2.setRNGSeed(1)
    cv2.grabCut(small, marks, inner, np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_RECT)
    mask = np.where((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    whole = cv2.resize(mask, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_NEAREST)
    return _solid(whole)


def _distance(picture: Picture, other: Picture) -> Picture:
    """How far apart the colours are, pixel by pixel, with the change of light between the two taken out."""
    difference = _soft(picture) - _soft(other)
    difference -= np.median(difference.reshape(-1, 3), axis=0)
    difference[:, :, 0] *= 0.6  # shadows change lightness more than colour
    return np.asarray(np.linalg.norm(difference, axis=2))


def _soft(picture: Picture) -> Picture:
    return cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2LAB), (0, 0), 2).astype(np.float32)


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
    cv2.drawContours(mask, [best], -1, (255,), cv2.FILLED)
    return _sized(mask)


def _sized(mask: Picture) -> Picture | None:
    return mask if LEAST <= float(mask.mean()) / 255 <= MOST else None


def _weight(outline: Picture, picture: Picture) -> float:
    """Area, less the further its middle is from the picture's middle: what is shown is held to the middle."""
    height, width = picture.shape[:2]
    middle = outline.reshape(-1, 2).mean(0)
    off = float(np.hypot(middle[0] / width - 0.5, middle[1] / height - 0.5))
    return cv2.contourArea(outline) * max(0.1, 1 - off)


def _lacks(picture: Picture, view: Look, other: Picture) -> bool:
    """Whether `other` shows what is behind the thing: it holds the thing neither at another place nor at the same."""
    if len(_moved_points(view, look_of(other))[0]) >= AGREEING:
        return False
    return different(picture, [other]) is not None


def _moved(view: Look, others: Sequence[Look]) -> Picture | None:
    """The hull of the points that moved as one between this view and another: the view that shows most of them.

    None where the hull holds half as many points that stayed: then it is no thing that moved.
    """
    moved, still = max(
        (_moved_points(view, other) for other in others), key=lambda sets: len(sets[0]), default=(None, None)
    )
    if moved is None or still is None or len(moved) < AGREEING:
        return None
    hull = cv2.convexHull(moved)
    inside = sum(cv2.pointPolygonTest(hull, (float(x), float(y)), False) > 0 for x, y in still)
    mask = np.zeros((view.height, view.width), np.uint8)
    cv2.fillConvexPoly(mask, hull.astype(np.int32), (255,))
    return _sized(mask) if 2 * inside < len(moved) else None


def _moved_points(view: Look, other: Look) -> tuple[Points, Points]:
    """Points of `view` on one plane that moved, and those that stayed, n x 2 each; none moved where nearly all did."""
    pairs = partners(view, other)
    source, target = view.points[pairs[:, 0]], other.points[pairs[:, 1]]
    far = np.linalg.norm(source - target, axis=1) > STILL
    still, source, target = source[~far], source[far], target[far]
    if len(source) < AGREEING or far.mean() > 0.9:
        return source[:0], still
    plane, inliers = cv2.findHomography(source, target, cv2.USAC_MAGSAC, 4.0, maxIters=2000, confidence=0.999)
    return source[np.asarray(inliers).ravel() > 0] if plane is not None else source[:0], still
