"""Answers from memory. Whatever is said about the past cites the observation it rests on."""

import re
from collections.abc import AsyncGenerator, Sequence

from rapidfuzz import fuzz

from assistant.core.ports import Memory
from assistant.core.values import Box, Language, Observation, Prompt, Taught
from assistant.core.wording import clock, place, say, span, to_simplified
from models.builtin import looking
from models.builtin.looking import Sight
from models.builtin.motion import MOVEMENT
from models.builtin.retelling import cite, listed, quoted, retold, shortened, when

TEACHING = 30.0  # seconds that showing a thing to be learned may take
SLIP = 87  # of 100, in a name of 8 letters or more: one letter wrong. Shorter ones are other things (car, card: 86)

_SENTENCES = re.compile(r"(?<=[.。!?])\s+")


async def where(sight: Sight, memory: Memory, prompt: Prompt, thing: str) -> AsyncGenerator[str, None]:
    """In view now, else last seen or told, else never."""
    taught = named(thing, await memory.things())
    now = await looking.in_view(sight, prompt.frames, taught) if taught else None
    if now:
        yield _matched_now(now, prompt.language)
        return
    seen = await memory.last_sighting(taught.name if taught else thing)
    if seen and not (taught and _only_taught(seen, taught)):
        yield _sighting(thing, taught, seen, prompt)
    else:
        yield _never(thing, taught, prompt)
    if seen:
        yield f" {cite(seen)}"


def named(thing: str, things: Sequence[Taught]) -> Taught | None:
    """The taught thing that is meant: however it is written apart, or with a slip in a long name."""
    asked = _joined(thing)
    same = [taught for taught in things if _joined(taught.name) == asked]
    slips = [taught for taught in things if min(len(asked), len(taught.name)) >= 8 and _slip(asked, taught.name)]
    return next(iter([*same, *slips]), None)


def _them(thing: str) -> str:
    """The pronoun for an English name: glasses and keys are "them", a glass and a bus are "it"."""
    return "them" if thing.endswith("s") and not thing.endswith(("ss", "us", "is")) else "it"


def _joined(name: str) -> str:
    return "".join(to_simplified(name).casefold().split())


def _slip(asked: str, name: str) -> bool:
    return asked[0] == _joined(name)[0] and fuzz.ratio(asked, _joined(name)) >= SLIP


def _only_taught(seen: Observation, taught: Taught) -> bool:
    """Whether the sighting is the teaching itself, noted when the first of the views was taken."""
    return seen.source != "told" and not seen.boxes and abs(seen.time - taught.time) < TEACHING


def _matched_now(box: Box, language: Language) -> str:
    return say(
        language,
        f"It is in view: I match the look of your {box.label} {place(box, language)}.",
        f"就在眼前：我在{place(box, language).removeprefix('在')}比對到{box.label}的樣子。",
    )


def _sighting(thing: str, taught: Taught | None, seen: Observation, prompt: Prompt) -> str:
    language, name = prompt.language, taught.name if taught else thing
    time = when(seen, prompt.now, language)
    box = next((box for box in seen.boxes if box.label.casefold() == name.casefold()), None)
    if seen.source == "told":
        return say(language, f"You told me at {time}: ", f"你在{time}告訴我：") + quoted(seen.caption, language)
    if box and taught:
        return say(
            language,
            f"I last matched the look of your {name} at {time}, {place(box, language)}.",
            f"我最後一次比對到{name}的樣子是{time}，{place(box, language)}。",
        )
    if box:
        return say(
            language,
            f"I last saw what looks like your {name} at {time}, {place(box, language)}.",
            f"我最後一次看到像是{name}的東西是{time}，{place(box, language)}。",
        )
    noted = said_of(name, seen.caption) or retold(seen, language)
    return say(language, f"I last noted your {name} at {time}: ", f"我最後一次記下{name}是{time}：") + noted


def said_of(name: str, caption: str) -> str:
    """The sentences of a caption that name a thing, for one of many things: "glasses: black, on the desk"."""
    wanted = name.casefold().rstrip("s").split()
    sentences = [part.strip() for part in _SENTENCES.split(caption)]
    naming = [part for part in sentences if wanted and all(word in part.casefold() for word in wanted)]
    return shortened(" ".join(naming)).rstrip(".") if len(sentences) > 1 else ""


