"""How far a voice has got in its words, as the page reckons it from the sound that came and the seconds it played."""

import json
from typing import Any

import pytest

from assistant.voice.heard import heard_until
from assistant.voice.speaking import Piece
from tests.web.page_code import needs_node, returned

pytestmark = needs_node


def reckoned(script: str) -> Any:
    return returned("Spans, wholeWords, overlap", "spans.js", script)


def test_what_was_played_grows_word_by_word_and_goes_on_with_the_next_sentence() -> None:
    heard = reckoned(
        """
        const spans = new Spans();
        spans.add("one two three four");
        spans.sound(1.0); spans.sound(1.0);
        spans.add("five six");
        spans.sound(1.0);
        spans.end();
        const heard = ({ text, played }) => text.slice(0, played);
        return [0, 0.5, 1, 1.9, 2, 2.5, 3, 9].map((at) => heard(spans.at(at)));
        """
    )
    assert heard == ["", "one", "one two", "one two three", "", "five", "five six", "five six"]


def test_a_long_sentence_is_not_taken_for_played_while_its_sound_is_still_made() -> None:
    sentence = "a sentence of fourteen words takes about five seconds to say at the usual rate"
    early, late, whole = reckoned(
        f"""
        const spans = new Spans();
        spans.add({json.dumps(sentence)});
        spans.sound(2.0);
        const early = spans.at(1.9).played;
        spans.sound(3.5);
        const late = spans.at(5.4).played;
        spans.end();
        return [early, late, spans.at(5.5).played];
        """
    )
    assert 0.3 < early / len(sentence) < 0.5
    assert early < late <= whole == len(sentence)


def test_the_pace_of_this_voice_is_learned_from_its_first_sentence() -> None:
    slow, quick = (
        reckoned(
            f"""
            const spans = new Spans();
            spans.add("one two three four five");
            spans.sound({seconds});
            spans.add("six seven eight nine ten and on");
            spans.sound(0.5);
            return spans.at({seconds} + 0.5).played;
            """
        )
        for seconds in (3.0, 1.0)
    )
    assert slow < quick


@pytest.mark.parametrize("text", ["I see QR codes, and more.", "我会读文字、QR 码和条码。", "It’s 3.5 km — 不遠"])
def test_a_word_counts_when_all_of_it_was_played_as_the_history_has_it(text: str) -> None:
    cut = "[...text, ''].map((_, at) => text.slice(0, wholeWords(text, at)))"
    assert reckoned(f"const text = {json.dumps(text)}; return {cut};") == [
        heard_until([Piece(text, text)], 0, at) for at in range(len(text) + 1)
    ]


def test_where_a_cut_sentence_stopped_is_found_in_what_the_history_kept() -> None:
    assert reckoned("return overlap('It is late. I will go', 'I will go home.');") == len("I will go")
    assert reckoned("return overlap('It is late.', 'I will go home.');") == 0
