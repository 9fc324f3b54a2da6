"""Words as they are made -> sentences fit to be spoken, as early as possible (pure).

The first piece may be a clause, so that the voice starts early; later ones are whole sentences, which sound better.
The pieces depend on the text alone, not on how it arrives. What cannot be spoken is left out (markup.py); numbers,
units and signs are put as they are said (saying.py).
"""

import re
from dataclasses import dataclass

from assistant.core.values import Language
from assistant.core.wording import language_of
from assistant.voice.markup import audible, unmarked
from assistant.voice.saying import said

# A first clause of fewer letters sounds broken off and wins no time.
_LEAST_CLAUSE = 12
# Longer than this without a full stop, a sentence is cut at a comma, or at a space: a list without punctuation.
_LONGEST = 240
# No more than this is looked at to find where a piece ends: with all of it, 100 KB without a full stop took minutes.
_WINDOW = 1200

_WIDE_END = "。！？；"
_END = re.compile(rf"[.!?…]+[\"'”’)\]*_]*(?=\s)|[{_WIDE_END}]|\n")
_CLOSING = "\"'”’"
_CLAUSE = re.compile(
    r"[;:](?=\s)|(?<!\d),(?=\s)|,(?=\s+[^\s\d])|(?<!\d )(?<!m\. )[—–](?=\s)|[，、]|(?<!\d)："
)  # not in "Dec 24, 2025", "10 – 12", "7 a.m. – 3 p.m." or "14：05"
_OPENED = {"」": "「", "』": "『", "”": "“", "’": "‘", "）": "（", ")": "(", '"': '"'}
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|vs|cf|approx|mr|mrs|ms|dr|prof|gen|sen|gov|capt|sgt|rev|hon|st|jr|sr|vol|pp|[a-hj-z]|(?:[a-z]\.)+[a-z])\.$",
    re.IGNORECASE,
)
# These end a sentence unless a number, a small letter or a bracket is behind them: "No. 5", "Smith Inc. says".
_PERHAPS = re.compile(
    r"(?:^|[\s(])(?:\d+ ?(?:in|ft|lbs?|oz|min|sec|hrs?)|etc|et al|ca|incl|excl|est|max|min|avg|nos?|figs?|eqs?|sec|ch|"
    r"art|inc|ltd|co|corp|dept|ph\.d|rm|apt|appt|tel|ext|jan|feb|mar|apr|aug|sept?|oct|nov|dec|mon|tues?|wed|"
    r"thu(?:rs)?|fri|sat|sun)\.$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\n)[\s#>*+-]*\d+\.$")
