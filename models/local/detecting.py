"""OWLv2 and Grounding DINO: where is what these words say? For vision-language models that give no boxes.

Minderer et al. 2023 (arXiv:2306.09683), Liu et al. 2023 (arXiv:2303.05499). Both were trained on English words.
"""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
from PIL import Image

from assistant.core.values import Box
from models.local.embedding import opened
from models.local.hosted import Locate
from models.local.pictures import decode

# Below these a box is no sighting. Grounding DINO: the thresholds of its authors' demo. OWLv2: the 0.1 of its own
# post-processing is for drawing many; twice that is this product's choice, and not measured on real weights.
OWL_SCORE = 0.2
DINO_SCORE, DINO_WORDS = 0.35, 0.25


class Detector:
    """One loaded model; blocking, for one thread."""

    def __init__(self, model: Any, processor: Any) -> None:
        self._model = model
        self._processor = processor
        self._is_dino = "dino" in model.config.model_type
        self._longest = model.config.max_text_len if self._is_dino else processor.tokenizer.model_max_length

    def handle(self, request: Locate, stop: threading.Event) -> Iterator[list[Box]]:
        """Best first. Raises SeeingError for a broken picture."""
        yield self.locate(decode(request.jpeg), request.phrase)

    def locate(self, picture: Image.Image, phrase: str) -> list[Box]:
        import torch

        # Each as its authors prompt it: a lower-case sentence with a full stop; a caption as CLIP was trained on.
        words = f"{phrase.lower().strip(' .')}." if self._is_dino else [f"a photo of a {phrase}"]
        inputs = self._processor(
            images=picture, text=words, truncation=True, max_length=self._longest, return_tensors="pt"
        )
        with torch.inference_mode():
            found = self._model(**inputs.to(self._model.device))
        return self.boxes(found, picture.size, phrase)

    def boxes(self, found: Any, size: tuple[int, int], phrase: str) -> list[Box]:
        """`found` is the model's output for one picture of `size` (width, height)."""
        width, height = size
        asked: dict[str, Any] = {"threshold": OWL_SCORE}
        if self._is_dino:
            asked = {"threshold": DINO_SCORE, "text_threshold": DINO_WORDS}
        (result,) = self._processor.post_process_grounded_object_detection(
            found, target_sizes=[(height, width)], **asked
        )
        rows = zip(result["boxes"].tolist(), result["scores"].tolist(), strict=True)
        boxes = [_box(phrase, [x / width, y / height, u / width, v / height], score) for (x, y, u, v), score in rows]
        return _apart([box for box in boxes if box])


def _box(label: str, corners: list[float], score: float) -> Box | None:
    left, top, right, bottom = (min(max(corner, 0.0), 1.0) for corner in corners)
    return Box(label, left, top, right, bottom, score) if left < right and top < bottom else None


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """Best first; of boxes that overlap by more than half the best one stays: OWLv2 gives one a patch."""
    corners = [(box.left, box.top, box.right - box.left, box.bottom - box.top) for box in boxes]
    kept = cv2.dnn.NMSBoxes(corners, [box.score for box in boxes], 0.0, 0.5)
    return sorted((boxes[int(index)] for index in kept), key=lambda box: -box.score)


def open_detector(folder: Path) -> Detector:
    """From a folder in Hugging Face's layout. Raises ModelError for what is no open-vocabulary detector."""
    return Detector(*opened(folder, "AutoModelForZeroShotObjectDetection", "Use OWLv2 or Grounding DINO."))
