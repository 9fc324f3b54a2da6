"""In which order observations answer a question."""

import pytest

from assistant.core.values import Box, Observation, Source
from memory.finding.questions import asked
from memory.finding.ranking import Sought, fused, ordered, ranked, rarity, scored


def seen(id: int, caption: str, *labels: str, text: str = "", source: Source = "camera") -> Observation:
    boxes = tuple(Box(label, 0, 0, 1, 1) for label in labels)
    return Observation(100.0 * id, source, caption, text, boxes, id=id)


def sought(question: str) -> list[Sought]:
    return [Sought.of(word, 1.0) for word in asked(question)]


def answers(question: str, *captions: str) -> list[str]:
    """Captions in the order in which they answer; the last of the arguments is the newest."""
    kept = [seen(id, caption) for id, caption in enumerate(captions, 1)]
    return [one.caption for one in ordered(ranked(sought(question), kept))]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("where is the microwave?", "microwave: above the stove.", "book: on the microwave."),
        ("where is the table?", "table: by the window.", "table lamp: on the shelf."),
        ("where is the table?", "table: by the window.", "coffee table: by the sofa."),
        ("where is the red bag?", "red bag: in the hall.", "bag: in the hall. apple: red."),
        ("where is the red bag?", "red bag: in the hall.", "blue bag: in the hall."),
        ("where are my spectacles?", "a pair of glasses lies on the desk", "sunglasses: on the desk"),
        ("where is my mug?", "mug: in the sink.", "cup: in the sink."),
        ("where is the pillow with the face?", "pillow with a face on it: on the couch.", "yellow pillow: on the bed."),
        ("where is the cup on the piano?", "cup: on the piano.", "cup: on the table. pen: near the piano"),
        ("where is the hanging plant?", "plant: hangs from the ceiling.", "plant: on the floor."),
        ("我的眼鏡在哪裡", "眼鏡在桌上", "書在眼鏡旁邊"),
        ("我的紅色背包在哪裡", "red backpack: on the chair", "blue backpack: on the sofa"),
        ("where is the wallet", "there is a wallet on the shelf", "a shelf is beside the wallet"),
    ],
)
def test_what_a_sentence_is_about_counts_before_what_it_mentions(question: str, first: str, second: str) -> None:
    assert answers(question, first, second)[0] == first
    assert answers(question, second, first)[0] == first


def test_the_word_itself_counts_a_little_more_than_another_word_for_it() -> None:
    said = ("spectacles: on the desk.", "glasses: on the shelf.")
    assert answers("where are my glasses?", *said) == ["glasses: on the shelf.", "spectacles: on the desk."]
    assert answers("where are my spectacles?", *said) == list(said)


def test_of_equals_the_newest_comes_first() -> None:
    said = ["keys: on the desk.", "keys: on the shelf.", "keys: in the drawer."]
    assert answers("where are my keys?", *said) == said[::-1]


def test_the_same_thing_at_the_same_place_is_one_answer_and_the_newest() -> None:
    kept = [
        seen(1, "keys: on the desk. pen: at the left."),
        seen(2, "Keys: on the desk. cup: at the right."),
        seen(3, "keys: in the drawer."),
    ]
    assert [one.id for one in ordered(ranked(sought("where are my keys"), kept))] == [3, 2]


def test_two_uploads_of_the_same_name_are_two() -> None:
    kept = [seen(1, "picture: a receipt", source="upload"), seen(2, "picture: a receipt", source="upload")]
    assert [one.id for one in ordered(ranked(sought("receipt"), kept))] == [2, 1]


def test_what_was_read_and_labels_count_too() -> None:
    kept = [seen(1, "a page", text="Invoice 17"), seen(2, "a page", text="Invoice 18"), seen(3, "", "cup")]
    assert ordered(ranked(sought("invoice 17"), kept))[0].id == 1
    assert ordered(ranked(sought("where is the cup"), kept))[0].id == 3


def test_orders_are_fused_by_reciprocal_rank() -> None:
    assert fused("abc", "cxy") == ["c", "a", "b", "x", "y"]  # c: 1/63 + 1/61; a: 1/61; b and x: 1/62, the words first
    assert fused("abc") == ["a", "b", "c"]
    assert fused([], []) == []


def test_a_caption_that_says_all_is_not_outvoted_by_looks() -> None:
    question = sought("the red bag")
    says_it = seen(1, "red bag: in the hall.")
    others = [seen(id, f"bag: on chair {id}.") for id in range(2, 6)]
    looks = [scored(question, one) for one in reversed([says_it, *others])]
    assert ordered(ranked(question, [says_it, *others]), looks)[0] is says_it


def test_where_no_caption_says_all_of_it_looks_decide_with_the_words() -> None:
    question = sought("the red bag")
    kept = [seen(id, f"bag: on chair {id}.") for id in range(1, 5)]
    unnamed = seen(9, "a hall")
    looks = [scored(question, one) for one in (kept[0], unnamed)]
    found = ordered(ranked(question, kept), looks)
    assert found[0] is kept[0]
    assert unnamed in found
    assert ordered([], looks) == [kept[0], unnamed]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    assert rarity(0.0, 1000) == rarity(1 / 1000, 1000) == 1.0
    assert 0.1 <= rarity(1.0, 1000) < rarity(0.1, 1000) < rarity(0.01, 1000) < 1.0
