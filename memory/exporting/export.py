"""The memory as a folder that a person can read: a page, a line of JSON for each observation, things, pictures.

It is written beside its place, row by row, and put there when it is whole.
"""

import contextlib
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from assistant.core.errors import RememberingError
from assistant.core.values import Observation, Stay, Taught
from memory.exporting import album
from memory.exporting.calendar import iso, local

README = """What Keepsight remembers, written so that you can read it without Keepsight.

index.html      a page for any browser: newest first, by day. It loads nothing from anywhere.
memories.jsonl  the same for programs: one observation a line, in UTF-8.
                id, time and began (ISO 8601 with the zone), source (camera, screen, upload, told), caption,
                text (what was read in the picture), boxes (0..1 of the picture, from its top left), picture.
things.md       what you told and taught, and where each thing was, from when until when, seen in which picture.
pictures/       <id>.jpg; thing-<id>-<n>.png are the views of what was taught.

This folder is a copy. Forgetting something in Keepsight does not reach it: delete it when you no longer need it.


Keepsight 所記得的一切，不需要 Keepsight 也能閱讀。

index.html      任何瀏覽器都能開啟的頁面：由新到舊、按日期排列，不會連線到任何地方。
memories.jsonl  給程式讀的同樣內容：每行一則觀察，UTF-8 編碼。
                編號、時間（ISO 8601，含時區）、來源、描述、讀到的文字、框（佔畫面的 0 到 1，由左上角起算）、圖片。
things.md       您告訴它和教它的，以及每樣物品何時在何處、哪張圖片為證。
pictures/       圖片；thing-<編號>-<序號>.png 是教過的物品的樣子。

這個資料夾是一份副本：在 Keepsight 裡忘記的內容，這裡仍會留著。不再需要時請自行刪除。
"""


class Export:
    """A folder being written; add observations newest first. Raises OSError."""

    def __init__(self, folder: Path, now: float, files: contextlib.ExitStack) -> None:
        self.count = 0
        self._folder = folder
        self._before: Observation | None = None
        (folder / "pictures").mkdir()
        (folder / "README.txt").write_text(README, encoding="utf-8")

        def opened(name: str) -> TextIO:
            return files.enter_context((folder / name).open("w", encoding="utf-8"))

        self._page, self._lines, self._things = map(opened, ("index.html", "memories.jsonl", "things.md"))
        self._page.write(album.head(now))
        self._things.write("# Things · 物品\n\n## Told · 告訴我的\n\n")

    def add(self, page: Iterable[tuple[Observation, float, bytes | None]]) -> None:
        """Each with when it began, Unix seconds, and its picture."""
        for one, began, jpeg in page:
            picture = f"pictures/{one.id}.jpg" if jpeg else ""
            if jpeg:
                (self._folder / picture).write_bytes(jpeg)
            self._page.write(album.begun(one, self._before) + album.article(one, began, picture))
            self._lines.write(json.dumps(_record(one, began, picture), ensure_ascii=False) + "\n")
            if one.source == "told":
                self._things.write(f"- {_shown(one.time, one.zone)} {_plain(one.caption)} (#{one.id})\n")
            self._before = one
            self.count += 1

    def add_taught(self, things: Iterable[Taught]) -> None:
        """After the observations."""
        self._page.write(album.foot(self.count))
        self._things.write("\n## Taught · 教過的\n\n")
        for thing in things:
            views = [f"pictures/thing-{thing.id}-{number}.png" for number in range(1, len(thing.views) + 1)]
            for view, png in zip(views, thing.views, strict=True):
                (self._folder / view).write_bytes(png)
            shown = " ".join(f"![]({view})" for view in views)
            self._things.write(f"- {_plain(thing.name)}, {_shown(thing.time)} {shown}\n")
        self._things.write(
            "\n## Where things were · 物品的位置\n\n"
            "| thing · 物品 | place · 位置 | since · 自 | until · 至 | gone · 不在 | seen in · 依據 |\n"
            "|---|---|---|---|---|---|\n"
        )

    def add_stays(self, stays: Iterable[Stay]) -> None:
        """After what was taught."""
        for stay in stays:
            gone = _shown(stay.gone) if stay.gone is not None else ""
            evidence = f"#{stay.first}" if stay.first == stay.last else f"#{stay.first} – #{stay.last}"
            times = f"{_shown(stay.since)} | {_shown(stay.until)} | {gone}"
            self._things.write(f"| {_plain(stay.thing)} | {_plain(stay.place)} | {times} | {evidence} |\n")


@contextlib.contextmanager
def exporting(folder: Path, now: float) -> Iterator[Export]:
    """`folder` is there afterwards, whole, or it is not there. Raises RememberingError that says what to do."""
    part: Path | None = None
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RememberingError(f"{folder} is there already. Choose a folder that is new or empty.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
        with contextlib.ExitStack() as files:
            yield Export(part, now, files)
        if folder.exists():
            folder.rmdir()
        os.replace(part, folder)
    except OSError as error:
        raise _failed(folder, error) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _failed(folder: Path, error: OSError) -> RememberingError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    why = "the disk is full" if full else error.strerror or type(error).__name__
    return RememberingError(
        f"The memory was not exported to {folder}: {why}. What was written has been removed, and the memory is as it "
        "was. Free some space, or choose another folder."
    )


def _record(one: Observation, began: float, picture: str) -> dict[str, object]:
    return {
        "id": one.id,
        "time": iso(one.time, one.zone),
        "began": iso(began, one.zone),
        "source": one.source,
        "caption": one.caption,
        "text": one.text,
        "boxes": [asdict(box) for box in one.boxes],
        "picture": picture or None,
    }


def _shown(time: float, zone: int | None = None) -> str:
    return f"{local(time, zone):%Y-%m-%d %H:%M}"


def _plain(text: str) -> str:
    """On one line, and nothing in it is Markdown or HTML."""
    line = " ".join(text.split())
    return "".join(f"&#{ord(letter)};" if letter in "\\`*[]<>|&" else letter for letter in line)
