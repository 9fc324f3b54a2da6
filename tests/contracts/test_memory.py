"""What every memory promises, whatever keeps it."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from assistant.core.ports import Memory
from assistant.core.values import Box, Observation, Taught
from tests.clock import run
from tests.contracts.remembered import (
    HOUR,
    ask,
    captions,
    jpeg,
    seen,
    told,
)


def test_what_is_added_comes_back_whole_with_an_id_and_without_its_picture(memory: Memory) -> None:
    observation = Observation(HOUR, "camera", "a desk", "Anna\n眼鏡", (Box("desk", 0, 0.25, 1, 0.75, 0.5),), jpeg())
    kept = run(memory.add(observation))
    assert kept.id > 0
    assert run(memory.get(kept.id)) == kept
    assert (kept.caption, kept.text, kept.boxes, kept.picture) == ("a desk", "Anna\n眼鏡", observation.boxes, b"")


def test_a_picture_is_kept_no_larger_than_640_pixels(memory: Memory) -> None:
    kept = run(memory.add(Observation(1, "upload", "a poster", picture=jpeg(1600, 900))))
    picture = run(memory.picture(kept.id))
    assert picture is not None
    assert np.asarray(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)).shape == (360, 640, 3)


@pytest.mark.parametrize("id", [0, -1, 7, 2**63, 2**80])
def test_an_id_that_never_was_is_none(memory: Memory, id: int) -> None:
    assert run(memory.get(id)) is None
    assert run(memory.picture(id)) is None


def test_a_broken_picture_costs_the_picture_and_not_the_words(memory: Memory) -> None:
    kept = run(memory.add(Observation(1, "camera", "a desk", picture=b"\xff\xd8 torn")))
    assert run(memory.picture(kept.id)) is None
    assert captions(run(memory.search("desk"))) == ["a desk"]


def test_an_update_is_found_by_its_new_words_only(memory: Memory) -> None:
    kept = run(memory.add(seen(1, "picture one", source="upload")))
    changed = seen(1, "a receipt", "Total 12", source="upload")
    assert run(memory.update(Observation(1, "upload", changed.caption, changed.text, id=kept.id)))
    assert captions(run(memory.search("receipt total"))) == ["a receipt"]
    assert run(memory.search("picture")) == []
    assert not run(memory.update(Observation(1, "upload", "gone", id=kept.id + 1)))


def test_the_same_scene_within_a_minute_is_one_observation_of_its_newest_time(memory: Memory) -> None:
    observations = [seen(1000.0 + 20 * n, "a desk", "Anna", "cup") for n in range(4)]
    kept = ask(memory, *observations, then=memory.recent)
    assert [observation.time for observation in kept] == [1060.0, 1040.0]


def test_the_same_words_with_two_uploads_are_two(memory: Memory) -> None:
    pasted = seen(1, "picture image.png", source="upload")
    assert len(ask(memory, pasted, pasted, then=memory.recent)) == 2


def test_told_is_what_was_told_newest_first(memory: Memory) -> None:
    observations = [told(n, f"thing {n} is in box {n}") for n in range(60)] + [seen(99, "a desk")]
    kept = ask(memory, *observations, then=memory.told)
    assert [observation.time for observation in kept] == list(range(59, 9, -1))


def test_a_thing_taught_again_is_replaced(memory: Memory) -> None:
    run(memory.teach(Taught("My Notebook", (b"old",), 80, 1.0)))
    again = run(memory.teach(Taught("notebooks", (b"new", b"newer"), 90, 2.0)))
    assert run(memory.things()) == (again,)
    assert again == Taught("notebooks", (b"new", b"newer"), 90, 2.0, again.id)


def test_what_is_old_folds_and_is_still_found_by_its_old_number(memory: Memory) -> None:
    kept = [run(memory.add(seen(1e6 + 70.0 * n, "cup: on the desk."))) for n in range(10)]
    kept += [run(memory.add(seen(1e6 + 800.0 + 70.0 * n, f"cup: on shelf {n}.", f"page {n}"))) for n in range(10)]
    before = [(stay.place, stay.since, stay.until) for stay in run(memory.stays("cup"))]
    notes = (told(1e6 + 1_600.0 + 900.0 * n, f"note {n}") for n in range(112))
    left = [one for one in ask(memory, *notes, then=lambda: memory.recent(limit=999)) if one.source != "told"]
    assert len(left) < 8
    assert {found.id for one in kept if (found := run(memory.get(one.id)))} == {one.id for one in left}
    assert [(stay.place, stay.since, stay.until) for stay in run(memory.stays("cup"))] == before
    assert kept[12].id in run(memory.forget(ids=[kept[12].id]))
    assert run(memory.get(kept[12].id)) is None


def test_all_of_it_can_be_written_into_a_folder(memory: Memory, tmp_path: Path) -> None:
    run(memory.add(Observation(1, "camera", "cup: on the desk.", picture=jpeg(1280, 720))))
    run(memory.add(told(2, "my keys are on the hook")))
    assert run(memory.export(tmp_path / "export")) == 2
    assert sorted(path.name for path in (tmp_path / "export").iterdir()) == [
        "README.txt", "index.html", "memories.jsonl", "pictures", "things.md"
    ]  # fmt: skip
    (picture,) = (tmp_path / "export" / "pictures").iterdir()
    assert np.asarray(cv2.imread(str(picture))).shape == (720, 1280, 3)
