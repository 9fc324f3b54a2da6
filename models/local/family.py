"""What a vision-language family must be able to say of itself, whichever way it was trained."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from PIL import Image

from assistant.core.values import Box, Description, Role

# What a processor makes of one prompt: token ids, masks, pixels; batch of one; and how its reply is to be generated,
# for example `suppress_tokens`. Where `reuse` is not `no` also a `signature`, int64[n]: the token ids, but negative
# numbers in place of a picture's, which name picture and place.
Inputs = dict[str, Any]
Run = Callable[[Inputs, int], str]  # generates at most so many tokens; the raw text, special tokens kept


@dataclass(frozen=True, slots=True)
class Turn:
    """One message with its pictures decoded (RGB, upright); the pictures stand before the words."""

    role: Role
    text: str
    pictures: tuple[Image.Image, ...] = ()


class Family(Protocol):
    """The only place that knows a family's prompt and box conventions. Boxes are 0..1 of the picture that was given.

    Each class takes (model, processor) and is named in families/__init__.py.

    grounds: whether `locate` means anything.
    reuse: how a prefix that was read may be used again: the cache can be cut to it (`crop`), only a copy taken at its
        end will do (`copy`: convolutions and linear attention keep no past), or not at all (`no`: attention looks
        ahead).
    """

    grounds: bool
    reuse: Literal["crop", "copy", "no"]

    def ask(self, turns: Sequence[Turn]) -> Inputs:
        """The conversation up to where the reply begins. Words of a user that look like special tokens are defused."""
        ...

    def describe(self, picture: Image.Image, run: Run) -> Description: ...

    def locate(self, picture: Image.Image, phrase: str, run: Run) -> list[Box]: ...


@runtime_checkable
class Keeping(Protocol):
    """A family that keeps the pictures it has encoded."""

    def forget(self) -> None: ...
