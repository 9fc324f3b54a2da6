"""Uploaded pictures made safe and small, and camera frames made tiny for the change gate."""

import io
import threading

import cv2
import numpy as np
from cv2.typing import MatLike
from PIL import Image, UnidentifiedImageError

from assistant.core.errors import PictureError
from assistant.core.values import Attachment
from assistant.seeing import Glance, Grey, difference

LONG_SIDE = 2048  # pixels: a screenshot of a 4K screen is still readable at this size
QUALITY = 88  # JPEG; text edges stay clean from about 85
GATE = (32, 18)  # width, height of what the change gate compares
VIEW, SAME_VIEW = (128, 72), 0.015  # of what `same_view` compares, and the mean of the 16 largest differences, 0..1
ORIENTATION = 0x0112  # the EXIF tag; what undoes each of its values is below
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# One picture of 64 megapixels takes half a gigabyte while it is made small.
_ONE_AT_A_TIME = threading.Lock()
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")


def check(data: bytes, name: str, max_pixels: int) -> Attachment:
    """The picture in `data`, upright, opaque, without metadata, long side at most 2048 pixels, as JPEG.

    Of an animation the first frame is taken and the name says so. Raises PictureError for what is empty, no
    picture, broken, or of more than `max_pixels`; the size is read from the header, before anything is decoded.
    """
    if not data:
        raise PictureError(f"“{name}” is empty (0 bytes). Save it again and send it once more.")
    try:
        return _prepare(data, name, max_pixels)
    except UnidentifiedImageError:
        raise PictureError(f"“{name}” is not a picture. Send a PNG, JPEG, WebP, GIF or BMP.") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large(name, max_pixels) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise PictureError(f"“{name}” is broken or cut off. Open it, save it again, and send that.") from None


def same_view(one: bytes, other: bytes) -> bool:
    """Whether two JPEGs of one camera show the same. Raises PictureError.

    Looked at more closely than the gate does, since an answer rests on it: pictures of a room at rest, with the noise
    of a camera, differ by 0.008 to 0.013; a finger more, of 18 x 90 pixels at a width of 768, by 0.016 at the least,
    where the wall has its colour, and 0.12 to 0.35 in the middle.
    """
    return one == other or difference(_tiny(one, VIEW), _tiny(other, VIEW)) < SAME_VIEW


def glance(jpeg: bytes) -> Glance:
    """A camera frame made tiny for the change gate. Raises PictureError where `jpeg` cannot be decoded.

    Decoding at a quarter of the size, as JPEG allows, keeps this near a millisecond.
    """
    grey = _grey(jpeg)
    return Glance(_shrunk(grey, GATE), float(cv2.Laplacian(grey, cv2.CV_32F).var()))


def _tiny(jpeg: bytes, size: tuple[int, int]) -> Grey:
    return _shrunk(_grey(jpeg), size)


def _grey(jpeg: bytes) -> MatLike:
    raw = np.frombuffer(jpeg, np.uint8)
    try:
        grey = cv2.imdecode(raw, cv2.IMREAD_REDUCED_GRAYSCALE_4) if raw.size else None
    except cv2.error:
        grey = None
    if grey is None:
        raise PictureError("A camera picture arrived broken; the next one is taken instead.")
    return grey


def _shrunk(grey: MatLike, size: tuple[int, int]) -> Grey:
    return (cv2.resize(grey, size, interpolation=cv2.INTER_AREA) / np.float32(255)).astype(np.float32)


def _prepare(data: bytes, name: str, max_pixels: int) -> Attachment:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > max_pixels:
            raise _too_large(name, max_pixels)
        frames = getattr(picture, "n_frames", 1) if picture.format != "MPO" else 1
        picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
        with _ONE_AT_A_TIME:
            picture.load()
            how = UPRIGHT.get(picture.getexif().get(ORIENTATION, 1))
            small = _small(picture)
    # Not Pillow's `exif_transpose`: that also rewrites the metadata, and fails where they are damaged.
    upright = _opaque(small if how is None else small.transpose(how))
    label = f"{name} (first of {frames} frames)" if frames > 1 else name
    return Attachment(label, _jpeg(upright))


def _small(picture: Image.Image) -> Image.Image:
    """Shrunk before anything else is done to it: each step at full size would take its megabytes again."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off at 255: nearly all white
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    elif picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if max(picture.size) > LONG_SIDE:
        picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return picture.copy()


def _opaque(picture: Image.Image) -> Image.Image:
    """On white: text on a transparent ground is nearly always dark."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")


def _jpeg(picture: Image.Image) -> bytes:
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _too_large(name: str, max_pixels: int) -> PictureError:
    most = max_pixels / 1e6
    return PictureError(f"“{name}” has more than {most:.0f} megapixels. Crop it or make it smaller, and send that.")
