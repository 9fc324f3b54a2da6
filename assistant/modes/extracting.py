"""The most telling sentences of notes, where no model can sum them up: an extract, word for word (pure).

A sentence tells more the more of the words that the talk keeps coming back to are in it, and where it names numbers,
times and people. Decisions, things to do and questions are told by their words.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

from assistant.core.values import Language
from assistant.core.wording import clock, say, to_simplified
from assistant.modes.noting import Line

LEAST, MOST = 3, 8  # sentences besides the rest
EACH = 8  # decisions, things to do and questions each
_SENTENCE = re.compile(r"(?:[^.!?。！？；\n]|\.(?=[A-Za-z0-9]))+[.!?。！？；]*")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{2,}|[\u3400-\u9fff]{2,}")
_COMMON = (
    "the and for that this with have has had was were are but not you your they them there their then than what when "
    "where which who will would can could should just like really about into from our out all some one get got going "
    "go know think say said yeah okay well now because been being does did also very much more here its i'm we're "
    "that's let's don't how any maybe want see 我们 你们 他们 这个 那个 就是 然后 可以 一个 没有 什么 怎么 因为 所以 "
    "但是 如果 还是 现在 知道 觉得 不是"
)
_STOP = frozenset(_COMMON.split())
_DECIDED = re.compile(
    r"\b(?:decided?|agreed?|settled|approved|it is final|we(?:'ll| will| are going to) (?:go|use|take|keep|stay|start|"
    r"launch|ship|buy|move|meet))\b|决定|同意|确定|通过了|就这么|定在|定于",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"\b(?:to do|todo|action item|need(?:s)? to|ha(?:ve|s) to|must|please|remember to|don't forget|follow up|"
    r"(?:i|you|he|she|they|[A-Z][a-z]+)(?:'ll| will| shall) (?!be\b)\w+|by (?:monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|tomorrow|tonight|next|the end|end of))\b|"
    r"(?:需要|必须|记得|别忘|负责|麻烦|请(?!问)|要在|之前要|得去|交给)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[?？]\s*$|(?:吗|呢)[。]?$")
_NUMBER = re.compile(
    r"\d|\b(?:half|hundred|thousand|million|percent|dollars|euros)\b|[一二三四五六七八九十百千]+(?:点|号|月|块|元|天|个|万)"
)
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")

Sentence = tuple[float, str]  # when it was said, Unix seconds, and the words


def extract(lines: Sequence[Line], language: Language, now: float) -> str:
    """Markdown: decisions, things to do, questions and the most telling of the rest, each with its time."""
    sentences = [(line.time, part.strip()) for line in lines if line.sure for part in _SENTENCE.findall(line.text)]
    sentences = [one for one in sentences if _words(one[1])]
    questions = [one for one in sentences if _ASKED.search(one[1])]
    decided = [one for one in sentences if one not in questions and _found(_DECIDED, one)]
    to_do = [one for one in sentences if one not in [*questions, *decided] and _found(_TO_DO, one)]
    rest = [one for one in sentences if one not in [*questions, *decided, *to_do]]
    weights = _weights(sentences)
    groups = (
        (say(language, "Decisions", "決定"), _best(decided, weights, EACH)),
        (say(language, "To do", "待辦"), _best(to_do, weights, EACH)),
        (say(language, "Questions", "問題"), _best(questions, weights, EACH)),
        (say(language, "Besides", "其他重點"), _best(rest, weights, min(MOST, max(LEAST, len(sentences) // 10)))),
    )
    return "\n\n".join(_listed(title, found, language, now) for title, found in groups if found)


def _listed(title: str, found: Sequence[Sentence], language: Language, now: float) -> str:
    return "\n".join([f"**{title}**", "", *(f"- {clock(time, now, language)} {words}" for time, words in found)])


def _best(found: Sequence[Sentence], weights: Counter[str], most: int) -> list[Sentence]:
    """In the order in which they were said."""
    once = list({words: (time, words) for time, words in reversed(found)}.values())
    return sorted(sorted(once, key=lambda one: -_telling(one[1], weights))[:most])


def _telling(words: str, weights: Counter[str]) -> float:
    """The root of its length: a long sentence is not better for being long."""
    found = set(_words(words))
    bonus = 1.0 + 0.5 * bool(_NUMBER.search(words)) + 0.3 * bool(_NAMED.search(words))
    return bonus * sum(weights[word] for word in found) / math.sqrt(max(4, len(found)))


def _weights(sentences: Sequence[Sentence]) -> Counter[str]:
    return Counter(word for _, words in sentences for word in set(_words(words)))


def _words(text: str) -> list[str]:
    """Words that carry meaning; of Chinese each pair of characters."""
    words: list[str] = []
    for found in _WORD.findall(to_simplified(text)):
        if found[0].isascii():
            words += [found.lower()] if found.lower() not in _STOP else []
        else:
            words += [pair for at in range(len(found) - 1) if (pair := found[at : at + 2]) not in _STOP]
    return words


def _found(pattern: re.Pattern[str], one: Sentence) -> bool:
    return bool(pattern.search(to_simplified(one[1])))
