"""What is written -> what a person reading it aloud would say, in English and Chinese (pure).

Here is only what common voices read wrong: espeak says "10 dash 12", and a neural voice is silent at "→". Numbers stay
digits: every voice reads them in its own language, and a history made of spoken words stays readable.
"""

import re
import string
from collections.abc import Callable

from assistant.core.values import Language
from assistant.core.wording import to_simplified
from assistant.voice import amounts, dates, formulas, money, numerals, references, telephones

_Way = str | Callable[[re.Match[str]], str]

_AS_IT_IS = r"\g<0>"
_COMPARED = "as|the|more|less|fewer|faster|slower|bigger|larger|smaller|better|cheaper|longer|higher|lower|speed"
_MAINLAND = {"公尺": "米", "公分": "厘米", "公釐": "毫米", "公克": "克"}
_SHORT = {
    "e.g.": ("for example", "例如"), "i.e.": ("that is", "也就是"), "vs": ("versus", "對"), "vs.": ("versus", "對"),
    "approx.": ("approximately", "大約"), "cf.": ("compare", "參見"), "w/": ("with", "有"), "w/o": ("without", "沒有"),
    "incl.": ("including", "包括"), "excl.": ("excluding", "不包括"), "b/c": ("because", "因為"),
    "mph": ("miles per hour", "英里每小時"), "kph": ("kilometres per hour", "公里每小時"),
}  # fmt: skip
_LETTERS = str.maketrans({
    "½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4", "⅛": " 1/8", "℃": "°C", "№": "No. ",
    "\u2010": "-", "\u2011": "-", "\u2212": "-", **{chr(0x2080 + digit): str(digit) for digit in range(10)},
    **{chr(0xFEE0 + ord(letter)): letter for letter in "%$+=/" + string.digits + string.ascii_letters}, "￥": "¥",
    "㎡": "m²", "㎥": "m³", "㎜": "mm", "㎝": "cm", "㎞": "km", "㎎": "mg", "㎏": "kg", "㏄": "cc", "℉": "°F",
    "\u2126": "Ω",
    **{chr(0x2160 + number): str(number + 1) for number in range(12)},
})  # fmt: skip


def said(text: str, language: Language) -> str:
    """`text`, on one line and without markup, as it is said in `language`."""
    text = formulas.plain(text.translate(_LETTERS), language)
    for pattern, english, chinese in _RULES:
        text = pattern.sub(english if language == "en" else _written(chinese, language), text)
    return " ".join(text.split())


def _written(way: _Way, language: Language) -> _Way:
    """A Chinese rule in the characters, and with the names of units, of `language`."""
    if language == "zh-Hant":
        return way

    def simplified(match: re.Match[str]) -> str:
        words = match.expand(way) if isinstance(way, str) else way(match)
        for taiwan, mainland in _MAINLAND.items():
            words = words.replace(taiwan, mainland)
        return to_simplified(words)

    return simplified


def _short(tongue: int) -> _Way:
    def full(match: re.Match[str]) -> str:
        words = _SHORT[match[0].lower()][tongue]
        return words[0].upper() + words[1:] if match[0][0].isupper() else words

    return full


def _dots(said_as: str) -> _Way:
    return lambda match: match[0].replace(".", said_as).replace("@", " at ")


def _humps(identifier: re.Match[str]) -> str:
    """getUserName -> get User Name; an iPhone stays one."""
    return re.sub(r"(?=[A-Z])", " ", identifier[0])


def _rule(pattern: str, english: _Way, chinese: _Way) -> tuple[re.Pattern[str], _Way, _Way]:
    """ASCII: a Chinese character beside a number or a Latin word ends it."""
    return re.compile(pattern, re.ASCII), english, chinese


