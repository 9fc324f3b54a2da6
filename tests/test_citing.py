"""Citations come out of a stream whole, wherever its pieces are cut."""

import pytest

from assistant.citing import Citations


def fed(pieces: list[str]) -> tuple[str, list[int]]:
    citations = Citations()
    parts = [part for piece in pieces for part in citations.feed(piece)] + citations.flush()
    text = "".join(part for part in parts if isinstance(part, str))
    return text, [part for part in parts if isinstance(part, int)]


@pytest.mark.parametrize("size", range(1, 12))
def test_a_citation_is_found_however_the_stream_is_cut(size: int) -> None:
    text = "On the desk [#12], and again [#7]."
    assert fed([text[at : at + size] for at in range(0, len(text), size)]) == ("On the desk, and again.", [12, 7])


@pytest.mark.parametrize("text", ["An array [1, 2] of [#tags]", "it ends with [", "it ends with [#", "[#", "a [#12"])
def test_what_only_looks_like_one_stays_text(text: str) -> None:
    assert fed([text]) == (text, [])


def test_words_are_not_held_back_longer_than_they_may_be_a_citation() -> None:
    assert Citations().feed("see this") == ["see this"]
