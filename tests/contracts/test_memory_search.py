"""What every memory promises of words that are looked for, whatever keeps it."""

import pytest

from assistant.core.ports import Memory
from assistant.core.values import Taught
from tests.clock import run
from tests.contracts.remembered import ask, captions, newest, seen


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("invoice", "Invoice No. 17"),
        ("INVOICE 17", "Invoice No. 17"),
        ("keys", "one key"),
        ("key", "two keys"),
        ("running", "it runs"),
        ("cookie", "Cookies!"),
        ("眼鏡", "我的眼鏡在鋼琴上"),
        ("眼镜", "我的眼鏡在鋼琴上"),
        ("鋼琴", "眼镜在钢琴上"),
        ("琴", "眼镜在钢琴上"),
        ("上", "眼镜在钢琴上"),
        ("USB線", "一条USB线"),
        ("cafe", "Café Central"),
        ("notebo", "a notebook"),
        ("ＡＢ１", "ab1"),
    ],
)
def test_words_are_found_in_every_form_and_script(memory: Memory, words: str, text: str) -> None:
    found = ask(memory, seen(1, "page", text), seen(100, "other", "nothing"), then=lambda: memory.search(words))
    assert captions(found) == ["page"]


def test_all_words_must_occur_in_caption_text_or_labels(memory: Memory) -> None:
    observations = (seen(1, "red cup"), seen(100, "red", "", "cup"), seen(200, "red", "pen"), seen(300, "", "cup"))
    assert captions(ask(memory, *observations, then=lambda: memory.search("red cup"))) == ["red", "red cup"]


def test_characters_that_only_stand_apart_are_not_the_word(memory: Memory) -> None:
    assert ask(memory, seen(1, "眼睛和鏡子"), then=lambda: memory.search("眼鏡")) == []


def test_a_whole_word_wins_over_the_beginning_of_another(memory: Memory) -> None:
    assert captions(ask(memory, seen(1, "car"), seen(99, "card"), then=lambda: memory.search("car"))) == ["car"]


def test_found_is_newest_first_and_at_most_the_limit(memory: Memory) -> None:
    observations = [seen(100.0 * n, f"cup {n}") for n in range(5)]
    assert captions(ask(memory, *observations, then=lambda: memory.search("cup", limit=2))) == ["cup 4", "cup 3"]
    assert run(memory.search("cup", limit=-1)) == run(memory.recent(limit=-1)) == []


def test_since_is_inclusive_and_until_exclusive(memory: Memory) -> None:
    observations = [seen(100.0 * n, f"cup {n}") for n in range(5)]
    found = ask(memory, *observations, then=lambda: memory.search("cup", since=100, until=300))
    assert captions(found) == captions(run(memory.recent(since=100, until=300))) == ["cup 2", "cup 1"]


@pytest.mark.parametrize(
    "words",
    [
        *("", "  ", '"', "''", "*", "(", "^", "_", "\0", "\ud800", "\u0301", "🎹", '鏡" OR "', "cup* OR x"),
        *("NEAR(cup desk)", "caption : zzz", "cup AND", "-cup", "{caption}: x", "cup + ", "cup'; DROP TABLE words; --"),
    ],
)
def test_no_text_of_a_user_is_syntax(memory: Memory, words: str) -> None:
    found = ask(memory, seen(1, "cup"), then=lambda: memory.search(words))
    assert found == [] or captions(found) == ["cup"]
    run(memory.stays(words))
    run(memory.forget(thing=f"{words} nowhere"))
    assert captions(run(memory.search("cup"))) == ["cup"]


def test_half_a_character_does_not_cost_the_rest(memory: Memory) -> None:
    assert captions(ask(memory, seen(1, "cup \ud800"), then=lambda: memory.search("cup"))) == ["cup ?"]


def test_a_thing_goes_by_other_names_in_both_languages_and_by_what_was_taught(memory: Memory) -> None:
    names = run(memory.names("my mobiles"))
    assert names[0] == "mobile"
    assert {"cell phone", "手机"} <= {*names}
    assert run(memory.names("刀"))[:2] == ("刀", "knife")
    assert run(memory.names("gizmo")) == ("gizmo",)


def test_a_taught_name_is_known_when_it_is_written_apart(memory: Memory) -> None:
    run(memory.teach(Taught("notebook", (b"png",), 80, 1.0)))
    kept = run(memory.add(seen(2, "", "", "notebook")))
    assert run(newest(memory, "my note book")) == kept
