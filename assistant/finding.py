"""Pictures found by words: those whose caption says it, else what comes closest, by captions and to an embedder."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

from assistant.core.errors import RememberingError, SeeingError
from assistant.core.ports import Embedder, Memory
from assistant.core.values import Frame, Language, Observation
from assistant.core.wording import ago, clock, say

MOST = 3  # pictures in one answer
LOOKED_AT = 20  # what fits best, of which some was told and has no picture
IDLE = 2.0  # seconds between looks for pictures without a vector
BATCH = 16  # pictures asked for at a time, embedded one by one: a reply may need the machine


async def find(
    words: str, memory: Memory, embedder: Embedder | None, language: Language, now: float
) -> AsyncGenerator[str, None]:
    """What to say, with the pictures cited. Raises RememberingError, SeeingError."""
    near = (embedder.name, (await embedder.embed([words]))[0]) if embedder else None
    fitting = [seen for seen in await memory.recall(words, limit=LOOKED_AT, near=near) if await memory.picture(seen.id)]
    said = await _saying(words, memory)
    if named := [seen for seen in fitting if seen.id in said][:MOST]:
        yield say(language, "I found it: ", "找到了：") + _listed(named, now, language)
        return
    if not fitting:
        yield say(language, f"I have no picture that says “{words}”.", f"我沒有「{words}」的照片。")
    elif near and not await memory.recall(words, limit=1):
        yield say(language, f"Closest to “{words}”, by their looks: ", f"看起來最像「{words}」的：")
    elif near:
        yield say(language, f"Closest to “{words}”, by looks and captions: ", f"樣子和說明文字最接近「{words}」的：")
    else:
        yield say(language, f"No caption says “{words}”. The closest: ", f"沒有說明文字提到「{words}」。最接近的：")
    yield _listed(fitting[:MOST], now, language)
    if near is None:
        yield say(
            language,
            " I can find pictures only by their captions: start Keepsight with --embedder auto to find them by looks.",
            "我只能依說明文字找照片：用 --embedder auto 啟動 Keepsight，就能依樣子找。",
        )


async def _saying(words: str, memory: Memory) -> set[int]:
    """Ids of what says all the words, or names such a thing by another word."""
    stays = await memory.stays(words)
    return {seen.id for seen in await memory.search(words)} | {id for stay in stays for id in (stay.first, stay.last)}


def _listed(found: list[Observation], now: float, language: Language) -> str:
    return ", ".join(f"{clock(one.time, now, language)} ({ago(now - one.time, language)}) [#{one.id}]" for one in found)


async def index(memory: Memory, current: Callable[[], Embedder | None]) -> None:
    """Gives every kept picture its vector, the newest first, until cancelled. `current` may become None, or another."""
    unreadable: set[int] = set()
    while True:
        done = 0
        if embedder := current():
            with suppress(RememberingError):  # a full disk: it is said where the pictures are kept, and tried again
                done = await _embed_some(memory, embedder, unreadable)
        if not done:
            await asyncio.sleep(IDLE)


async def _embed_some(memory: Memory, embedder: Embedder, unreadable: set[int]) -> int:
    done = 0
    for id in await memory.unembedded(embedder.name, BATCH + len(unreadable)):
        if id in unreadable or not (jpeg := await memory.picture(id)):
            continue
        try:
            (vector,) = await embedder.embed([Frame(jpeg, 0.0, "camera")])
        except SeeingError:
            unreadable.add(id)
            continue
        done += await memory.embed(id, embedder.name, vector)
    return done
