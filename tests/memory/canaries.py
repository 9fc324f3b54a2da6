"""Words, pictures and vectors that occur nowhere else, and the bytes by which they would be found in a file."""

import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from assistant.core.wording import to_simplified
from memory.finding.naming import indexed

_LETTERS = "bcdfghjkmpvwxz"  # no vowel and no "s": no stemmer finds an ending
_CHARACTERS = [character for character in map(chr, range(0x9E00, 0x9F00)) if to_simplified(character) == character]
Vector = NDArray[np.float32]


def spellings(text: str) -> set[bytes]:
    """The ends of a word, without what neighbours in an index may share with it, in every encoding that it may be in.

    A full-text index holds words and Chinese bigrams without the beginning that the one before it has too.
    """
    tokens = {token if token.isascii() else token.encode()[2:].decode("latin-1") for token in indexed(text).split()}
    stored = {token[3:].encode() if token.isascii() else token.encode("latin-1") for token in tokens}
    encoded = {text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")}
    return {json.dumps(text)[3:-1].encode(), *encoded, *(piece for piece in stored if len(piece) >= 4)}


@dataclass
class Canaries:
    """Makes them, each once, and remembers what to look for."""

    seed: int
    needles: dict[str, set[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = np.random.default_rng(self.seed)
        self._numbers = itertools.count()

    def word(self) -> str:
        return self._known("zq" + "".join(self._dice.choice(list(_LETTERS), 9)))

    def chinese(self) -> str:
        """Six characters."""
        return self._known("".join(self._dice.choice(_CHARACTERS, 6, replace=False)))

    def picture(self) -> bytes:
        """A JPEG of noise; once it is stored, `expect` what was stored of it."""
        pixels = self._dice.integers(0, 255, (64, 64, 3), np.uint8)
        jpeg = bytes(cv2.imencode(".jpg", pixels)[1])
        self.expect("picture", jpeg)
        return jpeg

    def view(self) -> bytes:
        png = bytes(cv2.imencode(".png", self._dice.integers(0, 255, (24, 24, 3), np.uint8))[1])
        self.expect("view", png)
        return png

    def vector(self) -> Vector:
        made = self._dice.normal(size=64).astype(np.float32)
        made /= np.linalg.norm(made)
        self.expect("vector", made.astype(np.float16).tobytes(), made.tobytes())
        return made

    def expect(self, kind: str, *stored: bytes) -> None:
        """Runs of 24 bytes from the middle and towards the end."""
        runs = {one[at : at + 24] for one in stored for at in (len(one) // 2, len(one) - 40)}
        self.needles[f"{kind} {next(self._numbers)}"] = runs

    def found(self, folder: Path) -> list[str]:
        """Which of them can be read in some file, whatever its name."""
        left = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
        return [name for name, needles in self.needles.items() if any(needle in left for needle in needles)]

    def _known(self, text: str) -> str:
        self.needles[text] = spellings(text)
        return text
