"""One event gives one frame: what came of it, not the hand in between."""

from collections.abc import Sequence

import numpy as np

from assistant.core.values import Box
from assistant.seeing import Gate, GateSettings, Glance, Grey, Verdict, difference


def scene(*, cup_at: int | None = None, brightness: float = 0.5, grain: int = 0) -> Grey:
    grey = np.full((18, 32), brightness, np.float32)
    grey[:, ::4] += 0.1
    if cup_at is not None:
        grey[6:12, cup_at : cup_at + 4] = 0.95
    if grain:
        grey += np.random.default_rng(grain).normal(0, 0.01, grey.shape).astype(np.float32)
    return grey


def judged(frames: list[Grey], *, sharpness: list[float] | None = None, seconds: float = 1.0) -> list[Verdict]:
    gate = Gate(GateSettings(heartbeat=60))
    sharp = sharpness or [100.0] * len(frames)
    return [gate.judge(Glance(grey, sharp[i]), i * seconds) for i, grey in enumerate(frames)]


def test_the_first_frame_passes_and_more_of_the_same_does_not() -> None:
    assert judged([scene(grain=i) for i in range(1, 11)]) == ["changed"] + ["same"] * 9


def test_a_cup_put_down_passes_once_when_it_rests() -> None:
    moving = [scene(cup_at=2), scene(cup_at=10)]
    assert judged([scene(), *moving, scene(cup_at=20), scene(cup_at=20), scene(cup_at=20)]) == [
        "changed", "moving", "moving", "moving", "changed", "same",
    ]  # fmt: skip


def test_a_scene_that_never_rests_passes_all_the_same_within_the_settling_time() -> None:
    verdicts = judged([scene(cup_at=(5 * i) % 28) for i in range(20)])
    gaps = np.diff([i for i, verdict in enumerate(verdicts) if verdict == "changed"])
    assert gaps.max() <= 5


def test_a_lamp_switched_on_is_no_event() -> None:
    assert judged([scene(cup_at=5), scene(cup_at=5), scene(cup_at=5) + 0.2]) == ["changed", "same", "same"]


def test_a_covered_lens_is_dark_and_a_shaken_camera_waits_for_a_sharp_frame() -> None:
    assert judged([scene() * 0, scene()]) == ["dark", "changed"]
    cup = scene(cup_at=9)
    assert judged([scene(), cup, cup, cup], sharpness=[100, 5, 5, 90]) == ["changed", "moving", "blurred", "changed"]


def test_an_unchanged_scene_passes_again_at_the_heartbeat() -> None:
    verdicts = judged([scene()] * 13, seconds=10.0)
    assert [i for i, verdict in enumerate(verdicts) if verdict == "heartbeat"] == [6, 12]


def test_a_frame_that_was_not_described_after_all_may_pass_again() -> None:
    gate = Gate()
    gate.judge(Glance(scene(), 100), 0)
    for time in (1, 2):
        last = gate.judge(Glance(scene(cup_at=9), 100), time)
    assert last == "changed"
    gate.undo()
    assert gate.judge(Glance(scene(cup_at=9), 100), 3) == "changed"


def test_a_difference_is_nought_for_the_same_and_at_most_one() -> None:
    assert difference(scene(), scene()) == 0
    assert 0 < difference(scene(), scene(cup_at=3)) <= 1


def thing(name: str, left: float, score: float = 0.9) -> Box:
    return Box(name, left, 0.4, left + 0.1, 0.8, score)


def judged_with(frames: Sequence[tuple[Grey, tuple[Box, ...]]], *, seconds: float = 1.0) -> list[Verdict]:
    gate = Gate(GateSettings(heartbeat=60))
    return [gate.judge(Glance(grey, 100, things), i * seconds) for i, (grey, things) in enumerate(frames)]


LEFT, RIGHT = thing("bottle", 0.1), thing("bottle", 0.8)
STILL = scene()


