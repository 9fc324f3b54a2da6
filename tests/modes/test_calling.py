"""Whether somebody is calling it: the name as ears spell it, where a name stands, and what only sounds like it."""

import pytest

from assistant.modes.calling import Calling, addressed

CALLED = [
    ("Keepsight, what time is it?", "what time is it?"),
    ("keep site what time is it", "what time is it"),
    ("Keep sight, read that.", "read that."),
    ("Keep side what do you see", "what do you see"),
    ("Keep cite where is it", "where is it"),
    ("keep sighed what's the time", "what's the time"),
    ("Kip sight, what is this", "what is this"),
    ("key sight what is that", "what is that"),
    ("Keeps I, what is this", "what is this"),
    ("keep size, where is it", "where is it"),
    ("Keep-sight read that", "read that"),
    ("Hey Keepsight", ""),
    ("Keepsite?", ""),
    ("okay keepsight stop", "stop"),
    ("and now, Keepsight, tell me", "tell me"),
    ("What time is it, Keepsight?", "What time is it?"),
    ("where are my keys keep site", "where are my keys"),
    ("keepsight 現在幾點", "現在幾點"),
    ("現在幾點，Keepsight", "現在幾點"),
    ("嘿，Keepsight，停", "停"),
    ("奇普賽特，現在幾點？", "現在幾點？"),
    ("基普賽 讀一下這個", "讀一下這個"),
    ("小看，讀一下", "讀一下"),
]
NOT_CALLED = [
    "", "what time is it", "keep it simple", "keep side by side", "keep sight of the ball", "keep silent",
    "we need to keep sight of that", "keeps it clean", "he keeps it", "that is a keepsake", "keep sitting there",
    "I asked Keepsight about it yesterday", "we should keep site visits short", "we lost the keep site",
    "I want you to keep sight", "keep inside", "Keith said it works", "keep size small", "keep six of them",
    "the kids' site is down", "Keepsight's answer was wrong", "Kepler site is nice", "別小看我", "我不小看他",
]  # fmt: skip


@pytest.mark.parametrize(("said", "rest"), CALLED, ids=[said for said, _ in CALLED])
def test_it_is_called_however_the_ears_spell_its_name(said: str, rest: str) -> None:
    assert addressed(said) == rest


@pytest.mark.parametrize("said", NOT_CALLED)
def test_words_that_only_sound_like_it_or_speak_about_it_call_nobody(said: str) -> None:
    assert addressed(said) is None


def test_after_the_name_alone_what_begins_within_eight_seconds_is_meant_for_it() -> None:
    now = 100.0
    calling = Calling(lambda: now)
    assert calling.said("Keepsight!", 99.0) == ""
    assert calling.said("what is this", 107.9) == "what is this"
    assert calling.said("and this", 107.9) == ""  # once


def test_while_the_key_is_held_everything_is_meant_for_it() -> None:
    calling = Calling(lambda: 100.0)
    calling.press(True)
    calling.begin()
    assert calling.open
    assert calling.said("what is this", 160.0) == "what is this"
    calling.begin()
    assert not calling.open
