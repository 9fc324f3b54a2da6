"""Phrases for a time become intervals of local time, whatever its zone does; what is no time is None."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.core.wording import to_simplified
from assistant.understanding.times import Span, interval, when_of

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=BERLIN)


def resolved(phrase: str, now: datetime = TUESDAY) -> tuple[str, str] | None:
    """The interval as local times of day, "24 14:00"."""
    span = interval(phrase, now.timestamp(), now.tzinfo)
    return (local(span.since, now), local(span.until, now)) if span else None


def local(seconds: float, now: datetime) -> str:
    return f"{datetime.fromtimestamp(seconds, now.tzinfo):%d %H:%M}"


MEANT = [
    ("just now", "24 15:25", "24 15:30"),
    ("a moment ago", "24 15:25", "24 15:30"),
    ("five minutes ago", "24 15:23", "24 15:26"),
    ("an hour ago", "24 14:10", "24 14:50"),
    ("about two hours ago", "24 12:30", "24 14:30"),
    ("half an hour ago", "24 14:50", "24 15:10"),
    ("an hour and twenty minutes ago", "24 13:43", "24 14:36"),
    ("a few minutes ago", "24 15:22", "24 15:29"),
    ("in the last hour", "24 14:30", "24 15:30"),
    ("over the past three days", "21 15:30", "24 15:30"),
    ("this morning", "24 05:00", "24 12:00"),
    ("early this morning", "24 05:00", "24 12:00"),
    ("today", "24 00:00", "24 15:30"),
    ("earlier", "24 00:00", "24 15:30"),
    ("yesterday", "23 00:00", "24 00:00"),
    ("yesterday evening", "23 17:00", "24 00:00"),
    ("Yesterday  at three", "23 14:45", "23 15:15"),
    ("at three yesterday afternoon", "23 14:45", "23 15:15"),
    ("last night", "23 18:00", "24 05:00"),
    ("last night at 2", "24 01:45", "24 02:15"),
    ("the day before yesterday in the evening", "22 17:00", "23 00:00"),
    ("on Monday", "23 00:00", "24 00:00"),
    ("last Monday", "23 00:00", "24 00:00"),
    ("on Tuesday", "17 00:00", "18 00:00"),
    ("Monday last week", "16 00:00", "17 00:00"),
    ("on Monday at 9", "23 08:45", "23 09:15"),
    ("Monday evening", "23 17:00", "24 00:00"),
    ("at the weekend", "21 00:00", "23 00:00"),
    ("at 3 pm", "24 14:45", "24 15:15"),
    ("at 3", "24 14:45", "24 15:15"),
    ("at 4", "24 03:45", "24 04:15"),
    ("at 4 p.m.", "23 15:45", "23 16:15"),
    ("at half past nine", "24 09:15", "24 09:45"),
    ("at quarter to ten", "24 09:30", "24 10:00"),
    ("twenty past two", "24 14:05", "24 14:35"),
    ("at 09:15", "24 09:00", "24 09:30"),
    ("around noon", "24 11:30", "24 12:30"),
    ("at midnight", "23 23:45", "24 00:15"),
    ("at 3 in the morning", "24 02:45", "24 03:15"),
    ("during lunch", "24 12:00", "24 13:30"),
    ("before lunch", "24 00:00", "24 12:00"),
    ("after lunch", "24 13:30", "24 15:30"),
    ("after dinner", "23 20:30", "24 00:00"),
    ("before 14:00", "24 00:00", "24 14:00"),
    ("until noon", "24 00:00", "24 12:00"),
    ("since 9", "24 09:00", "24 15:30"),
    ("since yesterday", "23 00:00", "24 15:30"),
    ("after Monday", "24 00:00", "24 15:30"),
    ("between two and three", "24 14:00", "24 15:00"),
    ("between two and three o'clock yesterday", "23 14:00", "23 15:00"),
    ("between 10 and 11 pm", "23 22:00", "23 23:00"),
    ("between 11 and 1", "24 11:00", "24 13:00"),
    ("from nine to five yesterday", "23 09:00", "23 17:00"),
    ("from 22:00 to 2:00", "23 22:00", "24 02:00"),
    ("from Friday to Sunday", "20 00:00", "23 00:00"),
    ("two days ago", "22 00:00", "23 00:00"),
    ("two days ago at noon", "22 11:45", "22 12:15"),
    ("last week", "16 00:00", "23 00:00"),
    ("this week", "23 00:00", "24 15:30"),
    ("on the 3rd", "03 00:00", "04 00:00"),
    ("on 2026-11-20", "20 00:00", "21 00:00"),
    ("剛才", "24 15:25", "24 15:30"),
    ("五分鐘前", "24 15:23", "24 15:26"),
    ("半小時前", "24 14:50", "24 15:10"),
    ("一個半小時前", "24 13:30", "24 14:30"),
    ("過去一小時", "24 14:30", "24 15:30"),
    ("今天", "24 00:00", "24 15:30"),
    ("今天早上", "24 05:00", "24 12:00"),
    ("今早", "24 05:00", "24 12:00"),
    ("早上八點左右", "24 07:30", "24 08:30"),
    ("昨天", "23 00:00", "24 00:00"),
    ("昨晚", "23 17:00", "24 00:00"),
    ("昨天下午三點半", "23 15:15", "23 15:45"),
    ("前天", "22 00:00", "23 00:00"),
    ("前天晚上", "22 17:00", "23 00:00"),
    ("兩天前", "22 00:00", "23 00:00"),
    ("星期一", "23 00:00", "24 00:00"),
    ("上週一", "16 00:00", "17 00:00"),
    ("禮拜天晚上", "22 17:00", "23 00:00"),
    ("上週", "16 00:00", "23 00:00"),
    ("上個星期", "16 00:00", "23 00:00"),
    ("週末", "21 00:00", "23 00:00"),
    ("下午三點", "24 14:45", "24 15:15"),
    ("大約三點", "24 14:30", "24 15:30"),
    ("14:00", "24 13:45", "24 14:15"),
    ("凌晨三點", "24 02:45", "24 03:15"),
    ("晚上十二點", "23 23:45", "24 00:15"),
    ("中午", "24 11:00", "24 14:00"),
    ("三點之前", "24 00:00", "24 15:00"),
    ("午餐前", "24 00:00", "24 12:00"),
    ("午飯後", "24 13:30", "24 15:30"),
    ("吃午飯的時候", "24 12:00", "24 13:30"),
    ("三點到四點之間", "24 15:00", "24 15:30"),
    ("在兩點和三點之間", "24 14:00", "24 15:00"),
    ("昨天下午兩點到三點", "23 14:00", "23 15:00"),
    ("從早上九點到十一點", "24 09:00", "24 11:00"),
    ("從昨天開始", "23 00:00", "24 15:30"),
    ("三號", "03 00:00", "04 00:00"),
    ("2026年11月20日", "20 00:00", "21 00:00"),
]


@pytest.mark.parametrize(("phrase", "since", "until"), MEANT)
def test_a_phrase_is_an_interval_seen_from_a_tuesday_afternoon(phrase: str, since: str, until: str) -> None:
    assert resolved(phrase) == (since, until)
    assert resolved(to_simplified(phrase)) == (since, until)


@pytest.mark.parametrize(
    ("phrase", "since", "until"),
    [
        ("on 3 March", "2026-03-03", "2026-03-04"),
        ("on March 3rd", "2026-03-03", "2026-03-04"),
        ("on the twenty-first of December", "2025-12-21", "2025-12-22"),
        ("on 29 February", "2024-02-29", "2024-03-01"),
        ("on the 31st", "2026-10-31", "2026-11-01"),
        ("in March", "2026-03-01", "2026-04-01"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("two months ago", "2026-09-01", "2026-10-01"),
        ("三月三號", "2026-03-03", "2026-03-04"),
        ("十二月二十五日", "2025-12-25", "2025-12-26"),
        ("上個月", "2026-10-01", "2026-11-01"),
    ],
)
def test_a_date_is_the_last_such_day(phrase: str, since: str, until: str) -> None:
    days = [datetime.fromisoformat(day).replace(tzinfo=BERLIN).timestamp() for day in (since, until)]
    assert interval(phrase, TUESDAY.timestamp(), BERLIN) == Span(*days)


@pytest.mark.parametrize(
    "phrase",
    ["", " ", "now", "foo", "my keys", "three", "at 25", "at 9:75", "on the 32nd", "on 30 February", "tomorrow",
     "at", "between", "yesterday today", "on 2026-13-45", "前", "桌上", "三十點", "明天", "三",
     "a" * 100_000, "昨" * 100_000],
)  # fmt: skip
def test_what_is_no_time_is_nothing(phrase: str) -> None:
    assert resolved(phrase) is None


@pytest.mark.parametrize("phrase", ["tonight", "this evening", "今晚", "on 2027-01-01", "at 5 pm today"])
def test_what_is_yet_to_come_is_nothing(phrase: str) -> None:
    assert resolved(phrase) is None


def test_a_clock_time_without_a_day_is_the_last_such_time() -> None:
    early = TUESDAY.replace(hour=8, minute=0)
    assert resolved("at 9", early) == ("23 20:45", "23 21:15")
    assert resolved("at 9 am", early) == ("23 08:45", "23 09:15")
    assert resolved("between two and three", early) == ("24 02:00", "24 03:00")
    assert resolved("before lunch", early) == ("23 00:00", "23 12:00")
    assert resolved("下午三點", early) == ("23 14:45", "23 15:15")


def test_after_midnight_the_evening_is_still_tonight_and_this_morning_the_last_one() -> None:
    late = TUESDAY.replace(hour=1, minute=0)
    assert resolved("tonight", late) == ("23 18:00", "24 01:00")
    assert resolved("this morning", late) == ("23 05:00", "23 12:00")
    assert resolved("今晚", late) == ("23 17:00", "24 00:00")
    assert resolved("yesterday", late) == ("23 00:00", "24 00:00")


def test_the_farther_back_the_wider() -> None:
    widths = []
    for phrase in ("one minute ago", "five minutes ago", "half an hour ago", "two hours ago", "six hours ago"):
        span = interval(phrase, TUESDAY.timestamp(), BERLIN)
        assert span
        widths.append(span.until - span.since)
    assert widths == [60, 200, 1200, 4800, 7200]


def test_a_day_on_which_clocks_change_has_23_or_25_hours() -> None:
    for monday, hours in (
        (datetime(2026, 10, 26, 12, tzinfo=BERLIN), 25),
        (datetime(2026, 3, 30, 12, tzinfo=BERLIN), 23),
    ):
        span = interval("yesterday", monday.timestamp(), BERLIN)
        assert span
        assert span.until - span.since == hours * 3600
        assert resolved("yesterday at noon", monday) == (f"{monday.day - 1} 11:45", f"{monday.day - 1} 12:15")


def test_an_hour_that_clocks_show_twice_counts_twice() -> None:
    span = interval("between two and three", datetime(2026, 10, 25, 8, tzinfo=BERLIN).timestamp(), BERLIN)
    assert span
    assert span.until - span.since == 2 * 3600


def test_a_time_that_clocks_skip_is_no_error() -> None:
    morning = datetime(2026, 3, 29, 8, tzinfo=BERLIN)
    span = interval("at 2:30 am", morning.timestamp(), BERLIN)
    assert span
    assert span.since < datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN).timestamp()
    assert span.until > datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN).timestamp()


def test_minutes_that_passed_do_not_follow_the_clocks() -> None:
    after_the_change = datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=BERLIN).timestamp()
    assert interval("in the last hour", after_the_change, BERLIN) == Span(after_the_change - 3600, after_the_change)


def test_each_zone_has_its_own_morning() -> None:
    now = TUESDAY.timestamp()
    for zone, offset in (("Asia/Taipei", 8), ("America/New_York", -5), ("Asia/Kathmandu", 5.75)):
        span = interval("yesterday morning", now, ZoneInfo(zone))
        assert span
        assert (span.since / 3600 + offset) % 24 == 5
        assert span.until - span.since == 7 * 3600


def test_without_a_zone_the_clock_of_this_machine_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with monkeypatch.context() as zone:
            zone.setenv("TZ", "Asia/Taipei")
            time.tzset()
            here = interval("昨天早上", TUESDAY.timestamp())
    finally:
        time.tzset()
    assert here == interval("昨天早上", TUESDAY.timestamp(), ZoneInfo("Asia/Taipei"))


def test_at_every_hour_of_a_year_no_interval_is_empty_or_reaches_beyond_now() -> None:
    phrases = [phrase for phrase, _, _ in MEANT]
    now = datetime(2026, 1, 1, 0, 7, tzinfo=BERLIN).timestamp()
    for step in range(0, 365 * 24, 7):
        moment = now + step * 3600.0
        span = interval(phrases[step % len(phrases)], moment, BERLIN)
        assert span is None or span.since < span.until <= moment


@pytest.mark.parametrize(
    ("text", "rest", "when"),
    [
        ("where were my keys this morning", "where were my keys", "this morning"),
        ("This morning, where were my keys?", "where were my keys", "This morning"),
        ("what did you see in the kitchen yesterday around three", "what did you see in the kitchen",
         "yesterday around three"),
        ("where is my Monday folder", "where is my Monday folder", ""),
        ("what was on the 3rd shelf", "what was on the 3rd shelf", ""),
        ("what was on the shelf on the 3rd", "what was on the shelf", "on the 3rd"),
        ("where is today's newspaper", "where is today's newspaper", ""),
        ("where are my three bags", "where are my three bags", ""),
        ("今天早上桌上有什麼", "桌上有什麼", "今天早上"),
        ("我的眼鏡昨天下午三點左右在哪裡", "我的眼鏡在哪裡", "昨天下午三點左右"),
        ("三點到四點之間你看到什麼", "你看到什麼", "三點到四點之間"),
        ("早餐在哪裡", "早餐在哪裡", ""),
        ("現在幾點", "現在幾點", ""),
    ],
)  # fmt: skip
def test_a_question_is_parted_from_its_time(text: str, rest: str, when: str) -> None:
    assert when_of(text) == (rest, when)


def test_each_phrase_is_found_at_the_end_and_at_the_beginning_of_a_question() -> None:
    for phrase, _, _ in MEANT:
        if phrase.isascii() and phrase != "twenty past two":
            phrase = " ".join(phrase.split())
            assert when_of(f"where was it {phrase}") == ("where was it", phrase.rstrip("."))
            assert when_of(f"{phrase}, where was it") == ("where was it", phrase.rstrip("."))
        elif not phrase.isascii():
            assert when_of(f"我的杯子{phrase}在哪裡") == ("我的杯子在哪裡", phrase)


def test_looking_for_a_time_costs_little_whatever_is_written() -> None:
    hostile = ("at ", "in the last ", "half past ", "from one to ", "ago ", "昨天", "三點", "上", "在早上的")
    began = time.process_time()
    for words in hostile:
        for length in (60, 160, 500, 100_000):
            when_of((words * length)[:length])
    assert (time.process_time() - began) / len(hostile) < 0.25


def test_an_interval_of_days_is_reckoned_by_the_calendar() -> None:
    """Adding 86,400 s a day would be an hour off here."""
    before = datetime(2026, 10, 24, tzinfo=BERLIN).timestamp()
    span = interval("two days ago", datetime(2026, 10, 26, 12, tzinfo=BERLIN).timestamp(), BERLIN)
    assert span == Span(before, before + timedelta(days=1).total_seconds())
