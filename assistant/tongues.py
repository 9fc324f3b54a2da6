"""The languages that can be interpreted: their codes, what they are called, and the letters that tell them apart.

What a model can translate depends on the model; this is what can be asked for by name. Voices here are asked for
English and Chinese alone: what is rendered in another language is written.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.values import Language
from assistant.core.wording import language_of, say, to_simplified

_HAN, _KANA, _HANGUL = "\u3400-\u9fff\uf900-\ufaff", "\u3040-\u30ff", "\uac00-\ud7af"
_CYRILLIC, _ARABIC, _LATIN = "\u0400-\u04ff", "\u0600-\u06ff", "A-Za-z\u00c0-\u024f\u1e00-\u1eff"


@dataclass(frozen=True, slots=True)
class Tongue:
    """code: BCP 47, as Whisper's but for the script of Chinese. chinese: in traditional characters.

    letters: a class of a regular expression.
    """

    code: str
    english: str
    chinese: str
    letters: str = _LATIN


_ALL = (
    Tongue("en", "English", "英文"),
    Tongue("zh-Hant", "traditional Chinese", "繁體中文", _HAN),
    Tongue("zh-Hans", "simplified Chinese", "簡體中文", _HAN),
    Tongue("ja", "Japanese", "日文", _KANA + _HAN),
    Tongue("ko", "Korean", "韓文", _HANGUL),
    Tongue("fr", "French", "法文"),
    Tongue("de", "German", "德文"),
    Tongue("es", "Spanish", "西班牙文"),
    Tongue("pt", "Portuguese", "葡萄牙文"),
    Tongue("it", "Italian", "義大利文"),
    Tongue("nl", "Dutch", "荷蘭文"),
    Tongue("sv", "Swedish", "瑞典文"),
    Tongue("da", "Danish", "丹麥文"),
    Tongue("no", "Norwegian", "挪威文"),
    Tongue("fi", "Finnish", "芬蘭文"),
    Tongue("pl", "Polish", "波蘭文"),
    Tongue("cs", "Czech", "捷克文"),
    Tongue("hu", "Hungarian", "匈牙利文"),
    Tongue("ro", "Romanian", "羅馬尼亞文"),
    Tongue("tr", "Turkish", "土耳其文"),
    Tongue("vi", "Vietnamese", "越南文"),
    Tongue("id", "Indonesian", "印尼文"),
    Tongue("ms", "Malay", "馬來文"),
    Tongue("tl", "Tagalog", "菲律賓文"),
    Tongue("el", "Greek", "希臘文", "\u0370-\u03ff"),
    Tongue("ru", "Russian", "俄文", _CYRILLIC),
    Tongue("uk", "Ukrainian", "烏克蘭文", _CYRILLIC),
    Tongue("bg", "Bulgarian", "保加利亞文", _CYRILLIC),
    Tongue("ar", "Arabic", "阿拉伯文", _ARABIC),
    Tongue("fa", "Persian", "波斯文", _ARABIC),
    Tongue("ur", "Urdu", "烏爾都文", _ARABIC),
    Tongue("he", "Hebrew", "希伯來文", "\u0590-\u05ff"),
    Tongue("hi", "Hindi", "印地文", "\u0900-\u097f"),
    Tongue("bn", "Bengali", "孟加拉文", "\u0980-\u09ff"),
    Tongue("th", "Thai", "泰文", "\u0e00-\u0e7f"),
)
CODES = tuple(tongue.code for tongue in _ALL)
_BY_CODE = {tongue.code: tongue for tongue in _ALL}
CHINESE = "zh"  # of which the user's own script is meant
_CHINESE_END = "[文语话]"  # 德文, 德语 and 德语 are one
_SPOKEN_FOR = dict.fromkeys(("mandarin", "chinese", "中", "国", "普通", "华", "汉"), CHINESE)
_SPOKEN_FOR |= {"farsi": "fa", "filipino": "tl", "bahasa": "id"}
_NAMES = (
    {tongue.english.lower(): tongue.code for tongue in _ALL}
    | {to_simplified(tongue.chinese).removesuffix("文"): tongue.code for tongue in _ALL}
    | _SPOKEN_FOR
)
_SHORT = {to_simplified(tongue.chinese).removesuffix("文"): tongue.code for tongue in _ALL if len(tongue.chinese) == 2}
_WESTERN = sorted((name for name in _NAMES if name.isascii()), key=len, reverse=True)
_EASTERN = sorted((name for name in _NAMES if not name.isascii()), key=len, reverse=True)
NAME = "(?:" + "|".join(_WESTERN) + ")"
"""A pattern for the name of a language in English, in any case."""
CHINESE_NAME = "(?:(?:" + "|".join(_EASTERN) + f"){_CHINESE_END}|" + "[中" + "".join(_SHORT) + "])"
"""A pattern for the name of a language in simplified Chinese; of 中英 each."""
_ANY = re.compile(rf"\b({NAME})\b|((?:{'|'.join(_EASTERN)})(?={_CHINESE_END})|[中{''.join(_SHORT)}])", re.IGNORECASE)


def named(text: str) -> tuple[str, ...]:
    """The codes of the languages that a text in English or simplified Chinese names, in order; "zh" for Chinese."""
    found = [_NAMES[(match[1] or match[2]).lower()] for match in _ANY.finditer(text)]
    return tuple(dict.fromkeys(found))


def tongue_of(code: str) -> Tongue | None:
    """Of "zh-TW" and "pt-BR" too; None for one that is not known."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    base, *rest = code.lower().replace("_", "-").split("-")
    if base in (CHINESE, "yue"):
        return _BY_CODE["zh-Hans" if {"cn", "sg", "hans"} & {*rest} else "zh-Hant"]
    return _BY_CODE.get(base)


