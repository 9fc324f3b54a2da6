"""A reply streams in; sentences fit to be spoken come out early, and nothing is lost or said twice."""

import random
import re
import time

import pytest

from assistant.voice.speaking import Piece, Sentences


def spoken(text: str, size: int = 1) -> list[str]:
    """What is spoken of `text` when it arrives `size` letters at a time."""
    sentences, pieces = Sentences(), []
    for at in range(0, len(text), size):
        pieces += sentences.feed(text[at : at + size])
    return aloud(pieces + sentences.finish())


def aloud(pieces: list[Piece]) -> list[str]:
    return [piece.said for piece in pieces]


@pytest.mark.parametrize(
    ("reply", "pieces"),
    [
        ("Hello there. How are you? Fine!", ["Hello there.", "How are you?", "Fine!"]),
        ("It is on the table. It was seen twice, just now.", ["It is on the table.", "It was seen twice, just now."]),
        ("Pi is 3.14, or 22/7. Right?", ["Pi is 3.14, or 22/7.", "Right?"]),
        ("Fruit e.g. apples. Mr. Smith, Dr. J. R. No.", ["Fruit for example apples.", "Mr. Smith, Dr. J. R. No."]),
        ("The answer is no. But so am I. Really.", ["The answer is no.", "But so am I.", "Really."]),
        ("It costs $1,234.50. Cheap.", ["It costs 1,234 dollars 50.", "Cheap."]),
        ("Wait... what?! Yes.", ["Wait...", "what?!", "Yes."]),
        ("See https://example.com/a.b?c=d. Then go.", ["See example dot com.", "Then go."]),
        ("Seen [#12]. And there [#3][#4], too.", ["Seen.", "And there, too."]),
        ("Yes.\n\n# A title\n- one thing\n- **bold. Thing**\n", ["Yes.", "A title", "one thing", "bold. Thing"]),
        ("Steps.\n1. Open it\n2. Close it", ["Steps.", "1. Open it", "2. Close it"]),
        ("Try `x.y. z` now.\n```python\nprint(1). x\n```\nDone.", ["Try x.y. z now.", "Done."]),
        ("Read [the docs. Here](http://x.y/z.a), please. OK.", ["Read the docs. Here, please.", "OK."]),
        ("Nice 😀👍🏽. 🎉 ", ["Nice ."]),
        ("Hot: 20°C, and 5 * 3 = 15. C# is #1.", ["Hot: 20°C, and 5 times 3 = 15.", "C# is number 1."]),
        ("Good.\n| a | b |\n|---|---|\n| 1 | 2 |\n", ["Good.", "a, b", "1, 2"]),
        ("Good. snake_case and _this_ <b>too</b>.", ["Good.", "snake case and this too."]),
        ("眼鏡在鋼琴上。我剛才看到的！還有嗎？", ["眼鏡在鋼琴上。", "我剛才看到的！", "還有嗎？"]),
        ("好。他說：「走吧。」然後走了；真的。", ["好。", "他說：「走吧。」", "然後走了；", "真的。"]),
        ("", []),
        ("...", []),
        ("no full stop", ["no full stop"]),
    ],
)  # fmt: skip
def test_a_reply_is_cut_into_what_can_be_spoken(reply: str, pieces: list[str]) -> None:
    whole = Sentences()
    assert aloud(whole.feed(reply) + whole.finish()) == pieces


def test_a_sentence_is_given_as_soon_as_it_is_complete() -> None:
    sentences = Sentences()
    assert aloud(sentences.feed("It is red.")) == []
    assert aloud(sentences.feed(" ")) == ["It is red."]
    assert aloud(sentences.feed("紅色。")) == ["紅色。"]


def test_the_first_clause_is_spoken_before_its_sentence_is_over() -> None:
    sentences = Sentences()
    assert aloud(sentences.feed("Well, your glasses are on the piano, left of ")) == [
        "Well, your glasses are on the piano,"
    ]
    assert aloud(sentences.feed("the lamp, I think, or so")) == []
    assert aloud(sentences.finish()) == ["left of the lamp, I think, or so"]
    assert aloud(Sentences().feed("您的眼鏡在鋼琴上，")) == ["您的眼鏡在鋼琴上，"]


def test_a_list_without_a_full_stop_is_spoken_all_the_same() -> None:
    words = [f"thing{number}" for number in range(400)]
    pieces = spoken("Yes. " + " ".join(words))
    assert max(map(len, pieces)) <= 260
    assert " ".join(pieces).split()[1:] == words


