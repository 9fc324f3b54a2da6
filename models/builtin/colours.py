"""Which colours a picture mostly has, by name. Names are how it looks in this light, not what it is."""

from typing import Literal

import cv2
import numpy as np

from models.builtin.picture import Picture, fit

Colour = Literal["black", "grey", "white", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"]


def colours(picture: Picture) -> list[tuple[Colour, float]]:
    """Colours that cover at least an eighth, with their share (0..1), largest first; never empty."""
    small = fit(picture, 96).astype(np.float32) / 255
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).reshape(-1, 3)
    count = min(5, len(lab))
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 1.0)
    cv2.setRNGSeed(1)
    _, labels, centres = cv2.kmeans(lab, count, np.empty((0,), np.int32), rule, 2, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(labels.ravel(), minlength=count) / len(lab)
    total: dict[Colour, float] = {}
    for centre, share in zip(centres, shares, strict=True):
        name = colour_name(*(float(value) for value in centre))
        total[name] = total.get(name, 0.0) + float(share)
    ranked = sorted(total.items(), key=lambda item: -item[1])
    return [item for item in ranked if item[1] >= 0.125] or ranked[:1]


def colour_name(light: float, a: float, b: float) -> Colour:
    """The name of a CIE Lab colour: light 0..100, a and b about -100..100. Tuned on fifteen photographed patches."""
    chroma, hue = float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)) % 360)
    if light < 14 or (light < 24 and chroma < 14):
        return "black"
    if chroma < 11:
        return "white" if light > 82 else "grey" if light > 24 else "black"
    return _hue_name(light, chroma, hue)


def _hue_name(light: float, chroma: float, hue: float) -> Colour:
    if hue >= 330:
        return "pink" if light > 40 else "red"
    if hue < 48:
        return _reddish(light, chroma, hue)
    if hue < 80:
        return "orange" if chroma > 45 and light > 50 else "brown" if light < 68 else "yellow"
    if hue < 112:
        return "green" if light < 55 and hue > 95 else "yellow"
    return "green" if hue < 195 else "blue" if hue < 305 else "purple"


def _reddish(light: float, chroma: float, hue: float) -> Colour:
    if light > (58 if hue < 20 else 72) and chroma < 60:
        return "pink"
    if hue < 20 or (chroma > 45 and light < 58):
        return "red"
    return "orange" if light > 52 else "brown"
