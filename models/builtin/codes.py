"""QR codes and barcodes, by OpenCV."""

import cv2
import numpy as np

from assistant.core.values import Box
from models.builtin.picture import Picture, box

QR, BARCODE = "QR code", "barcode"


def codes(picture: Picture) -> list[tuple[str, Box]]:
    """What each readable code says, with its place, labelled `QR code` or `barcode`."""
    return [*_qr(picture), *_bars(picture)]


def _qr(picture: Picture) -> list[tuple[str, Box]]:
    found, words, points, _ = cv2.QRCodeDetector().detectAndDecodeMulti(picture)
    if not found:
        return []
    return [(word, box(QR, corners, picture)) for word, corners in zip(words, points, strict=True) if word]


def _bars(picture: Picture) -> list[tuple[str, Box]]:
    found, words, _, points = cv2.barcode.BarcodeDetector().detectAndDecodeWithType(picture)
    if not found or points is None:
        return []
    corners = np.asarray(points).reshape(-1, 4, 2)
    return [(word, box(BARCODE, at, picture)) for word, at in zip(words, corners, strict=True) if word]