def test_a_thing_that_is_gone_is_a_change_even_where_the_thumbnail_shows_none() -> None:
    frames = [(STILL, (LEFT, RIGHT))] * 2 + [(STILL, (RIGHT,))] * 3
    assert judged_with(frames) == ["changed", "same", "moving", "changed", "same"]


def test_a_thing_put_elsewhere_is_a_change_and_one_that_only_sways_is_none() -> None:
    assert judged_with([(STILL, (LEFT,)), *[(STILL, (thing("bottle", 0.3),))] * 2])[-1] == "changed"
    sways = [(STILL, (thing("person", 0.1 + 0.02 * (i % 2)),)) for i in range(6)]
    assert judged_with(sways) == ["changed"] + ["same"] * 5


def test_a_score_that_wavers_is_no_change() -> None:
    frames = [(STILL, (LEFT, thing("table", 0.4, score))) for score in (0.9, 0.45, 0.3, 0.6, 0.4, 0.55)]
    assert judged_with(frames) == ["changed"] + ["same"] * 5
    appearing = [(STILL, (LEFT,)), *[(STILL, (LEFT, thing("tie", 0.4, 0.45)))] * 3]
    assert judged_with(appearing) == ["changed"] + ["same"] * 3


def test_things_that_stand_are_at_rest_while_a_shadow_still_settles_and_that_is_no_second_event() -> None:
    shadows = [scene(cup_at=at) for at in (4, 9, 14, 14, 14, 14, 14)]
    frames = [(STILL, (LEFT, RIGHT)), *((grey, (RIGHT,)) for grey in shadows)]
    assert judged_with(frames) == ["changed", "moving", "changed", "moving", *["same"] * 4]


def test_a_scene_that_goes_on_changing_behind_things_that_stand_passes_again() -> None:
    frames = [(STILL, (LEFT, RIGHT)), *((scene(cup_at=(5 * i) % 28), (RIGHT,)) for i in range(20))]
    gaps = np.diff([i for i, verdict in enumerate(judged_with(frames)) if verdict == "changed"])
    assert gaps.max() <= 6


def test_what_a_detector_does_not_name_is_seen_by_the_thumbnail_as_without_it() -> None:
    keys = scene(cup_at=20)
    assert judged_with([(STILL, (LEFT,)), *[(keys, (LEFT,))] * 3]) == ["changed", "moving", "changed", "same"]


def test_a_hand_that_moves_is_waited_for_and_what_came_of_it_is_kept() -> None:
    hands = [(scene(cup_at=at), (LEFT, thing("person", 0.3 + at / 50))) for at in (3, 12)]
    frames = [(STILL, ()), *hands, *[(scene(cup_at=1), (LEFT,))] * 2]
    assert judged_with(frames) == ["changed", "moving", "moving", "moving", "changed"]


def test_a_camera_carried_past_a_wall_on_which_nothing_is_named_is_not_at_rest() -> None:
    walls = [(scene(cup_at=(5 * i) % 28), ()) for i in range(3)]
    assert judged_with([(scene(cup_at=27), (LEFT,)), *walls]) == ["changed", "moving", "moving", "moving"]


def test_of_a_camera_that_is_carried_the_frames_that_name_something_new_are_kept() -> None:
    rooms = [np.roll(np.linspace(0.1, 0.9, 576, dtype=np.float32), 131 * i).reshape(18, 32) for i in range(9)]
    named = ["tv", "bed", "couch", "vase", "vase", "vase", "", "chair", ""]
    frames = [(rooms[i], (thing(name, 0.1 + i / 12),) if name else ()) for i, name in enumerate(named)]
    verdicts = judged_with(frames)
    assert [named[i] for i, verdict in enumerate(verdicts) if verdict == "changed"] == ["tv", "vase", "chair"]


def test_things_have_to_stand_for_most_of_a_second_however_many_frames_that_is() -> None:
    frames = [(STILL, (LEFT, RIGHT))] + [(STILL, (RIGHT,))] * 5
    assert judged_with(frames, seconds=0.25) == ["changed", "moving", "moving", "moving", "moving", "changed"]
    assert judged_with(frames[:3], seconds=3.0) == ["changed", "moving", "changed"]
