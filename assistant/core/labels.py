"""What the boxes of the built-in eyes are called, and how a caption says a box."""

from assistant.core.values import Box
from assistant.core.wording import place

TEXT = "text"
FACE = "face"
MOVEMENT = "movement"
QR, BARCODE = "QR code", "barcode"


def sentence(box: Box) -> str:
    """In English, as all captions of the built-in eyes: "notebook: at the left of the picture."."""
    where = place(box, "en")
    if box.label == MOVEMENT:
        return f"Something moved {where}."
    if box.label == FACE:
        return f"Someone is facing the camera, {where}."
    return f"{box.label}: {where}."
