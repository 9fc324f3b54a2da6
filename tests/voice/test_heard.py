"""What history keeps of a reply that was cut: the words that were played, as they were written."""

import random

import pytest

from assistant.voice.heard import Pace, Span, heard_part, heard_until
from assistant.voice.speaking import Piece, Sentences


def pieces(reply: str) -> list[Piece]:
    sentences = Sentences()
    return sentences.feed(reply) + sentences.finish()


def test_history_holds_only_the_words_that_were_played() -> None:
    reply, spans = pieces("Your glasses are on the piano, left of the lamp."), [Span(0.0, 3.0), Span(3.2, 4.9)]
    assert heard_part(reply, spans, 0.0) == ""
    assert heard_part(reply, spans, 1.5) == "Your glasses"
    assert heard_part(reply, spans, 3.1) == "Your glasses are on the piano,"
    assert heard_part(reply, spans, 4.3) == "Your glasses are on the piano, left of"
    assert heard_part(reply, spans, 60.0) == "Your glasses are on the piano, left of the lamp."


def test_a_sentence_without_sound_was_not_heard() -> None:
    assert heard_part(pieces("One. Two."), [Span(0.0, 1.0)], 9.0) == "One."
    assert heard_part(pieces("One."), [], 9.0) == ""


def test_a_voice_that_tells_how_far_it_is_is_believed() -> None:
    reply, spans = pieces("Well done."), [Span(0.0, 4.0, ((0.5, 0), (1.0, 5), (3.9, 10)))]
    assert [heard_part(reply, spans, at) for at in (0.9, 1.0, 3.8, 3.95)] == ["", "Well", "Well", "Well done."]


def test_how_long_a_piece_will_be_is_learned_from_the_one_before() -> None:
    pace = Pace()
    assert pace.seconds("sixteen letters.") == pytest.approx(1.0)
    assert pace.seconds("眼鏡在鋼琴") == pytest.approx(15 / 16)
    pace.learn("sixteen letters.", 2.0)
    pace.learn("Yes.", 4.0)  # too short to tell
    assert pace.seconds("thirty-two letters of one voice.") == pytest.approx(4.0)


def test_chinese_is_cut_between_characters_and_joined_without_spaces() -> None:
    assert heard_part(pieces("眼鏡在鋼琴上。我看到了。"), [Span(0, 2), Span(2, 3)], 2.5) == "眼鏡在鋼琴上。我看"


@pytest.mark.parametrize(
    ("written", "said_up_to", "kept"),
    [
        ("It runs at 3.5 km/h all day.", "It runs at 3.5 kilometres", "It runs at 3.5"),
        ("It runs at 3.5 km/h all day.", "It runs at 3.5 kilometres per hour", "It runs at 3.5 km/h"),
        ("It is 10–12 cm wide.", "It is 10", "It is 10"),
        ("It is 10–12 cm wide.", "It is 10 to 12 centimetres", "It is 10–12 cm"),
        ("Seen on 2026-11-24 at noon.", "Seen on 24 November", "Seen on"),
        ("Seen on 2026-11-24 at noon.", "Seen on 24 November 2026", "Seen on 2026-11-24"),
        (
            "Read [the docs](https://a.example/b?c=d) first.",
            "Read the docs",
            "Read [the docs](https://a.example/b?c=d)",
        ),
        ("It is **very much** so.", "It is very", "It is **very**"),
        ("Run `get_name()` in it.", "Run get name", "Run `get_name()`"),
        ("車很快，時速 3.5 km/h，很好。", "車很快，時速 3.5 公里", "車很快，時速 3.5 km/h，"),
    ],
)
def test_it_keeps_what_was_written_and_not_how_it_was_said(written: str, said_up_to: str, kept: str) -> None:
    piece = Piece("".join(piece.said + " " for piece in pieces(written)).strip(), written)
    assert said_up_to in piece.said
    assert heard_until([piece], 0, len(said_up_to)) == kept


def test_code_that_is_not_read_out_is_kept_with_what_was_said_after_it() -> None:
    reply = pieces("Here is what you asked for: ```py\nprint(1)\n``` Run it now.")
    assert heard_until(reply, 1, 0) == "Here is what you asked for:"
    assert heard_until(reply, 1, len("Run it")) == "Here is what you asked for: ```py\nprint(1)\n``` Run it"


def test_a_word_is_kept_whole_or_not_at_all() -> None:
    hello = [Piece("Hello world", "Hello world")]
    assert heard_until(hello, 0, 7) == "Hello"
    assert heard_until(hello, 0, 11) == "Hello world"
    assert heard_until(hello, 0, 4) == ""


PARTS = [
    *["The cat, 小貓, sat.", "It is 10–12 cm wide!", "**Bold words** and `code()` here.", "# Title\n", "- 3.5 km/h"],
    *["See https://a.example/x?y=z now.", "```\ncode.\n``` ", "眼鏡在鋼琴上。", "On 2026-11-24, at 14:05.", "\n\n"],
]


@pytest.mark.parametrize("seed", range(20))
def test_more_playing_never_means_fewer_words_and_all_of_it_is_the_reply(seed: int) -> None:
    dice = random.Random(seed)
    text = " ".join(dice.choices(PARTS, k=12)).strip() + " Done."
    reply = pieces(text)
    spans = [Span(float(n), n + 0.9) for n in range(len(reply))]
    parts = [heard_part(reply, spans, tenth / 10) for tenth in range(10 * len(reply) + 1)]
    assert [len(part) for part in parts] == sorted(len(part) for part in parts)
    assert all(text.startswith(part.rstrip("*`")) for part in parts)
    assert (parts[0], parts[-1]) == ("", text)
