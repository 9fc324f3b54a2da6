"""What folds, by which rule: runs, episodes, days, and what is spared when room is needed."""

from dataclasses import replace

from memory.ageing.episodes import (
    EPISODES,
    HOUR,
    ROOM,
    Moment,
    Sighted,
    alike,
    episode,
    most_different,
    runs,
    spare,
    stretch,
    united,
)


def moment(id: int, time: float, words: str = "", picture_bytes: int = 0, current: bool = False) -> Moment:
    scene = frozenset((word,) for word in words.split())
    said = frozenset(words.split())
    return Moment(id, "camera", time, time, words, "", (), picture_bytes, scene=scene, words=said, current=current)


def test_what_shows_the_same_is_one_with_the_best_picture_over_all_its_time() -> None:
    (folded,) = runs([moment(1, 0, "cup desk", 10)], [moment(2, 60, "cup desk", 30), moment(3, 90, "cup desk", 20)])
    assert (folded.kept.id, folded.kept.began, folded.kept.time) == (2, 0, 90)
    assert [one.id for one in folded.gone] == [1, 3]


def test_a_cup_elsewhere_is_no_repeat_and_one_that_came_back_is() -> None:
    (folded,) = runs([], [moment(1, 0, "cup desk"), moment(2, 60, "cup shelf"), moment(3, 90, "cup desk")])
    assert ({folded.kept.id, *(one.id for one in folded.gone)}, folded.kept.time) == ({1, 3}, 90)


def test_a_run_is_no_longer_than_an_hour_so_that_forgetting_a_part_takes_no_more() -> None:
    assert runs([moment(1, 0, "cup")], [moment(2, HOUR + 1, "cup")]) == []


def test_another_page_at_the_same_place_is_not_the_same() -> None:
    page = replace(moment(1, 0, "page desk"), read=frozenset({"dear", "anna"}))
    assert alike(page, replace(page, read=frozenset({"dear", "anna", "x"})))
    assert alike(page, replace(page, read=frozenset()))
    assert not alike(page, replace(page, read=frozenset({"total", "12", "euro", "anna"})))


def test_without_a_known_thing_only_the_same_words_are_the_same() -> None:
    one = replace(moment(1, 0, "a grey afternoon"), scene=frozenset())
    assert alike(one, replace(one, id=2))
    assert not alike(one, replace(one, words=frozenset({"a", "red", "afternoon"})))


def test_every_sentence_is_said_once() -> None:
    said = [
        "mug: on the desk.",
        "Red mug: on the desk",
        "red mug: on the desk.",
        "杯子在桌上。",
        "杯子在桌上",
        "p 1",
        "p 12",
    ]
    assert united(said) == ["Red mug: on the desk", "杯子在桌上。", "p 1", "p 12"]


def test_an_episode_keeps_its_few_most_different_pictures_and_the_words_of_the_others() -> None:
    words = ["cup desk", "cup desk pen", "cat sofa", "cat sofa tv", "rain window", "soup pot kitchen", "cup desk lamp"]
    moments = [moment(n, 60.0 * n, said, 10) for n, said in enumerate(words, 1)]
    left = episode(moments, EPISODES)
    pictured = {one.kept.caption for one in left if one.kept.picture_bytes}
    assert len(pictured) == EPISODES.pictures
    assert {"rain window", "soup pot kitchen"} < pictured
    said = " ".join(one.kept.caption for one in left)
    assert all(word in said for caption in words for word in caption.split())


def test_what_is_current_keeps_its_picture_beside_the_few() -> None:
    moments = [moment(n, n, "cup desk", 10, current=n < 9) for n in range(1, 16)]
    left = episode(moments, EPISODES)
    assert {one.kept.id for one in left if one.kept.picture_bytes} >= set(range(1, 9))
    assert sum(one.kept.picture_bytes > 0 for one in left) == 8 + EPISODES.pictures


def test_no_word_is_cut_off_when_a_summary_is_full_another_begins() -> None:
    moments = [moment(n, n, f"thing{n} " + "x" * 300 + f"{n}") for n in range(9)]
    left = [one.kept for one in episode(moments, EPISODES)]
    assert all(len(one.caption) <= ROOM for one in left)
    assert all(any(f"thing{n} " in one.caption for one in left) for n in range(9))
    assert len(left) == 3


def test_an_episode_ends_where_nothing_was_seen_for_ten_minutes() -> None:
    moments = [moment(n, time) for n, time in enumerate((0, 500, 1_000, 1_601, 1_700))]
    assert [len(part) for part in stretch(moments[:1], moments[1:], 600)] == [1, 2]
    assert [len(part) for part in stretch(moments[:3], moments[3:], 600)] == [0, 2]


def test_of_two_that_are_alike_the_plainer_picture_goes() -> None:
    three = [moment(1, 0, "cup desk", 30), moment(2, 1, "cup desk", 20), moment(3, 2, "cat sofa", 10)]
    assert [one.id for one in most_different(three, 2)] == [1, 3]


def test_of_what_stayed_where_it_was_the_first_and_the_last_are_evidence() -> None:
    def cup(id: int, time: float, place: str) -> Sighted:
        return Sighted(id, time, "cup", "", "", place, "seen")

    line = [cup(1, 1, "desk"), cup(1, 2, "desk"), cup(1, 3, "desk"), cup(2, 4, "shelf"), cup(1, 5, "desk")]
    assert spare(line) == [line[1]]


def test_a_moment_of_the_ledger_goes_whole_or_it_would_say_that_something_was_not_there() -> None:
    cups = [Sighted(1, time, "cup", "", "", "desk", "seen") for time in (1.0, 2.0, 3.0, 4.0)]
    lamp = Sighted(1, 2.0, "lamp", "", "", "desk", "seen")
    assert spare([*cups, lamp]) == [cups[2]]