# The order matters: what a dash or a stroke means is asked for from the narrowest meaning to the widest.
_RULES = (
    _rule(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", _dots(" dot "), _dots(" 點 ")),
    _rule(telephones.TELEPHONE, telephones.telephone, telephones.telephone),
    _rule(telephones.LOCAL, telephones.local, telephones.local),
    _rule(dates.DATE, dates.english_date, dates.chinese_date),
    _rule(dates.DAY_FIRST, dates.english_day_first, dates.chinese_day_first),
    _rule(dates.DAYS, dates.days(" to "), dates.days("到")),
    _rule(dates.YEARS, dates.years(" to "), dates.years("到")),
    _rule(dates.DECADE, dates.decade, _AS_IT_IS),
    _rule(dates.DAY_MONTHS, _AS_IT_IS, dates.chinese_days),
    _rule(r"(?<=\d) ?[-–~～] ?(?=[上下]午|早上|晚上|中午|凌晨|[隔次翌明後后今]天|[次翌]日|[週周星禮])", " to ", "到"),
    _rule(r"(?<=[週周期][一二三四五六日天]) ?[-–~～] ?(?=[週周星])", "到", "到"),
    _rule(r"(?<=\d)：(?=\d\d)", ":", ":"),
    _rule(amounts.FEET, r"\1 foot \2", r"\1呎\2吋"),
    _rule(r"(?<![\w.])(?:[Vv]ersion |版本 ?)?[Vv](?=\d+\.\d)", "version ", "版本 "),
    _rule(r"(?<=\d)-(alpha|beta|rc|dev|preview)\.?(\d*)\b", r" \1 \2", r" \1 \2"),
    _rule(r"(?<![\w.])\d+(?:\.\d+){2,}(?!\w)", _dots(" point "), _dots("點")),
    _rule(r"(?<![\w./])24/7(?:/365)?(?![\w/]|\.\d)", "24 7", "24小時"),
    _rule(r"(?<![\w./])50/50(?![\w/]|\.\d)", "50 50", "一半一半"),
    _rule(r"(?<![\w./])(\d\.\d)/(5|10)(?![\w/]|\.\d)", r"\1 out of \2", r"\1，滿分\2"),
    _rule(references.REFERENCE, references.english, references.chinese),
    _rule(r"(?<![\w/])(\d{2,3})/(\d{2,3}) ?mmHg\b", r"\1 over \2 millimetres of mercury", r"\1/\2 毫米汞柱"),
    _rule(amounts.SAME_UNIT, r"\1 to \3 \2", r"\1到\3 \2"),
    _rule(amounts.RANGE, amounts.between(" to "), amounts.between("到")),
    _rule(r"(?<=\d(?:am|pm|AM|PM|st|nd|rd|th))[–-](?=\d)", " to ", "到"),
    _rule(r"(?<=[ap]\.m\.) ?[–-] ?(?=\d)", " to ", "到"),
    _rule(r"(?<=\d) ?(?:-{1,2}>|=>|[→⇒➜⟶]) ?(?=[$€£¥]?\d)", " to ", "到"),
    _rule(r"(?<=\d) - (?=\d[\d.,]*(?: [-+×/] \d[\d.,]*)* ?=)", " minus ", "減"),
    _rule(money.BEHIND, r"\2\1", r"\2\1"),
    _rule(money.CODED, money.english_code, money.chinese_code),
    _rule(r"(?<=\d) ?¢", " cents", "分"),
    _rule(money.MONEY, money.english_money, money.chinese_money),
    _rule(amounts.THOUSANDS, r"\1 thousand", r"\1千"),
    _rule(r"(?<=\d)M(?=\+? [a-z])", " million", "百萬"),
    _rule(r"(?<=\d)B(?=\+? [a-z])", " billion", "十億"),
    _rule(r"(?<![\w.,])(\d[\d.]*) ?[lL]/100 ?km\b", r"\1 liters per 100 kilometres", r"每百公里 \1 公升"),
    _rule(amounts.INCHES, amounts.english_inches, amounts.chinese_inches),
    _rule(amounts.COMPOUND, amounts.compound, amounts.chinese_amount),
    _rule(amounts.RATE, amounts.english_rate, amounts.chinese_rate),
    _rule(amounts.AMOUNT, amounts.english_amount, amounts.chinese_amount),
    _rule(r"(?<=\d )(feet|foot) (\d\d?) ?in\b\.?", r"\1 \2 inches", _AS_IT_IS),
    _rule(r"(?<![\w.])[Cc]a?\. ?(?=\d)", "about ", "約"),
    _rule(amounts.FRACTION, amounts.english_fraction, amounts.chinese_fraction),
    *(
        _rule(rf"(?<=[\dA-Za-z]) ?/ ?{short}\b", f" per {per}", f"每{every}")
        for short, (per, every) in amounts.PER_SHORT.items()
    ),
    _rule(r"(\d ?[a-z]{0,12})/(?=(?:day|week|month|year|hour|minute|second|person|night)\b)", r"\1 per ", r"\1 每 "),
    _rule(r"(\d[^\s\d/，。]{0,3})/(?=天|月|年|週|周|小時|小时|分鐘|分钟|秒|人|晚)", r"\1每", r"\1每"),
    _rule(r"(?<=\d)(?<!\b0)x(?=\d)", " by ", "乘"),
    _rule(rf"(?<=\d)[x×](?= (?:{_COMPARED})\b)", " times", "倍"),
    _rule(r"\s*(?:-{1,2}>|=>|[→⇒➜⟶←↔]|(?<=\s)[·>›»](?=\s\D))\s*", ", ", "，"),
    _rule(r"\s*(?:!=|≠)\s*", " is not ", "不等於"),
    _rule(r"\s*(?:<=|≤)\s*", " at most ", "小於等於"),
    _rule(r"\s*(?:>=|≥)\s*", " at least ", "大於等於"),
    _rule(r"\s*<\s*(?=\d)", " less than ", "小於"),
    _rule(r"(?<=\S)\s*>\s*(?=\d)", " more than ", "大於"),
    _rule(r"\s*[≈≅]\s*", " about ", "約"),
    _rule(r"(?<![\w~/])~\s?(?=[$€£]?\d)", "about ", "約"),
    _rule(r"\s*±\s*", " plus or minus ", "正負"),
    _rule(r"↑\s*(?=\d)", "up ", "上升"),
    _rule(r"↓\s*(?=\d)", "down ", "下降"),
    _rule(r"(?<![\w.])(\d(?:\.\d+)?)e([+-]?\d+)\b", r"\1 times 10 to the power of \2", r"\1乘10的\2次方"),
    _rule(r"(?<=\w)(?:²|\^2\b)", " squared", "的平方"),
    _rule(r"(?<=\w)(?:³|\^3\b)", " cubed", "的立方"),
    _rule(amounts.POWER, r" to the power of \1", r"的\1次方"),
    _rule(r"√ ?(?=[\w(])", "the square root of ", "根號"),
    _rule(r"(?<=inch|foot|etre) × (?=\d)|(?<=feet) × (?=\d)|(?<=inches|metres) × (?=\d)", " by ", "乘"),
    _rule(r"(?<=\d\d\d) ?× ?(?=\d\d\d)", " by ", "乘"),
    _rule(r"(?<=\d) ?× ?(?=\d)", " times ", "乘"),
    _rule(r"(?<![\w.%)°])-(?=\d)", _AS_IT_IS, "負"),
    _rule(rf"((?:(?<!正)[負负])?(?:{amounts.NUMBER}到[負负]?)?{amounts.NUMBER}) ?%", _AS_IT_IS, r"百分之\1"),
    _rule(r"(?<=\d) ?°C\b", _AS_IT_IS, "攝氏度"),
    _rule(r"(?<=\d) ?°F\b", _AS_IT_IS, "華氏度"),
    _rule(r"(?<=\d) ?°(?![\w ]*[\d′'])", _AS_IT_IS, "度"),
    _rule(r"(?<=°[CF])/(?=-?\d)", ", ", "，"),
    _rule(r"(?<![\w-])([1-9]\d?)F(?![\w°])", _AS_IT_IS, r"\1樓"),
    _rule(numerals.NUMERAL, numerals.english, numerals.cardinal),
    _rule(r"(?<!\S)[:;]-?[()DP](?!\S)", "", ""),
    _rule(r"^[•‣]\s*", "", ""),
    _rule(r"\s*[•‣]\s*", ", ", "，"),
    _rule(r"(?<!\w)#((?:[A-Z]{1,3}-?)?\d+)\b", r"number \1", r"\1號"),
    _rule(r"\bCtrl\b", "Control", "Control"),
    _rule(r"\bCmd\b(?=\+)", "Command", "Command"),
    _rule(
        r"(?<![\w.])(?:[Ee]\.g\.|[Ii]\.e\.|[Aa]pprox\.|[Cc]f\.|(?:[Ii]n|[Ee]x)cl\.|[Bb]/c\b|vs\b\.?|w/o?(?=\s)|[mk]ph\b)",
        *(_short(0), _short(1)),
    ),
    _rule(r"(?<![\w/.~-])([A-Za-z]{2,})/(?=[A-Za-z]{2,}(?![\w/-]|\.\w))", r"\1 ", r"\1 "),
    _rule(r"(?<=[A-Za-z0-9])\.(?=[a-z]{2})", " dot ", " 點 "),
    _rule(r"(?<=[/~])\.(?=[a-z])", "dot ", "點 "),
    _rule(r"(?<=[\u4e00-\u9fff])/(?=[\u4e00-\u9fff])", "、", "、"),
    _rule(r"(?<=\w)\(\)|(?<![\w-])--(?=[a-z])", "", ""),
    _rule(r"(?<=[A-Za-z0-9])(?:_+|::)(?=[A-Za-z0-9])", " ", " "),
    _rule(r"\b[a-z]{2,30}(?:[A-Z][a-z]+)+\b", _humps, _humps),
    _rule(r"\s*\\\s*", " ", " "),
    _rule(r"\s+(?=[，。！？；、：])", "", ""),
)