# What may stand in a reply, and the letters of it that must be heard.
PARTS = {
    **{
        part: part
        for part in ["the", "glasses", "Mr.", "Smith's", "piano,", "etc.", "3.14,", "k", "it", "14:02,", "1,000,"]
    },
    **{
        part: part
        for part in ["您的眼鏡", "在鋼琴上", "(so it is)", '"Really?"', "snake_case", "U.S.", "COVID-19,", "no.", "I."]
    },
    **{
        part: part for part in ["**bold. It**", "*very much*", "`a. b`", "**open", "`tick", "[half", "\n1. One", "OK! "]
    },
    **dict.fromkeys(
        ["!", "?", ".", "…", ":", "—", "，", "。", "！", "\n", "\n\n- ", "# ", "😀", "[#12]", "***", "|"], ""
    ),
    "[link. Here](http://a.b/c.d)": "link Here",
    "<b>x</b>": "x",
    "https://localhost:8080/a.b?c=d": "localhost",
}


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("seed", range(40))
def test_no_word_is_lost_or_said_twice_however_the_reply_arrives(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        parts = dice.choices(list(PARTS), k=60)
        text, pieces, sentences = " ".join(parts), [], Sentences()
        while text:
            size = dice.choice([1, 2, 3, 5, 20])
            pieces += sentences.feed(text[:size])
            text = text[size:]
        said = "".join(aloud(pieces + sentences.finish()))
        assert letters(said) == "".join(letters(PARTS[part]) for part in parts)


# Marks that open, close, end or mean nothing, where a border between two deltas could be taken for an end.
MARKS = [
    *[
        "a",
        "word",
        " ",
        " ",
        ". ",
        ".",
        ",",
        ", ",
        "!",
        "?",
        "\n",
        "*",
        "**",
        "`",
        "```",
        "[",
        "]",
        "(",
        ")",
        "](",
        "#",
    ],
    *[
        "[#12]",
        "|",
        "。",
        "！",
        "？",
        "，",
        "「",
        "」",
        "“",
        "”",
        '"',
        "'",
        "0",
        "12",
        "-",
        "–",
        " – ",
        "—",
        "…",
        "字",
        "眼鏡",
    ],
    *["$", "$$", "\\(", "\\)", "\\[", "\\]", "\\frac{a}{b}", "No. ", "Inc. ", "[^1]", "<br>", "5 "],
    *["_", "e.g.", "1. ", "~~", "😀", ":", "：", "long" * 30, " w" * 30],
]


@pytest.mark.parametrize("seed", range(40))
def test_the_pieces_are_the_same_however_the_reply_arrives(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        text = rest = "".join(dice.choices(MARKS, k=dice.choice([8, 20, 60])))
        largest, pieces, sentences = dice.choice([1, 1, 2, 3, 7, 40]), [], Sentences()
        while rest:
            size = dice.randint(1, largest)
            pieces += sentences.feed(rest[:size])
            rest = rest[size:]
        pieces += sentences.finish()
        assert aloud(pieces) == spoken(text, len(text)), text
        assert text.startswith("".join(piece.before + piece.written for piece in pieces)), text


def test_what_a_chinese_full_stop_closes_is_waited_for_and_nothing_else() -> None:
    sentences = Sentences()
    assert aloud(sentences.feed("他說：「走吧。")) == []
    assert aloud(sentences.feed("」")) == ["他說：「走吧。」"]
    assert aloud(sentences.feed("好。")) == ["好。"]
    assert aloud(sentences.feed("真的？！是。")) == ["真的？", "是。"]


def test_a_clause_comes_early_but_not_out_of_a_range_or_a_time() -> None:
    assert aloud(Sentences().feed("The table is about 10 – 12 cm wide, ")) == [
        "The table is about 10 to 12 centimetres wide,"
    ]
    assert aloud(Sentences().feed("我們明天下午的會議在14：05開始，")) == ["我們明天下午的會議在14:05開始，"]


@pytest.mark.parametrize(
    ("reply", "piece"),
    [
        ("Seen twice [1], [2, 3].", "Seen twice [1], [2, 3]."),
        ("Seen twice[1], there.[2, 3]", "Seen twice, there."),
        ("Seen twice.[^1]", "Seen twice."),
        ("Go to <https://example.com> for `List<int>`", "Go to example dot com for List"),
        ("On Nov. 24th Gen. Lee came to Rm. 5 for tea", "On Nov. 24th Gen. Lee came to Room 5 for tea"),
        ("One<br>two<br/>three", "One two three"),
        ("No. 5 of Fig. 3 by Smith Inc. says so.", "Number 5 of Figure 3 by Smith Inc. says so."),
        ("So $$\n\\frac{a}{b} = 2.\n$$ holds", "So a over b = 2. holds"),
        ("- [x] Tea", "Tea"),
        ("| Tea | $3.50 |", "Tea, 3 dollars 50"),
        ("See https://www.example.com/a?b=c#d", "See example dot com"),
        ("Salt &amp pepper", "Salt & pepper"),
        ("Run `get_name()` in **src/main.py**", "Run get name in src/main dot py"),
    ],
)
def test_marks_of_a_page_are_not_read_out(reply: str, piece: str) -> None:
    assert spoken(reply) == [piece]


def test_a_fence_that_never_closes_is_left_out_and_holds_back_nothing_before_it() -> None:
    sentences = Sentences()
    assert aloud(sentences.feed("Here it is. ```py\nprint(1).\n")) == ["Here it is."]
    assert sentences.finish() == []


@pytest.mark.parametrize(
    "unit", ["x", "word ", "`a ", "[#1 ", "**bold ", "https://a.example/", "One sentence. ", "一句話。"]
)
@pytest.mark.parametrize("size", [7, 20_000])
def test_a_reply_without_an_end_comes_in_pieces_and_costs_little(unit: str, size: int) -> None:
    began = time.process_time()
    pieces = spoken(unit * (20_000 // len(unit)), size)
    assert max(map(len, pieces)) <= 1200
    assert time.process_time() - began < 10  # where all of the reply was looked at again for each piece: minutes


def test_code_longer_than_what_is_looked_at_is_left_out_whole() -> None:
    code = "print('Hello. World.')\n" * 500
    for size in (5, 100_000):
        assert spoken(f"Here it is: ```python\n{code}``` Run it.", size) == ["Here it is:", "Run it."]
        assert spoken(f"Cut off ```\n{code}", size) == ["Cut off"]