# What is kept whole, so that its marks can be taken off: code, formulas, links and emphasis, closed or still open. What
# stays open for longer was meant as it is written.
_WHOLE = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]{0,120}(?:`|\Z)|\*\*[^*\n]{1,120}(?:\*\*|\*?\Z)"
    r"|\$\$.{0,600}?(?:\$\$|\Z)|\\\(.{0,300}?(?:\\\)|\Z)|\\\[.{0,600}?(?:\\\]|\Z)"
    r"|\[[^\]\n]{0,120}(?:\Z|\](?:\([^)\n]{0,500}(?:\)|\Z))?)",
    re.DOTALL,
)

_FENCE = "```"
_CHARACTER = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{3,}")
# Words without which there is hardly a sentence in English.
_ENGLISH = re.compile(
    r"\b(?:the|an?|is|are|was|were|of|in|on|at|to|and|or|for|from|with|it|you|your|this|that|not|says?|means?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is spoken in one go: `said` is fit to be read aloud, `written` is the same as the reply has it.

    `before` is what stands in the reply since the piece before and is not spoken: space, code. Of all pieces of a
    reply `before` and `written` make up the reply, but for what is behind the last word.
    """

    said: str
    written: str
    before: str = ""


class Sentences:
    """Feed it the reply as it streams; it gives back each piece as soon as that is fit to be spoken.

    language: of what comes before the first words that tell it.
    """

    def __init__(self, language: Language = "en") -> None:
        self._rest = ""
        self._unspoken = ""  # since the last piece
        self._spoken = False
        self._language = language

    def feed(self, delta: str) -> list[Piece]:
        """The pieces that `delta` completes, in order; often none."""
        self._rest += delta
        pieces = []
        while cut := _cut(self._rest, first=not self._spoken):
            pieces += self._speak(self._rest[:cut])
            self._rest = self._rest[cut:]
        return pieces

    def finish(self) -> list[Piece]:
        """What is left when the reply is over."""
        rest, self._rest = self._rest, ""
        return self._speak(rest)

    def _speak(self, text: str) -> list[Piece]:
        plain = unmarked(text)
        self._language = _tongue(plain, self._language)
        spoken = audible(said(plain, self._language))
        self._spoken = self._spoken or bool(spoken)
        written = text.lstrip()
        before = self._unspoken + text[: len(text) - len(written)]
        self._unspoken = "" if spoken else before + written
        return [Piece(spoken, written, before)] if spoken else []


def _cut(text: str, *, first: bool) -> int:
    """Where the first piece that can be spoken ends; 0 while there is none."""
    if text.lstrip().startswith(_FENCE):  # however long: all of it goes, and none of it is spoken
        return text.find(_FENCE, text.index(_FENCE) + len(_FENCE)) + len(_FENCE) if text.count(_FENCE) > 1 else 0
    seen = _WHOLE.sub(lambda whole: "\0" * len(whole[0]), text[:_WINDOW])
    ends = [_end(seen), _clause(seen) if first else 0]
    cut = min(filter(None, ends), default=0)
    if 0 < cut <= _LONGEST or len(seen) <= _LONGEST:
        return cut
    if len(seen) < _WINDOW and seen[-1] == "\0" and len(seen.rstrip("\0")) < _LONGEST:
        return 0  # what is open there may turn out to be plain text, with a comma in it
    return _forced(seen) or cut or (len(seen.rstrip("\0")) or len(seen) if len(seen) >= _WINDOW else 0)


def _end(seen: str) -> int:
    for end in _END.finditer(seen):
        if end[0] in _WIDE_END:
            return _behind_quotes(seen, end.end())
        if _ends(seen, end):
            return end.end()
    return 0


def _ends(text: str, end: re.Match[str]) -> bool:
    """A full stop ends no sentence behind "e.g.", "Mr.", an initial or the number of a list.

    Behind "No.", and behind what somebody says ("Stop!" and left), what comes next is waited for.
    """
    before = text[: end.end()].rstrip()
    if end[0] == "\n":
        return True
    after = text[end.end() :].lstrip(" \t")[:1]
    if end[0][-1] in _CLOSING:
        return bool(after) and not after.islower()
    if not end[0].startswith("."):
        return True
    if _PERHAPS.search(before):
        return bool(after) and not (after.isdigit() or after.islower() or after in "([")
    return not (_ABBREVIATION.search(before) or _NUMBERED.search(before))


def _behind_quotes(seen: str, at: int) -> int:
    """A Chinese full stop needs no space behind it, but what it closes is waited for; 0 while that may come."""
    while at < len(seen) and seen[at] in _OPENED and _is_open(seen[:at], seen[at]):
        at += 1
    return 0 if at == len(seen) and any(_is_open(seen, mark) for mark in _OPENED) else at


def _is_open(before: str, mark: str) -> bool:
    opener = _OPENED[mark]
    return before.count(mark) % 2 == 1 if opener == mark else before.count(opener) > before.count(mark)


def _clause(seen: str) -> int:
    clauses = (clause.end() for clause in _CLAUSE.finditer(seen))
    return next((end for end in clauses if _weight(seen[:end]) >= _LEAST_CLAUSE), 0)


def _weight(text: str) -> int:
    """Letters that will be heard, roughly; a Chinese character is a syllable and counts for three."""
    return sum(3 if "\u3400" <= letter <= "\u9fff" else 1 for letter in unmarked(text) if letter.isalnum())


def _forced(seen: str) -> int:
    """0 where one address or piece of code fills the whole length; that is spoken short, and waited for."""
    commas = [clause.end() for clause in _CLAUSE.finditer(seen, 0, _LONGEST)]
    return commas[-1] if commas else seen.rfind(" ", 0, _LONGEST) + 1


def _tongue(text: str, before: Language) -> Language:
    """What most of a piece is written in; that of the one `before` where "3.5 km/h" is all of it."""
    characters, words = len(_CHARACTER.findall(text)), len(_WORD.findall(text))
    if characters > words or (characters and not _ENGLISH.search(text)):  # 「iPhone 15 Pro Max的電池」
        return language_of(text, before)
    return "en" if words or _ENGLISH.search(text) else before
