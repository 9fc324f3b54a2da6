"""Chinese phrases for a time, in simplified characters (pure)."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from assistant.understanding import days
from assistant.understanding.moments import After, At, Back, Before, Between, Clock, Moment, Part, Phrase, Since, ago
from assistant.understanding.phrases import Atom, atom, moment_of
from assistant.understanding.rules import RECENTLY, count, seconds

_PARTS = {
    "凌晨": Part(0, 6), "清晨": Part(5, 9), "早晨": Part(5, 10), "一早": Part(5, 10), "早上": Part(5, 12),
    "早": Part(5, 12), "上午": Part(5, 12), "中午": Part(11, 14), "午间": Part(11, 14), "下午": Part(12, 18),
    "午后": Part(12, 18),
    "傍晚": Part(16, 20), "晚上": Part(17, 24), "晚间": Part(17, 24), "晚": Part(17, 24), "夜里": Part(18, 29),
    "夜间": Part(18, 29), "夜晚": Part(18, 29), "夜": Part(18, 29), "半夜": Part(22, 29), "深夜": Part(22, 29),
}  # fmt: skip
_MEALS = {
    "早": Part(6, 10, meal=True), "午": Part(12, 13.5, meal=True), "中": Part(12, 13.5, meal=True),
    "晚": Part(18, 20.5, meal=True),
}  # fmt: skip
_DAYS_BACK = {"今": 0, "昨": 1, "前": 2}

_NUMBER = r"(?:\d+(?:\.\d+)?|半|好?几|数|[零一二两三四五六七八九十]{1,3})"
_SPAN = rf"(?:{_NUMBER}个?半?(?:秒钟?|分钟?|小时|钟头|刻钟)半?)"
_DAYS = rf"(?:{_NUMBER}个?半?(?:天|日|周|星期|礼拜|月))"
_ABOUT = r"(?:大约|大概|差不多|约|左右)"
_WEEK = r"(?:周|星期|礼拜)"
_PART = rf"(?P<part>{'|'.join(name for name in _PARTS if len(name) > 1)})(?!茶|餐|饭|好|安)"
_HOUR = r"(?P<hour>\d{1,2}|[零一二两三四五六七八九十]{1,3})"
_CLOCK = (
    rf"(?P<loose>{_ABOUT}|快)?{_HOUR}(?:点钟?整?|时|:(?P<digits>[0-5]\d))"
    r"(?:(?P<minute>半|一刻|三刻|零?[一二三四五六七八九]分?|[一二三四五]?十[一二三四五六七八九]?分?|\d{1,2}分?))?"
    r"(?P<around>多|左右|前后)?"
)
_DAY_OF = r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?:号|日)"
_MONTH = r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"


def _clock(match: re.Match[str]) -> Moment | None:
    hour, minute = round(count(match["hour"])), _minutes(match["digits"] or match["minute"] or "")
    if hour > 24 or minute > 59:
        return None
    settled = hour > 12 or match["hour"][0] in "0零"
    return Moment(clock=Clock(hour % 24, minute, settled), loose=bool(match["loose"] or match["around"]))


def _minutes(words: str) -> int:
    if digits := re.match(r"\d+", words):
        return int(digits[0])
    named = {"": 0, "半": 30, "一刻": 15, "三刻": 45}
    return named[words] if words in named else round(count(words.removeprefix("零")))


def _part(match: re.Match[str]) -> Moment:
    return Moment(part=_PARTS[match["part"]])


def _meal(match: re.Match[str]) -> Moment:
    return Moment(part=_MEALS[match["meal"]])


def _day_and_part(match: re.Match[str]) -> Moment:
    """今早、昨晚、前晚."""
    back = _DAYS_BACK[match["day"]]
    return Moment(days.days_ago(back) if back else days.this_day, _PARTS[match["short"]])


def _weekday(match: re.Match[str]) -> Moment:
    number = "一二三四五六日天".index(match["day"])
    back = {"上": 1, "这": 0, "本": 0}.get((match["which"] or "")[:1])
    return Moment(days.weekday(min(number, 6), back + len(match["which"].replace("个", "")) - 1 if back else back))


def _day_of(match: re.Match[str]) -> Moment | None:
    number, month = round(count(match["number"])), match.groupdict().get("month")
    of_month = round(count(month)) if month else None
    if number > 31 or (of_month or 1) > 12:
        return None
    return Moment(days.day_of(number, of_month))


def _date(match: re.Match[str]) -> Moment | None:
    try:
        return Moment(days.exactly(date(*(int(number) for number in re.findall(r"\d+", match[0])))))
    except ValueError:
        return None


def _days_ago(match: re.Match[str]) -> Moment:
    words, number = match[0], round(count(match[0]))
    if "月" in words:
        return Moment(days.month(number))
    week = re.search(_WEEK, words)
    back = number * (7 if week else 1)
    if re.search("几|数", words):
        return Moment(days.days_ago(2 * back, 2 * back - back // 3))
    return Moment(days.days_ago(back + 3, 7) if week else days.days_ago(back))


def _of_this_day(moment: Callable[[re.Match[str]], Moment]) -> Callable[[re.Match[str]], Moment | None]:
    return lambda match: Moment(days.this_day).joined(moment(match))


# What means a time wherever it stands in a question …
_ATOMS: tuple[Atom, ...] = tuple(
    atom(pattern, make)
    for pattern, make in (
        (rf"(?:今天|今日|当天){_PART}", _of_this_day(_part)),
        (r"(?P<day>今|昨|前)(?P<short>早|晚|夜)(?!餐|饭)(?:上|里)?", _day_and_part),
        ("今天|今日", Moment(days.days_ago(0))),
        ("昨天|昨日", Moment(days.days_ago(1))),
        ("大前天", Moment(days.days_ago(3))),
        ("前天|前日", Moment(days.days_ago(2))),
        (rf"{_ABOUT}?{_DAYS}(?:之?前|以前)", _days_ago),
        (rf"(?P<which>上上个?|上个?|这个?|本)?{_WEEK}(?P<day>[一二三四五六日天])", _weekday),
        (rf"上个?(?:{_WEEK}末)", Moment(days.last_weekend)),
        (rf"(?:这个?|本)?(?:{_WEEK}末)", Moment(days.weekend)),
        (rf"上个?{_WEEK}", Moment(days.week(1))),
        (rf"(?:这个?|本){_WEEK}", Moment(days.week(0))),
        (r"上个?月", Moment(days.month(1))),
        (r"(?:这个|本)月", Moment(days.month(0))),
        (r"前(?:几|两|些|阵)(?:天|日|子)", Moment(days.days_ago(7, 7))),
        (r"\d{4}(?:年|-|/)\d{1,2}(?:月|-|/)\d{1,2}(?:日|号)?", _date),
        (rf"{_MONTH}{_DAY_OF}", _day_of),
        (_DAY_OF, _day_of),
        (rf"{_MONTH}(?:份|的时候|里)", lambda match: Moment(days.named_month(round(count(match["month"]))))),
        (r"正午", Moment(clock=Clock(12, settled=True))),
        (r"午夜", Moment(clock=Clock(0, settled=True))),
        (_PART, _part),
        (r"(?:吃)?(?P<meal>早|午|中|晚)(?:饭|餐)(?=的?时候?|期间)", _meal),
        (_CLOCK, _clock),
    )
)
# … and what does only beside a word that says so: 「午餐前」.
_BARE: tuple[Atom, ...] = (*_ATOMS, atom(r"(?:吃)?(?:完)?(?P<meal>早|午|中|晚)(?:饭|餐)", _meal))
_BETWEEN_ATOMS = re.compile(r"(?:[的在,，、 ]|大约|大概)+")
_OPENING = re.compile("[在于](?=.)")
_CLOSING = re.compile(r"的?(?:时候|时刻|那时|时|期间)$|(?<=.)左右$")


def read(words: str) -> Phrase | None:
    """What a phrase says about time; None where it says nothing, or something else too."""
    return _back(words) or _framed(words) or _at(words)


def _at(words: str) -> Phrase | None:
    about = _OPENING.match(words)
    moment = moment_of(words[about.end() :] if about else words, _ATOMS, _BETWEEN_ATOMS)
    if not moment and (closing := _CLOSING.search(words)):
        moment = moment_of(words[about.end() if about else 0 : closing.start()], _BARE, _BETWEEN_ATOMS)
    return At(moment) if moment else None


def _back(words: str) -> Phrase | None:
    if re.fullmatch(r"刚刚|刚才|方才|(?:不久|没多久|一会儿?|片刻)(?:之?前|以前)", words):
        return Back(RECENTLY)
    if re.fullmatch(r"稍早(?:之?前|的?时候)?|早些时候|早先|先前", words):
        return Since(Moment(days.this_day))
    if match := re.fullmatch(rf"({_ABOUT}?)({_SPAN})(左右|多)?(?:之?前|以前)", words):
        few = re.search("几|数", match[2])
        return ago(seconds(match[2]), loose=bool(match[1] or match[3]), few=bool(few))
    lead = r"在?(?:过去|最近|近|最后|刚才|刚刚)(?:的|这)*"
    tail = r"(?:之内|以内|之间|内|里|以来|中)"
    match = re.fullmatch(rf"{lead}({_SPAN}|{_DAYS}){tail}?|在?(?:这)?({_SPAN}|{_DAYS}){tail}", words)
    return Back(seconds(match[1] or match[2])) if match else None


def _framed(words: str) -> Phrase | None:
    if match := re.fullmatch(r"在?(.+?)(?:之|以)?(前|后)", words):
        moment = moment_of(match[1], _BARE, _BETWEEN_ATOMS)
        return (Before if match[2] == "前" else After)(moment) if moment else None
    since = r"(?:从|自从?|打)(.+?)(?:开始|起|以来|以后|之后|到现在)?|(.+?)(?:以来|开始|到现在)"
    if match := re.fullmatch(since, words):
        moment = moment_of(match[1] or match[2], _BARE, _BETWEEN_ATOMS)
        return Since(moment) if moment else _between(words)
    return _between(words)


def _between(words: str) -> Phrase | None:
    frame = r"(?:从|在|自|介于)?(.+?)(?:到|至|和|跟|与|~|—|-)(.+?)(?:之间|中间|期间|的时候|这段时间)*"
    match = re.fullmatch(frame, words)
    if not match:
        return None
    first, last = (moment_of(part, _BARE, _BETWEEN_ATOMS) for part in match.groups())
    return Between(first, last) if first and last else None


_FIRST = (
    "今昨前大上这本当刚方不没一片稍早先过最近在从自打介两二三四五六七八九十零几好数半约差快凌清下中午傍晚夜深正"
    "周星礼吃0123456789"
)
_MOST_CHARACTERS = 20


def windows(text: str) -> Iterator[tuple[int, int]]:
    """Where in a question a phrase could stand, as (begin, end)."""
    for begin, character in enumerate(text):
        if character in _FIRST and not (begin and text[begin - 1] in "零一二两三四五六七八九十0123456789第"):
            for end in range(begin + 2, min(begin + _MOST_CHARACTERS, len(text)) + 1):
                yield begin, end