def _never(thing: str, taught: Taught | None, prompt: Prompt) -> str:
    language = prompt.language
    if taught:
        since = clock(taught.time, prompt.now, language)
        return say(
            language,
            f"I have not seen your {taught.name} since you showed {_them(taught.name)} to me at {since}.",
            f"自從你在{since}給我看過{taught.name}以後，我沒有再看到它。",
        )
    them, these, are = (_them(thing), "these are", "are") if _them(thing) == "them" else ("it", "this is", "is")
    return say(
        language,
        f"I have not seen your {thing}, and would not know {them}. Hold {them} up and say “{these} my {thing}”, "
        f"or tell me: “remember that my {thing} {are} on the shelf”.",
        f"我沒有看到{thing}，也不認得它的樣子。請拿起來說「這是我的{thing}」，或告訴我：「記住，我的{thing}在架子上」。",
    )


async def moved(memory: Memory, prompt: Prompt, seconds: float) -> AsyncGenerator[str, None]:
    language, length = prompt.language, span(seconds, prompt.language)
    kept = await memory.recent(since=prompt.now - seconds, limit=200)
    hits = [(seen, box) for seen in kept for box in seen.boxes if box.label == MOVEMENT]
    if not hits:
        yield say(language, f"I have nothing that moved in the last {length}.", f"最近{length}我沒有記到任何動靜。")
        return
    seen, box = hits[0]
    time = when(seen, prompt.now, language)
    yield say(
        language, f"Something moved at {time}, {place(box, language)}.", f"{time}，{place(box, language)}有東西動過。"
    )
    yield f" {cite(seen)}"
    if len(hits) > 1:
        first = hits[-1][0]
        begin = clock(first.time, prompt.now, language)
        yield say(
            language,
            f" That was the last of {len(hits)} times in the last {length}, the first at {begin}.",
            f" 最近{length}共 {len(hits)} 次，這是最後一次，第一次在{begin}。",
        )
        yield f" {cite(first)}"


async def shown(memory: Memory, prompt: Prompt) -> AsyncGenerator[str, None]:
    """The newest of the last minute; failing that, of all."""
    seen = list(reversed(prompt.recent)) or await memory.recent(limit=20)
    lines = listed([each for each in seen if each.source != "told"], prompt.now, prompt.language, most=3)
    if not lines:
        yield say(prompt.language, "I have seen nothing yet.", "我還沒有看到任何東西。")
        return
    for line in lines:
        yield f"{line}\n"


async def seen(memory: Memory, prompt: Prompt, seconds: float) -> AsyncGenerator[str, None]:
    language, length = prompt.language, span(seconds, prompt.language)
    kept = await memory.recent(since=prompt.now - seconds, limit=200)
    lines = listed([each for each in kept if each.source != "told"], prompt.now, language, most=6)
    if not lines:
        yield say(language, f"I kept nothing in the last {length}.", f"最近{length}我沒有記下任何東西。")
        return
    yield say(language, f"In the last {length}, newest first:\n", f"最近{length}，由新到舊：\n")
    for line in lines:
        yield f"{line}\n"


async def found(memory: Memory, prompt: Prompt, words: str) -> AsyncGenerator[str, None]:
    language = prompt.language
    hits = await memory.search(words, limit=20)
    read = [hit for hit in hits if hit.text][:3]
    if not read:
        yield say(language, "I have not read that: ", "我沒有讀到過：") + quoted(words, language)
        return
    for hit in read:
        time = when(hit, prompt.now, language)
        yield say(language, f"I read it at {time}: ", f"我在{time}讀到：")
        yield f"{quoted(around(hit.text, words), language)} {cite(hit)}\n"


def around(text: str, words: str) -> str:
    """The lines of `text` that hold a word of `words`; the beginning where none does (other forms of a word)."""
    wanted = words.casefold().split()
    lines = [line for line in text.splitlines() if any(word in line.casefold() for word in wanted)]
    return "\n".join(lines) or text
