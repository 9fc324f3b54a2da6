"""What the classes of a detector are called: by a list beside the file, by the file itself, or by COCO's (pure)."""

import ast
from collections.abc import Mapping
from pathlib import Path

from assistant.core.errors import ModelError

# The 80 classes of COCO 2017 in the order of its category ids, as YOLOX and Ultralytics number them.
COCO = tuple(Path(__file__).with_name("coco.names").read_text("utf-8").splitlines())
BESIDE = (".txt", ".names")


def names_of(file: Path, metadata: Mapping[str, str], count: int) -> tuple[str, ...]:
    """The names of `count` classes: FILE.txt or FILE.names in place of FILE.onnx, one a line, wins.

    Raises ModelError where they are not known, or not as many as there are classes.
    """
    named = _beside(file) or _within(metadata)
    if named is None and count == len(COCO):
        return COCO
    lists = " or ".join(file.with_suffix(suffix).name for suffix in BESIDE)
    if named is None:
        raise ModelError(f"{file.name} tells {count} things apart and does not name them: write {lists}, one a line.")
    where, names = named
    if len(names) != count or not all(names):
        raise ModelError(
            f"{where} has {len(names)} names, and {file.name} tells {count} things apart: correct {lists}."
        )
    return names


def _beside(file: Path) -> tuple[str, tuple[str, ...]] | None:
    for path in map(file.with_suffix, BESIDE):
        if path.is_file():
            try:
                return path.name, tuple(map(str.strip, path.read_text("utf-8-sig").strip().splitlines()))
            except (OSError, UnicodeDecodeError) as error:
                raise ModelError(f"{path} cannot be read as UTF-8 text: {error}.") from None
    return None


def _within(metadata: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """Ultralytics writes `names` as a Python dictionary or list: {0: 'person', 1: 'bicycle'}."""
    if not (written := metadata.get("names")):
        return None
    try:
        read = ast.literal_eval(written)
        names = [read[number] for number in sorted(read)] if isinstance(read, dict) else list(read)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return "its metadata", tuple(str(name).strip() for name in names)
