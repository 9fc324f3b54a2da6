"""What a detector names joins what the other eyes see, under its place, and never as a taught thing."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.core.ports import Forgetful, QuickCaptioner
from assistant.core.values import Box, Description, Frame, Taught
from memory.store import Store
from models.composing import Together
from models.detector.eyes import MOST, NamingEyes, Once, named
from tests.clock import run
from tests.pictures import jpeg

VIEW = Frame(jpeg("desk"), 1000.0, "camera")
LEFT, MIDDLE = (0.1, 0.4, 0.2, 0.6), (0.45, 0.4, 0.55, 0.6)


@dataclass
class Names:
    """A detector that knows what is in view, and counts how often it looked."""

    boxes: tuple[Box, ...]
    quick: bool = True
    names: tuple[str, ...] = ("bottle", "cup", "person")
    looked: list[Frame] = field(default_factory=list)

    async def detect(self, frame: Frame) -> tuple[Box, ...]:
        self.looked.append(frame)
        return self.boxes


@dataclass
class Sees:
    """The eyes beside it. They forget, too."""

    description: Description
    forgot: int = 0

    async def describe(self, frame: Frame) -> Description:
        return self.description

    async def forget(self) -> None:
        self.forgot += 1


NOTEBOOK = Description("notebook: at the right of the picture.", "Anna", (Box("notebook", 0.8, 0.4, 0.9, 0.6),))
BOTTLE = Box("bottle", *LEFT, 0.9)


def with_memory(scene: Callable[[Store], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        memory = Store.open(None)
        await scene(memory)
        memory.close()

    run(whole())


def test_what_is_named_is_told_behind_what_is_seen_and_the_text_stays() -> None:
    async def scene(memory: Store) -> None:
        described = await NamingEyes(Sees(NOTEBOOK), Names((BOTTLE,)), memory).describe(VIEW)
        assert described.caption == "notebook: at the right of the picture. bottle: at the left of the picture."
        assert described.text == "Anna"
        assert [box.label for box in described.boxes] == ["notebook", "bottle"]

    with_memory(scene)


def test_a_taught_thing_is_known_by_its_look_alone() -> None:
    async def scene(memory: Store) -> None:
        await memory.teach(Taught("Bottle", (b"view",), 100, 900.0))
        nothing = Description("", worth_keeping=False)
        described = await NamingEyes(Sees(nothing), Names((BOTTLE,)), memory).describe(VIEW)
        assert described == nothing

    with_memory(scene)


def test_alike_things_have_a_place_each_and_are_counted_where_they_share_one() -> None:
    three = (BOTTLE, Box("bottle", *MIDDLE, 0.8), Box("bottle", 0.02, 0.4, 0.1, 0.6, 0.7))
    assert named(three).caption == "bottle: 2 at the left of the picture. bottle: in the middle of the picture."


def test_what_is_unsure_is_not_told_and_of_a_crowd_the_surest() -> None:
    assert named([replace(BOTTLE, score=0.4)]) == Description("", worth_keeping=False)
    assert len(named([BOTTLE] * 2 * MOST).boxes) == MOST


def test_a_covered_lens_has_nothing_to_name() -> None:
    async def scene(memory: Store) -> None:
        covered = Description("The lens is covered, or there is no light.", worth_keeping=False)
        names = Names((BOTTLE,))
        assert await NamingEyes(Sees(covered), names, memory).describe(VIEW) == covered
        assert not names.looked

    with_memory(scene)


def test_a_frame_that_was_noticed_is_not_looked_at_again_to_be_described() -> None:
    async def scene(memory: Store) -> None:
        names = Names((BOTTLE,))
        eyes = NamingEyes(Sees(NOTEBOOK), Once(names), memory)
        assert await eyes.notice(VIEW) == (BOTTLE,)
        await eyes.describe(VIEW)
        assert names.looked == [VIEW]
        await eyes.notice(replace(VIEW, time=1001.0))
        assert len(names.looked) == 2

    with_memory(scene)


def test_two_pairs_of_eyes_on_one_frame_ask_the_detector_once() -> None:
    async def scene(memory: Store) -> None:
        names = Names((BOTTLE,))
        once = Once(names)
        one, other = (NamingEyes(Sees(NOTEBOOK), once, memory) for _ in range(2))
        await one.describe(VIEW)
        await other.describe(VIEW)
        assert names.looked == [VIEW]
        await one.forget()
        await other.describe(VIEW)
        assert names.looked == [VIEW, VIEW]

    with_memory(scene)


def test_a_slow_detector_is_asked_only_about_frames_that_are_described() -> None:
    async def scene(memory: Store) -> None:
        names = Names((BOTTLE,), quick=False)
        eyes = NamingEyes(Sees(NOTEBOOK), names, memory)
        assert await eyes.notice(VIEW) is None
        assert not names.looked
        assert "bottle" in (await eyes.describe(VIEW)).caption

    with_memory(scene)


def test_beside_a_model_it_is_asked_all_the_same() -> None:
    async def scene(memory: Store) -> None:
        told = Sees(Description("mug: white, beside a notebook."))
        both = Together(NamingEyes(Sees(NOTEBOOK), Names((BOTTLE,)), memory), told, memory)
        assert isinstance(both, QuickCaptioner)
        assert await both.notice(VIEW) == (BOTTLE,)
        described = await both.deepen(VIEW, await both.describe(VIEW))
        assert "bottle: at the left of the picture. mug: white" in described.caption
        assert await Together(Sees(NOTEBOOK), told, memory).notice(VIEW) is None

    with_memory(scene)


def test_forgetting_reaches_the_last_frame_and_the_eyes_beside_it() -> None:
    async def scene(memory: Store) -> None:
        names, sees = Names((BOTTLE,)), Sees(NOTEBOOK)
        eyes = NamingEyes(sees, names, memory)
        await eyes.notice(VIEW)
        assert isinstance(eyes, Forgetful)
        await eyes.forget()
        await eyes.notice(VIEW)
        assert len(names.looked) == 2  # what it had found was gone
        assert sees.forgot == 1

    with_memory(scene)


def test_what_can_be_named_is_known_beforehand() -> None:
    async def scene(memory: Store) -> None:
        assert await NamingEyes(Sees(NOTEBOOK), Names((BOTTLE,)), memory).labels() == {"bottle", "cup", "person"}

    with_memory(scene)
