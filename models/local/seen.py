"""Pictures as a language model takes them: encoded once in their life, whatever conversation they turn up in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from PIL import Image
from transformers.utils import ModelOutput


@dataclass
class Features(ModelOutput):
    """What models read of features that were made beforehand: a tensor, or a list of tensors, one a picture or tile.

    deepstack_features: a list of such, one a layer of the language model that they are added to.
    """

    pooler_output: Any = None
    deepstack_features: Any = None


@dataclass(frozen=True, slots=True)
class Seen:
    """words: what stands for the picture in the text of a prompt.
    number: names the picture; below it the places of its pieces are counted.
    rows: the encoder's features, one row a place.
    grid: what the positions of its pieces are computed from, one row a picture, for example `image_grid_thw`.
    """

    words: str
    number: int
    rows: "Features"
    grid: dict[str, Any]

    @property
    def places(self) -> int:
        return len(_flat(self.rows.pooler_output))

    @property
    def bytes(self) -> int:
        return sum(tensor.nbytes for features in self.rows.values() for tensor in _tensors(features))


def digest(picture: Image.Image, several: bool) -> bytes:
    """The same for the same pixels; another where a picture is seen among others, which some families do coarser."""
    shape = repr((picture.mode, picture.size, several)).encode()
    return hashlib.blake2b(picture.tobytes(), digest_size=16, key=shape).digest()


def number(name: bytes) -> int:
    """At most -2**40: room for the places below it, and for all token ids above."""
    return -(int.from_bytes(name[:7], "big") | 1 << 40)


def places(seen: Sequence[Seen]) -> Any:
    """int64[n]: the numbers of all places of all pictures, in order."""
    return torch.cat([one.number - torch.arange(one.places) for one in seen])


def between(seen: Sequence[Seen], start: int, end: int) -> Features | None:
    """The features for the places `start` to `end` of all pictures in order; None where there are none."""
    if start == end:
        return None
    pooled = _cut([one.rows.pooler_output for one in seen], start, end)
    if seen[0].rows.deepstack_features is None:
        return Features(pooled)
    layers = zip(*(one.rows.deepstack_features for one in seen), strict=True)
    return Features(pooled, [_cut(layer, start, end) for layer in layers])


def _cut(every: Sequence[Any], start: int, end: int) -> Any:
    """In the container that the first is in: a list of tensors, a tensor with a batch of one, or rows alone."""
    joined = torch.cat([_flat(one) for one in every])[start:end]
    if not isinstance(every[0], torch.Tensor):
        return [joined]
    return joined if every[0].dim() == 2 else joined[None]


def _flat(one: Any) -> Any:
    parts = [one] if isinstance(one, torch.Tensor) else one
    return torch.cat([part.reshape(-1, part.shape[-1]) for part in parts])


def _tensors(value: Any) -> list[Any]:
    return [value] if isinstance(value, torch.Tensor) else [tensor for part in value for tensor in _tensors(part)]
