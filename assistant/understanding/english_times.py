"""English phrases for a time (pure)."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from assistant.understanding import days
from assistant.understanding.moments import After, At, Back, Before, Between, Clock, Moment, Part, Phrase, Since, ago
from assistant.understanding.phrases import Atom, atom, moment_of
from assistant.understanding.rules import DIGITS, RECENTLY, count, seconds

_PARTS = {
    "morning": Part(5, 12), "noon": Part(11, 14), "afternoon": Part(12, 18), "evening": Part(17, 24),
    "night": Part(18, 29), "lunchtime": Part(11.5, 14), "dinnertime": Part(17.5, 21),
    "breakfast": Part(6, 10, meal=True), "lunch": Part(12, 13.5, meal=True), "dinner": Part(18, 20.5, meal=True),
    "supper": Part(18, 20.5, meal=True),
}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip

_NUMBER = (
    r"(?:\d+(?:\.\d+)?|half an?|(?:a )?(?:few|couple(?: of)?)|several|an?|"
    rf"(?:(?:twenty|thirty|forty|fifty)[ -])?(?:{'|'.join(word for word in DIGITS if len(word) > 2)}))"
)
_SPAN = (
    rf"(?:(?:{_NUMBER} )?(?:and a half )?(?:seconds?|secs?|minutes?|mins?|hours?)(?: and a half)?|"
    r"(?:(?:a|three) )?quarters? of an hour|half hour)"
)
_SPANS = rf"{_SPAN}(?: and {_SPAN})?"
_DAYS = rf"(?:{_NUMBER} )?(?:days?|weeks?|months?)"
_ABOUT = r"(?:(?:about|around|roughly|some|maybe|perhaps|like|almost|nearly) )"

_DAY = rf"(?P<day>{'|'.join(_WEEKDAYS)})"
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_NUMBERED = r"(?P<number>\d{1,2}(?:st|nd|rd|th)?)"
_ORDINAL = rf"(?P<number>\d{{1,2}}(?:st|nd|rd|th)|(?:(?:twenty|thirty)[ -])?(?:{'|'.join(_ORDINALS)}))"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_MEAL = r"(?P<part>breakfast|lunch|dinner|supper)(?: ?time)?"
_FIVES = r"five|ten|fifteen|twenty(?:[ -]five)?|thirty(?:[ -]five)?|forty(?:[ -]five)?|fifty(?:[ -]five)?"
_AT = r"(?P<at>(?:(?:at|exactly|about|around|roughly|near|close to) ){1,2})?"
_CLOCK = (
    rf"{_AT}(?:(?P<past>half|(?:a )?quarter|{_FIVES}|\d{{1,2}})(?: minutes)? (?P<to>past|after|to|before) )?"
    r"(?P<hour>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    rf"(?:(?P<colon>[:.h ])(?P<minute>[0-5]\d|(?:oh[ -])?five|{_FIVES}))?(?P<sharp> o'? ?clock)?"
    r"(?: ?(?P<half>[ap]\.?m\.?))?"
)
_END = r"(?=$|[ ,])"


def _marked_clock(match: re.Match[str]) -> Moment | None:
    """A number alone is no time: it needs "at", "o'clock", "pm", "half past" or a colon."""
    marks = (match["at"], match["past"], match["sharp"], match["half"], match["colon"] == ":")
    return _clock(match) if any(marks) else None


def _clock(match: re.Match[str]) -> Moment | None:
    hour, minute = round(count(match["hour"])), _minutes(match["past"] or match["minute"] or "")
    if match["to"] in ("to", "before"):
        hour, minute = hour - 1 or 12, 60 - minute
    half = (match["half"] or "").replace(".", "")
    if hour > (12 if half else 24) or not 0 <= minute < 60:
        return None
    settled = bool(half) or hour > 12 or match["hour"].startswith("0")
    hour = hour % 12 + 12 * (half == "pm") if half else hour % 24
    return Moment(clock=Clock(hour, minute, settled), loose=(match["at"] or "at ") not in ("at ", "exactly "))


def _minutes(words: str) -> int:
    if words.isdigit():
        return int(words)
    named = {"": 0, "half": 30, "quarter": 15, "a quarter": 15}
    return named[words] if words in named else round(count(words.removeprefix("oh").strip()))


def _day_of(match: re.Match[str]) -> Moment | None:
    word, month = match["number"], match.groupdict().get("month")
    if word[0].isdigit():
        number = int(re.sub(r"\D", "", word))
    else:
        *tens, ones = re.split("[ -]", word)
        number = sum(DIGITS[ten] for ten in tens) + _ORDINALS.index(ones) + 1
    return Moment(days.day_of(number, _month(month) if month else None)) if 0 < number < 32 else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1


def _date(match: re.Match[str]) -> Moment | None:
    try:
        return Moment(days.exactly(date.fromisoformat(match["date"])))
    except ValueError:
        return None


def _days_ago(match: re.Match[str]) -> Moment:
    words, number = match[0], round(count(match[0]))
    if "month" in words:
        return Moment(days.month(number))
    back = number * (7 if "week" in words else 1)
    if re.search("few|several|couple", words):
        return Moment(days.days_ago(2 * back, 2 * back - back // 3))
    return Moment(days.days_ago(back + 3, 7) if "week" in words else days.days_ago(back))


def _part(match: re.Match[str]) -> Moment:
    return Moment(part=_PARTS[match["part"]])


def _part_of_this_day(match: re.Match[str]) -> Moment:
    return Moment(days.this_day, _PARTS[match["part"]])


def _weekday(weeks_back: int | None) -> Callable[[re.Match[str]], Moment]:
    return lambda match: Moment(days.weekday(_WEEKDAYS.index(match["day"]), weeks_back))


# What means a time wherever it stands in a question …
_ATOMS: tuple[Atom, ...] = tuple(
    atom(pattern + _END, make)
    for pattern, make in (
        ("the day before yesterday", Moment(days.days_ago(2))),
        ("the night before last", Moment(days.days_ago(2), _PARTS["night"])),
        ("yesterday", Moment(days.days_ago(1))),
        ("(?:earlier )?today", Moment(days.days_ago(0))),
        (rf"(?:all |earlier |later )?this {_PART}", _part_of_this_day),
        (rf"all {_PART}", _part_of_this_day),
        ("tonight", Moment(days.this_day, _PARTS["night"])),
        ("last night|overnight|(?:during|in) the night", Moment(days.days_ago(1), _PARTS["night"])),
        ("(?:last|yesterday) evening", Moment(days.days_ago(1), _PARTS["evening"])),
        (rf"(?:on )?{_DAY} (?:of )?last week", _weekday(1)),
        (rf"last week,? (?:on )?{_DAY}", _weekday(1)),
        (rf"this {_DAY}", _weekday(0)),
        (rf"(?:on )?(?:the )?(?:last )?{_DAY}", _weekday(None)),
        ("(?:(?:at|on|over|during) )?(?:the|this) weekend", Moment(days.weekend)),
        ("(?:(?:over|during) )?last weekend", Moment(days.last_weekend)),
        ("(?:earlier )?this week", Moment(days.week(0))),
        ("last week", Moment(days.week(1))),
        ("(?:earlier )?this month", Moment(days.month(0))),
        ("last month", Moment(days.month(1))),
        ("the other day", Moment(days.days_ago(7, 7))),
        (rf"{_ABOUT}?{_DAYS} ago", _days_ago),
        (r"(?:on )?(?P<date>\d{4}-\d\d-\d\d)", _date),
        (rf"(?:on )?(?:the )?{_NUMBERED}(?: of)? {_MONTH}", _day_of),
        (rf"(?:on )?the {_ORDINAL} of {_MONTH}", _day_of),
        (rf"(?:on )?{_MONTH} (?:the )?{_NUMBERED}", _day_of),
        (r"on the (?P<number>\d{1,2}(?:st|nd|rd|th))", _day_of),
        (rf"in {_MONTH}", lambda match: Moment(days.named_month(_month(match["month"])))),
        (r"(?:at )?(?:noon|midday)", Moment(clock=Clock(12, settled=True))),
        (r"(?:at )?(?:around|about) (?:noon|midday)", Moment(clock=Clock(12, settled=True), loose=True)),
        (r"(?:(?:at|around|about) )*midnight", Moment(clock=Clock(0, settled=True))),
        (rf"(?:in|on|during|at) (?:the )?(?:early |late )?{_PART}", _part),
        (rf"(?<=day )(?:early |late )?{_PART}", _part),
        (r"(?:(?:in|during|at|over|around) (?:the )?)?(?P<part>lunchtime|dinnertime)", _part),
        (rf"(?:during|at|over) (?:the )?{_MEAL}", _part),
        (_CLOCK, _marked_clock),
    )
)  # fmt: skip
# … and what does only after a word that says so: "since three", "before lunch".
_BARE: tuple[Atom, ...] = (
    *_ATOMS,
    atom(rf"(?:the )?{_PART}{_END}", _part),
    atom(rf"(?:the )?{_MEAL}{_END}", _part),
    atom(_CLOCK + _END, _clock),
    atom(rf"the {_ORDINAL}{_END}", _day_of),
)
_BETWEEN_ATOMS = re.compile(r"[ ,]+(?:(?:sometime|some time|early|late|back|at|in the|in|on|of) )?")
_OPENING = re.compile(r"(?:(?:sometime|some time|early|late|very|first thing|back|right|shortly|just|maybe) )+(?!now)")


_FRAMES: dict[str, type[Since | Before | After]] = {"since": Since, "after": After}


def read(words: str) -> Phrase | None:
    """What a phrase in lower case says about time; None where it says nothing, or something else too."""
    words = words[opening.end() :] if (opening := _OPENING.match(words)) else words
    if phrase := _back(words) or _framed(words):
        return phrase
    moment = moment_of(words, _ATOMS, _BETWEEN_ATOMS)
    return At(moment) if moment else None


def _back(words: str) -> Phrase | None:
    if re.fullmatch(r"(?:only )?just now|a (?:moment|second|sec|minute) ago|(?:moments|seconds|minutes) ago", words):
        return Back(RECENTLY)
    if re.fullmatch(r"earlier(?: on)?|(?:a (?:little |short )?while|some time) ago", words):
        return Since(Moment(days.this_day))
    if match := re.fullmatch(rf"({_ABOUT}?)({_SPANS})( or so)? (?:ago|back|earlier)", words):
        few = re.search("few|several", match[2])
        return ago(_length(match[2]), loose=bool(match[1] or match[3] or "couple" in match[2]), few=bool(few))
    lately = rf"(?:(?:in|during|over|within|for|from) )?the (?:last|past|previous) ({_SPANS}|{_DAYS})"
    match = re.fullmatch(rf"{lately}|since ({_SPANS}) ago", words)
    return Back(_length(match[1] or match[2])) if match else None


def _length(words: str) -> float:
    return sum(seconds(part) for part in re.split(" and (?!a half)", words))


def _framed(words: str) -> Phrase | None:
    if match := re.fullmatch("(since|before|after|until|till|up to|up until) (.+)", words):
        moment = moment_of(match[2], _BARE, _BETWEEN_ATOMS)
        return _FRAMES.get(match[1], Before)(moment) if moment else None
    if match := re.fullmatch("between (.+?) and (.+)|from (.+?) (?:to|until|till|through) (.+)", words):
        first = moment_of(match[1] or match[3], _BARE, _BETWEEN_ATOMS)
        last = moment_of(match[2] or match[4], _BARE, _BETWEEN_ATOMS)
        return Between(first, last) if first and last else None
    return None


# The first words of phrases, and what before a phrase makes it a name ("my Monday folder").
_FIRST = re.compile(
    r"(?:just|only|right|a|an|about|around|roughly|some|sometime|maybe|half|quarter|few|couple|several|\d\S*|in|on|"
    r"at|over|"
    r"during|within|for|from|the|last|past|this|all|early|earlier|late|later|very|first|yesterday|today|tonight|"
    r"overnight|"
    rf"noon|midday|midnight|lunchtime|dinnertime|since|before|after|until|till|up|between|shortly|moments|minutes|"
    rf"{'|'.join(DIGITS)}|{'|'.join(_WEEKDAYS)}|{'|'.join(_MONTHS)})[a-z]*",
    re.IGNORECASE,
)
_NAMING = {"my", "our", "your", "his", "her", "their", "the", "a", "an", "of", "called", "named"}
_MOST_WORDS = 12


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Where in a question a phrase could stand, as (begin, end)."""
    words = [match.span() for match in re.finditer(r"[^\s,]+", text)]
    for i, (begin, after) in enumerate(words):
        before = text[slice(*words[i - 1])].lower() if i else ""
        if before in _NAMING or not _FIRST.fullmatch(text[begin:after].rstrip(".?!")):
            continue
        for _, end in words[i : i + _MOST_WORDS]:
            # "On the 3rd" is a day, "on the 3rd shelf" is not.
            if text[end : end + 1] in ("", ",") or not re.search(r"\d(?:st|nd|rd|th)$", text[begin:end]):
                yield begin, end
