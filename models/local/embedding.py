"""CLIP, SigLIP and SigLIP 2: pictures and words as points in one space, so that words find pictures.

Radford et al. 2021 (arXiv:2103.00020), Zhai et al. 2023 (arXiv:2303.15343), Tschannen et al. 2025 (arXiv:2502.14786).
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assistant.core.errors import ModelError
from models.local import torchvision_hook
from models.local.pictures import decode
from models.local.words import keep_no_words

Vectors = NDArray[np.float32]
# SigLIP was trained on texts padded to this many tokens (its model card: padding="max_length"); CLIP's limit is 77.
SIGLIP_TOKENS = 64


@dataclass(frozen=True, slots=True)
class EmbedWords:
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmbedPictures:
    jpegs: tuple[bytes, ...]


class Embedding:
    """One loaded model; blocking, for one thread."""

    def __init__(self, model: Any, processor: Any) -> None:
        self._model = model
        self._processor = processor
        self._padding = "max_length" if "siglip" in model.config.model_type else "longest"

    def handle(self, request: EmbedWords | EmbedPictures, stop: threading.Event) -> Iterator[Vectors]:
        """float32[n, d], each row of length 1. Raises SeeingError for a broken picture."""
        match request:
            case EmbedWords(texts):
                yield self.words(texts)
            case EmbedPictures(jpegs):
                yield self.pictures([decode(jpeg) for jpeg in jpegs])

    def words(self, texts: Sequence[str]) -> Vectors:
        limit = SIGLIP_TOKENS if self._padding == "max_length" else self._processor.tokenizer.model_max_length
        inputs = self._processor(
            text=list(texts), padding=self._padding, truncation=True, max_length=limit, return_tensors="pt"
        )
        return self._unit(self._model.get_text_features, inputs)

    def pictures(self, pictures: Sequence[Image.Image]) -> Vectors:
        return self._unit(self._model.get_image_features, self._processor(images=list(pictures), return_tensors="pt"))

    def _unit(self, features: Any, inputs: Any) -> Vectors:
        import torch

        with torch.inference_mode():
            raw = features(**inputs.to(self._model.device)).pooler_output.float()
            vectors: Vectors = torch.nn.functional.normalize(raw, dim=-1).cpu().numpy()
        return vectors


def open_embedding(folder: Path) -> Embedding:
    """From a folder in Hugging Face's layout. Raises ModelError for what is no two-tower model."""
    model, processor = opened(folder, "AutoModel", "Use CLIP, SigLIP or SigLIP 2.")
    if not (hasattr(model, "get_text_features") and hasattr(model, "get_image_features")):
        raise ModelError(f"{folder} does not embed both words and pictures. Use CLIP, SigLIP or SigLIP 2.")
    return Embedding(model, processor)


def opened(folder: Path, loader: str, advice: str) -> tuple[Any, Any]:
    """Model and processor, on the GPU where there is one. `loader`: a class of transformers. Raises ModelError."""
    torchvision_hook.install()
    import torch
    import transformers

    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        model = getattr(transformers, loader).from_pretrained(folder, local_files_only=True).to(device).eval()
        processor = transformers.AutoProcessor.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder} cannot be loaded: {error}. {advice}") from error
    keep_no_words(processor)
    return model, processor
