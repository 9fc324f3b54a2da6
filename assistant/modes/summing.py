"""Notes summed up: by a model, in parts where they are long, and part of the sums again; else an extract."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import chain

from assistant.core.errors import KeepsightError
from assistant.core.intents import Open
from assistant.core.ports import Answerer
from assistant.core.values import Language, Message, Prompt
from assistant.core.wording import clock, say
from assistant.modes import wording
from assistant.modes.extracting import extract
from assistant.modes.noting import Line, Notes
from assistant.prompting import summing
from assistant.tongues import mostly

# Tokens of notes in one prompt, roughly: half of the 4 096 that Ollama gives a model by default; the answer needs some.
PART = 2_000
SUM = 500  # tokens of a part's sum at most: each round leaves a quarter, so there is an end
TRANSCRIPT = 20_000  # characters of the transcript that an extract is followed by: 25 minutes of English


@dataclass(frozen=True, slots=True)
class Summing:
    """What it takes: who answers, None where there is no model; the time in Unix seconds, and the voice's language."""

    answerer: Answerer | None
    now: float
    language: Language


async def summed(lines: Sequence[Line], how: Summing) -> AsyncGenerator[str, None]:
    """The summary as it is written, in the language of most of the notes. Where the model fails, an extract."""
    if how.answerer is None:
        yield extracted(lines, how)
        return
    try:
        texts = [f"{clock(line.time, how.now, 'en')} {line.shown}" for line in lines]
        code = mostly([(line.text, line.heard) for line in lines])
        while len(parts := in_parts(texts)) > 1:
            texts = [await _sum(how.answerer, summing(part, code, partly=True), how) for part in parts]
        async with aclosing(_asked(how.answerer, summing("\n".join(parts), code, partly=False), how)) as pieces:
            async for piece in pieces:
                yield piece
    except KeepsightError as error:
        yield f"\n\n{error} {extracted(lines, how)}"


async def closing(notes: Notes, how: Summing) -> AsyncGenerator[str, None]:
    """What is said of notes that are closed: how many lines, and their summary, which is kept.

    Raises RememberingError.
    """
    lines = list(notes.lines)
    yield wording.noted(len(lines), max(1.0, lines[-1].time - lines[0].time), how.language)
    words = ""
    async with aclosing(summed(lines, how)) as pieces:
        async for piece in pieces:
            words += piece
            yield piece
    notes.summed = True
    if id := await notes.keep_summary(words.partition("```")[0].strip()):  # the lines are kept already
        yield f" [#{id}]"


def extracted(lines: Sequence[Line], how: Summing) -> str:
    """The extract, called one, and the transcript in a block that no voice reads aloud."""
    language = how.language
    head = say(
        language,
        "This is an extract, word for word, and no summary: summing up needs a model.",
        "以下是逐字摘錄，不是總結：總結需要模型。",
    )
    whole = "\n".join(f"{clock(line.time, how.now, language)} {line.shown}" for line in lines)
    shown = whole[:TRANSCRIPT].rpartition("\n")[0] if len(whole) > TRANSCRIPT else whole
    rest = len(whole.splitlines()) - len(shown.splitlines())
    more = say(
        language,
        f"{rest} more lines: the newest are in the chat above, and “Export…” in the Memory panel has all that was "
        "remembered.",
        f"另有 {rest} 行：較新的在上面的對話裡，記憶面板的「匯出」有所有記住的內容。",
    )
    block = "```\n" + shown.replace("```", "'''") + "\n```"
    return "\n\n".join(filter(None, (head, extract(lines, language, how.now), block, more if rest else "")))


def in_parts(texts: Sequence[str]) -> list[str]:
    """Joined to as few as fit a prompt each; one that is too long for itself is cut (pure)."""
    parts: list[str] = []
    weight = 0
    for piece in chain.from_iterable(map(_cut, texts)):
        if parts and weight + tokens(piece) <= PART:
            parts[-1] += "\n" + piece
            weight += tokens(piece) + 1
        else:
            parts.append(piece)
            weight = tokens(piece)
    return parts


def tokens(text: str) -> int:
    """Roughly: four letters of an alphabet are one, a Chinese character is one (pure)."""
    wide = sum(letter >= "\u2e80" for letter in text)
    return wide + (len(text) - wide) // 4 + 1


def _cut(text: str) -> list[str]:
    longest = PART - 1 if tokens(text) > PART else len(text) or 1
    return [text[at : at + longest] for at in range(0, len(text), longest)]


async def _sum(answerer: Answerer, messages: tuple[Message, ...], how: Summing) -> str:
    """At most SUM tokens: a model that runs on is stopped."""
    words = ""
    async with aclosing(_asked(answerer, messages, how)) as pieces:
        async for piece in pieces:
            words += piece
            if tokens(words) >= SUM:
                break
    return words[: len(words) * SUM // max(SUM, tokens(words))].strip()


def _asked(answerer: Answerer, messages: tuple[Message, ...], how: Summing) -> AsyncGenerator[str, None]:
    return answerer.answer(Prompt(messages, Open(), how.language, how.now, question=messages[-1].text))
