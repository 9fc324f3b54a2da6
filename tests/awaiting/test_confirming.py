"""How many looks it takes, and when it counts again."""

from collections.abc import Sequence

from assistant.awaiting.confirming import Confirming, Fired, Rule, Seen

USUAL = Rule()
LETTERS: dict[str, Seen] = {"y": "yes", "c": "clearly", "n": "no", "?": "unsure"}


def fired(looks: str, rule: Rule = USUAL) -> list[tuple[int, float]]:
    """At which look, of one a second, and since when."""
    confirming = Confirming(rule)
    told: Sequence[tuple[int, Fired | None]] = [
        (second, confirming.judge(float(second), LETTERS[look])) for second, look in enumerate(looks)
    ]
    return [(second, one.since) for second, one in told if one]


def test_two_of_three_looks_have_to_say_so() -> None:
    assert fired("nnynnnynnn") == []
    assert fired("nnyynn") == [(3, 2.0)]
    assert fired("nnynynn") == [(4, 2.0)]


def test_an_unsure_look_counts_neither_way() -> None:
    assert fired("ny?????y") == [(7, 1.0)]
    assert fired("????") == []


def test_it_does_not_count_again_while_it_lasts_nor_before_it_was_over_for_a_while() -> None:
    assert fired("yyyyyyyyyyyyyyyyyyyy") == [(1, 0.0)]
    assert fired("yy" + "n" * 12 + "yy") == [(1, 0.0), (15, 14.0)]
    assert fired("yynnnyynnn" + "n" * 5) == [(1, 0.0)]
    assert fired("yynyynyynyynyynyynyy") == [(1, 0.0)]


def test_a_rule_may_be_quicker() -> None:
    assert fired("nynnyn", Rule(need=1, of=1, clear=2, cool=3.0)) == [(1, 1.0)]
    assert fired("nynnnyn", Rule(need=1, of=1, clear=2, cool=3.0)) == [(1, 1.0), (5, 5.0)]


def test_undecided_looks_ask_for_another() -> None:
    confirming = Confirming()
    confirming.judge(0.0, "no")
    assert not confirming.undecided
    confirming.judge(1.0, "yes")
    assert confirming.undecided
    confirming.judge(2.0, "yes")
    assert confirming.so


def test_a_clear_look_is_enough() -> None:
    assert fired("nnc") == [(2, 2.0)]
    assert fired("nncnncnnn", Rule(cool=2.0)) == [(2, 2.0)]
