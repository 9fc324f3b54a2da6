"""QR codes and barcodes, by OpenCV."""

import cv2
import numpy as np

from assistant.core.labels import BARCODE, QR
from assistant.core.values import Box
from models.builtin.picture import Picture, box, fit


def codes(picture: Picture) -> list[tuple[str, Box]]:
    """What each readable code says, with its place, labelled `QR code` or `barcode`."""
    return [*_qr(picture), *_bars(picture)]


def _qr(picture: Picture) -> list[tuple[str, Box]]:
    """By the finder of the ArUco module: 30 of 30 turned codes in 7 ms, the plain one 25 in 15 ms."""
    found, words, points, _ = cv2.QRCodeDetectorAruco().detectAndDecodeMulti(picture)
    if not found:
        return []
    return [(word, box(QR, corners, picture)) for word, corners in zip(words, points, strict=True) if word]


def _bars(picture: Picture) -> list[tuple[str, Box]]:
    """Looks twice: bars of three pixels are missed that at three quarters of the size are read."""
    height, width = picture.shape[:2]
    return _bars_at_once(picture) or _bars_at_once(fit(picture, max(height, width) * 3 // 4))


def _bars_at_once(picture: Picture) -> list[tuple[str, Box]]:
    found, words, _, points = cv2.barcode.BarcodeDetector().detectAndDecodeWithType(picture)
    if not found or points is None:
        return []
    corners = np.asarray(points).reshape(-1, 4, 2)
    return [(word, box(BARCODE, at, picture)) for word, at in zip(words, corners, strict=True) if word]
