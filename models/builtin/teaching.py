"""Learning the look of a thing: cut out of its background, from the views that differ most.

The background must not leak in: an "open book" learned with its surroundings was later found, 36 times of 36, on
the quilt behind it; and a thing cut out by guessing was "found" in 77 of 245 pictures of the empty room, against none
of 245 when it was cut out by comparing. So the thing is what differs from frames without it; failing those, what
moved among the views; and only of an uploaded photo, what stands out in the middle.
"""

import threading
from collections.abc import Sequence

import cv2
import numpy as np

from assistant.core.errors import SeeingError
from assistant.core.values import Frame, Taught
from models.builtin.cutting import cut_out, standing_out
from models.builtin.looks import SIDE, Look, look_of_view, partners
from models.builtin.picture import Picture, decode, fit
from models.builtin.quality import sharpness

VIEWS = 8
CROP = 480
LEAST_POINTS = 12  # fewer in every view, and ten could never agree
BEHIND = 6  # frames without the thing that are looked at


def learn(name: str, views: Sequence[Frame], background: Sequence[Frame], stop: threading.Event) -> Taught:
    """Raises SeeingError when nothing can be told apart from the background, or nothing has enough detail."""
    if not views:
        raise SeeingError("there is nothing in view to learn; show it to the camera and say it again")
    pictures = [fit(decode(view.jpeg), SIDE) for view in views]
    pictures = [picture for picture in pictures if picture.shape == pictures[-1].shape]
    behind = [fit(decode(frame.jpeg), SIDE) for frame in _spread(background)]
    cut = cut_out(pictures, [frame for frame in behind if frame.shape == pictures[-1].shape], stop)
    if not cut and views[0].source == "upload":
        cut = [(picture, mask) for picture in pictures if (mask := standing_out(picture)) is not None]
    crops = [_crop(picture, mask) for picture, mask in cut]
    known = [(crop, look) for crop in crops if len((look := look_of_view(crop)).points) >= LEAST_POINTS]
    if not known:
        raise SeeingError(
            f"I cannot tell {name} apart from what is behind it; take it out of view for ten seconds, then hold it up "
            "close, turn it a little, and say it again"
        )
    chosen = _choose(known)
    typical = int(np.median([len(look.points) for _, look in chosen]))
    return Taught(name, tuple(crop for crop, _ in chosen), typical, max(view.time for view in views))


def _spread(background: Sequence[Frame]) -> list[Frame]:
    """At most BEHIND frames, the newest and the oldest among them."""
    places = np.linspace(0, len(background) - 1, min(BEHIND, len(background))).round().astype(int)
    return [background[place] for place in places]


def _crop(picture: Picture, mask: Picture) -> bytes:
    """The thing alone as a PNG with alpha, long side at most CROP pixels."""
    left, top, width, height = cv2.boundingRect(mask)
    alpha = np.dstack([picture, mask])[top : top + height, left : left + width]
    done, png = cv2.imencode(".png", fit(alpha, CROP))
    assert done, "a picture in memory can always be written as PNG"
    return png.tobytes()


def _choose(known: list[tuple[bytes, Look]]) -> list[tuple[bytes, Look]]:
    """At most VIEWS: the sharpest first, then always the one least like those chosen; blurred ones are left out."""
    sharp = [_sharp(crop) for crop, _ in known]
    left = [index for index in range(len(known)) if sharp[index] >= 0.4 * max(sharp)]
    chosen = [max(left, key=lambda index: sharp[index])]
    like = dict.fromkeys(left, 0.0)
    while len(chosen) < min(VIEWS, len(left)):
        for index in like:
            like[index] = max(like[index], _likeness(known[index][1], known[chosen[-1]][1]))
        rest = [index for index in left if index not in chosen]
        chosen.append(min(rest, key=lambda index: (like[index], -sharp[index])))
    return [known[index] for index in chosen]


def _sharp(crop: bytes) -> float:
    return sharpness(decode(crop))


def _likeness(one: Look, other: Look) -> float:
    """The share of one look's points with a partner in the other, 0..1."""
    return len(partners(one, other)) / max(1, len(one.points))
