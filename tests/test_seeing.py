"""One event gives one frame: what came of it, not the hand in between."""

import numpy as np

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