def called(code: str, language: Language) -> str:
    """What a language is called in one of the three that are spoken here."""
    tongue = tongue_of(code)
    return say(language, tongue.english, tongue.chinese) if tongue else code


def has_voice(code: str) -> Language | None:
    """As a voice is asked for it; None where none is."""
    return next((one for one in _VOICED if one == code), None)


_VOICED: tuple[Language, ...] = ("en", "zh-Hant", "zh-Hans")


def spoken_in(text: str, heard: str, pair: Sequence[str]) -> str:
    """Which of two languages a text is in; `heard` is the code that the ears found, "" where they found none.

    Letters tell more than the ears where all are of one of the two. Where both occur (「打開 Kubernetes dashboard」)
    the ears tell, else most of the letters. What nothing tells is in the first.
    """
    first, second = (tongue_of(code) for code in pair)
    assert first is not None, f"no such language: {pair[0]}"
    assert second is not None, f"no such language: {pair[1]}"
    one, other = _weight(text, first), _weight(text, second)
    found = tongue_of(heard)
    known = found is not None and _base(found.code) in {_base(first.code), _base(second.code)}
    if first.letters != second.letters and one != other and not (known and _mixed(text, first, second)):
        return pair[0] if one > other else pair[1]
    return pair[1] if found and _base(found.code) == _base(second.code) else pair[0]


def mostly(texts: Sequence[tuple[str, str]]) -> str:
    """The code of the language that most of it is in; each text with the code that the ears found ("" for none)."""
    weights: dict[str, int] = {}
    for text, heard in texts:
        found = tongue_of(heard) if heard and not re.search(f"[{_HAN}]", text) else None
        code = found.code if found else language_of(text)
        weights[code] = weights.get(code, 0) + len(text)
    return max(weights, key=lambda code: weights[code], default="en")


def _base(code: str) -> str:
    return code.partition("-")[0]


def _mixed(text: str, first: Tongue, second: Tongue) -> bool:
    """Whether letters occur that only the one of them has, and such that only the other has."""
    alone = re.sub(f"[{first.letters}]", "", text), re.sub(f"[{second.letters}]", "", text)
    return bool(_weight(alone[0], second) and _weight(alone[1], first))


def _weight(text: str, tongue: Tongue) -> int:
    """Words, roughly: a Chinese or Japanese character weighs as much as three letters of others."""
    wide = len(re.findall(f"[{_HAN}{_KANA}]", re.sub(f"[^{tongue.letters}]", "", text)))
    return 3 * wide + len(re.findall(f"[{tongue.letters}]", text)) - wide
