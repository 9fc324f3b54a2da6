"""Sums of money as they are said, in English and Chinese (pure).

Each function takes the match of a pattern that stands here too. Chinese is written in traditional characters.
"""

import re

from assistant.voice.amounts import NUMBER

# Singular, plural, Chinese. "¥" is the yuan of Chinese readers; English ones see it at prices in Japan.
_MONEY = {
    "$": ("dollar", "dollars", "元"), "€": ("euro", "euros", "歐元"), "£": ("pound", "pounds", "英鎊"),
    "¥": ("yen", "yen", "元"), "₹": ("rupee", "rupees", "盧比"), "₩": ("won", "won", "韓元"),
}  # fmt: skip
_DOLLARS = {
    "NT": ("New Taiwan dollar", "元新台幣"), "US": ("US dollar", "美元"), "HK": ("Hong Kong dollar", "元港幣"),
    "A": ("Australian dollar", "元澳幣"), "AU": ("Australian dollar", "元澳幣"), "C": ("Canadian dollar", "元加幣"),
    "CA": ("Canadian dollar", "元加幣"), "S": ("Singapore dollar", "元新幣"),
}  # fmt: skip
_MANY = {"k": ("thousand", "千"), "m": ("million", "百萬"), "b": ("billion", "十億"), "bn": ("billion", "十億")}
_SIGNS = "".join(_MONEY)

MONEY = (
    rf"(?:(?<![A-Za-z])({'|'.join(_DOLLARS)})(?=\$))?([{_SIGNS}])\s?({NUMBER}(?:(?: to |到){NUMBER})?)"
    r"(?:\s?(k|bn|[MBm])| (thousand|million|billion)| ?([千百]?[萬万億亿]|[千百]))?(?:\s?元)?(?!\w|,\d|\.\d)"
)
BEHIND = rf"(?<![\w.,/{_SIGNS}])({NUMBER}(?: ?[–-] ?{NUMBER})?)\s?([{_SIGNS.replace('$', '')}])(?![\d\w])"
"""5 €, as it is written on the continent."""


_CODES = {
    "USD": ("US dollar", "{}美元"), "EUR": ("euro", "{}歐元"), "GBP": ("pound", "{}英鎊"), "JPY": ("yen", "{}日圓"),
    "CNY": ("yuan", "人民幣{}元"), "RMB": ("yuan", "人民幣{}元"), "TWD": ("New Taiwan dollar", "{}元新台幣"),
    "NTD": ("New Taiwan dollar", "{}元新台幣"), "HKD": ("Hong Kong dollar", "{}元港幣"),
    "AUD": ("Australian dollar", "{}元澳幣"), "CAD": ("Canadian dollar", "{}元加幣"),
    "SGD": ("Singapore dollar", "{}元新幣"), "CHF": ("Swiss franc", "{}瑞士法郎"), "KRW": ("won", "{}韓元"),
}  # fmt: skip
_CODE = "|".join(_CODES)
CODED = rf"(?<![\w.,/-])(?:({_CODE})\s?({NUMBER})|({NUMBER})\s?({_CODE}))(?![\w%]|[.,/]\d)"
"""USD 40, 300 RMB."""


def english_money(money: re.Match[str]) -> str:
    """12 dollars 50, 5 to 10 euros, 2 million pounds."""
    where, sign, number, letter, word, _ = money.groups()
    one, several = (_DOLLARS[where][0], f"{_DOLLARS[where][0]}s") if where else _MONEY[sign][:2]
    if many := word or (letter and _MANY[letter.lower()][0]):
        return f"{number} {many} {several}"
    whole, _, cents = number.partition(".")
    if len(cents) != 2 or " " in number:
        return f"{number} {one if number == '1' else several}"
    if whole == "0" and one.endswith("dollar"):
        return f"{cents.removeprefix('0')} cent{'' if cents == '01' else 's'}"
    return f"{whole} {one if whole == '1' else several}{'' if cents == '00' else ' ' + cents.removeprefix('0')}"


def chinese_money(money: re.Match[str]) -> str:
    where, sign, number, letter, word, characters = money.groups()
    if word:
        return money[0]
    many = _MANY[letter.lower()][1] if letter else characters or ""
    return f"{number}{many}{_DOLLARS[where][1] if where else _MONEY[sign][2]}"


def english_code(money: re.Match[str]) -> str:
    number, name = money[2] or money[3], _CODES[money[1] or money[4]][0]
    return f"{number} {name if number == '1' or name in ('yen', 'yuan', 'won') else name + 's'}"


def chinese_code(money: re.Match[str]) -> str:
    return _CODES[money[1] or money[4]][1].format(money[2] or money[3])
