"""All that is remembered in a folder that a person can read: what a user said is text, and it is whole or none."""

import asyncio
import json
import os
import subprocess
import tracemalloc
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.core.errors import RememberingError
from assistant.core.values import Box, Observation, Taught
from memory.store import Store
from tests.clock import run
from tests.pictures import desk, encode

DAY = 86_400.0
NOON = 1_700_000_000.0  # 2023-11-14 22:13:20 UTC
HOSTILE = "<script>alert('zq')</script> **bold** | `code` <img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """What a browser makes of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Store]:
    memory = Store.open(tmp_path / "data")
    yield memory
    memory.close()


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "memories.jsonl").read_text("utf-8").splitlines()]


def test_everything_is_there_newest_first_by_day_with_its_picture(memory: Store, tmp_path: Path) -> None:
    small, large = encode(desk()), encode(desk("large", (1280, 720)))
    box = Box("cup", 0.25, 0.5, 0.5, 1.0, 0.9)
    first = run(memory.add(Observation(NOON, "camera", "cup: on the desk.", "", (box,), small, zone=480)))
    second = run(
        memory.add(Observation(NOON + DAY, "upload", "眼鏡在鋼琴上。", "Dear Anna\n2 < 3", (), large, zone=-90))
    )
    told = run(memory.add(Observation(NOON + DAY + 60, "told", "my keys are on the hook", zone=0)))
    run(memory.teach(Taught("Mug", (b"png one", b"png two"), 90, NOON)))
    folder = tmp_path / "out" / "export"
    assert run(memory.export(folder)) == 3

    found = lines(folder)
    assert [one["id"] for one in found] == [told.id, second.id, first.id]
    assert [one["time"] for one in found][1:] == ["2023-11-15T20:43:20-01:30", "2023-11-15T06:13:20+08:00"]
    assert [one["picture"] for one in found] == [None, f"pictures/{second.id}.jpg", f"pictures/{first.id}.jpg"]
    assert found[1]["text"] == "Dear Anna\n2 < 3"
    assert found[2]["boxes"] == [
        {"label": "cup", "left": 0.25, "top": 0.5, "right": 0.5, "bottom": 1.0, "score": 0.9},
    ]
    page = Page((folder / "index.html").read_text("utf-8"))
    assert [one["id"] for one in page.of("article")] == ["3", "2", "1"]
    assert [(one["src"], one["loading"]) for one in page.of("img")] == [
        (f"pictures/{id}.jpg", "lazy") for id in (second.id, first.id)
    ]
    assert [word for word in page.words if word.startswith("2023-")] == ["2023-11-15, Wednesday · 星期三"]
    assert {"眼鏡在鋼琴上。", "Dear Anna\n2 < 3", "cup"} <= set(page.words)
    assert (folder / "pictures" / f"{first.id}.jpg").read_bytes() == run(memory.picture(first.id))
    assert (folder / "pictures" / f"{second.id}.jpg").read_bytes() == run(memory.picture(second.id, large=True))
    things = (folder / "things.md").read_text("utf-8")
    assert "my keys are on the hook" in things
    assert "Mug" in things
    assert f"#{first.id}" in next(line for line in things.splitlines() if line.startswith("| cup"))
    assert (folder / "pictures" / "thing-1-2.png").read_bytes() == b"png two"
    readme = (folder / "README.txt").read_text("utf-8")
    assert "newest first" in readme
    assert "由新到舊" in readme


def test_what_a_user_said_is_text_and_the_page_runs_and_loads_nothing(memory: Store, tmp_path: Path) -> None:
    box = Box(f'"{HOSTILE}', 0, 0, 1, 1)
    run(memory.add(Observation(NOON, "camera", HOSTILE, HOSTILE, (box,), encode(desk()))))
    run(memory.add(Observation(NOON + 1, "told", f"my {HOSTILE} keys are on the | hook")))
    run(memory.teach(Taught(HOSTILE, (), 90, NOON)))
    run(memory.export(tmp_path / "export"))
    html = (tmp_path / "export" / "index.html").read_text("utf-8")
    page = Page(html)
    assert page.words.count(HOSTILE) == 2
    assert page.of("script") == []
    assert [one["src"] for one in page.of("img")] == ["pictures/1.jpg"]
    assert [name for _, one in page.tags for name in one if name.startswith("on")] == []
    assert [name for name, one in page.tags if {"href", "action"} & set(one)] == []
    things = (tmp_path / "export" / "things.md").read_text("utf-8")
    assert not [mark for mark in ("<", "**", "`") if mark in things]


def test_a_folded_memory_is_exported_with_its_span(memory: Store, tmp_path: Path) -> None:
    for n in range(30):
        run(memory.add(Observation(NOON + 70.0 * n, "camera", "cup: on the desk.", zone=0)))
    for n in range(40):
        run(memory.add(Observation(NOON + 2_100 + 300.0 * n, "told", f"note {n}")))
    assert run(memory.export(tmp_path / "export")) == 41
    last = lines(tmp_path / "export")[-1]
    assert (last["began"], last["time"]) == ("2023-11-14T22:13:20+00:00", "2023-11-14T22:47:10+00:00")


def test_an_empty_memory_is_a_page_that_says_so(memory: Store, tmp_path: Path) -> None:
    assert run(memory.export(tmp_path / "export")) == 0
    assert "Nothing is remembered" in (tmp_path / "export" / "index.html").read_text("utf-8")


def test_a_folder_with_something_in_it_is_left_alone(memory: Store, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert run(memory.export(tmp_path / "mine")) == 0
    before = (tmp_path / "mine" / "index.html").read_bytes()
    with pytest.raises(RememberingError, match="new or empty"):
        run(memory.export(tmp_path / "mine"))
    assert (tmp_path / "mine" / "index.html").read_bytes() == before


def test_where_nothing_can_be_written_it_says_why(memory: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RememberingError, match=r"was not exported.*choose another folder"):
        run(memory.export(tmp_path / "file" / "export"))


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(disk)]
    if os.name != "posix" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk can only be mounted by root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_and_nothing_half_written_stays(memory: Store, tiny_disk: Path) -> None:
    run(memory.load(Observation(NOON + n, "camera", f"cup {n}", picture=encode(desk())) for n in range(40)))
    with pytest.raises(RememberingError, match=r"the disk is full.*Free some space"):
        run(memory.export(tiny_disk / "export"))
    assert list(tiny_disk.iterdir()) == []
    assert len(run(memory.recent(limit=99))) == 40


def test_what_is_stored_meanwhile_waits_for_no_more_than_a_page(memory: Store, tmp_path: Path) -> None:
    async def both() -> tuple[int, Observation]:
        await memory.load(Observation(NOON + n, "camera", f"cup {n}") for n in range(500))
        export = asyncio.create_task(memory.export(tmp_path / "export"))
        kept = await memory.add(Observation(NOON + 900, "camera", "a late pen"))
        assert not export.done()
        return await export, kept

    count, kept = run(both())
    assert count in (500, 501)
    assert run(memory.get(kept.id)) == kept


def test_many_are_written_row_by_row(memory: Store, tmp_path: Path) -> None:
    words = "what was read " * 60
    run(memory.load(Observation(NOON + 100 * n, "camera", "", words) for n in range(4_000)))
    tracemalloc.start()
    assert run(memory.export(tmp_path / "export")) == 4_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    written = sum(path.stat().st_size for path in (tmp_path / "export").iterdir() if path.is_file())
    assert written > 7e6
    assert peak < written / 2
