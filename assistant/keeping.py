"""What the user tells the memory to do, with any engine: learn, keep, find, forget, stop and go on remembering."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from assistant.core.events import Event, Forgotten, RememberingChanged, Seen
from assistant.core.intents import (
    FindPicture,
    ForgetEverything,
    ForgetShown,
    ForgetSpan,
    ForgetThing,
    Remember,
    SetRemembering,
    Teach,
    WhatKnown,
)
from assistant.core.ports import Embedder, Memory, Teacher
from assistant.core.values import Forgot, Frame, Language, Observation
from assistant.core.wording import recognition, say, span
from assistant.finding import find
from assistant.watching import Watch

Command = (
    Teach
    | Remember
    | FindPicture
    | ForgetSpan
    | ForgetThing
    | ForgetShown
    | ForgetEverything
    | SetRemembering
    | WhatKnown
)
VIEWS = 6  # looks taken at a thing being taught: 5-8 views of one thing kept it known from other sides


@dataclass(frozen=True, slots=True)
class Keeper:
    """What the commands work on.

    forget: drops what the session and the models have in mind of what was forgotten. shown: the memories that the user
    showed last, or the one that was cited last. embedder: None while there is none.
    """

    memory: Memory
    teacher: Teacher
    watch: Watch
    send: Callable[[Event], Awaitable[None]]
    forget: Callable[[Forgot], Awaitable[None]]
    shown: Callable[[], Sequence[int]]
    embedder: Embedder | None = None


def obey(
    command: Command, keeper: Keeper, shown: Sequence[Frame], language: Language, now: float
) -> AsyncGenerator[str, None]:
    """Carries `command` out and streams what to say about it.

    `shown` are the pictures given with the words, `now` in Unix seconds. Raises SeeingError, RememberingError.
    """
    match command:
        case Teach() | Remember() if not keeper.watch.remembering:
            return _not_remembering(language)
        case Teach(name):
            return _teach(name, keeper, shown, language, now)
        case Remember(sentence):
            return _remember(sentence, keeper, shown, language, now)
        case FindPicture(words):
            return find(words, keeper.memory, keeper.embedder, language, now)
        case ForgetSpan(seconds):
            return _forget_span(seconds, keeper, language, now)
        case ForgetThing(thing):
            return _forget_thing(thing, keeper, language)
        case ForgetShown():
            return _forget_shown(keeper, language)
        case ForgetEverything():
            return _forget_everything(keeper, language)
        case SetRemembering(on):
            return _set_remembering(on, keeper, language)
        case WhatKnown():
            return _what_known(keeper, language)


async def _teach(
    name: str, keeper: Keeper, shown: Sequence[Frame], language: Language, now: float
) -> AsyncGenerator[str, None]:
    first = shown[0] if shown else await keeper.watch.look()
    if first is None:
        yield say(
            language,
            f"I see nothing. Start the camera, hold your {name} up and say it again, or upload a picture of it.",
            f"我什麼也看不到。請開啟鏡頭，拿起{name}再說一次，或上傳它的照片。",
        )
        return
    views = [first]
    if first.source != "upload":
        yield say(language, f"Let me look at your {name}. Turn it a little. ", f"讓我看看你的{name}。請稍微轉動它。")
        views += [view for _ in range(VIEWS - 1) if (view := await keeper.watch.look()) is not None]
    taught = await keeper.memory.teach(await keeper.teacher.learn(name, views, keeper.watch.before()))
    keeper.watch.look_again()
    caption = f"{name}: held before the camera."
    seen = await keeper.memory.add(Observation(now, first.source, caption, picture=first.jpeg))
    await keeper.send(Seen(seen))
    well = {
        "well": say(language, f"I will know your {name} again well.", f"我之後能很好地認出你的{name}。"),
        "fairly": say(language, f"I will know your {name} again fairly well.", f"我之後大致能認出你的{name}。"),
        "poorly": say(
            language,
            f"I will know your {name} again only poorly: it is plain or small in the picture. "
            "Show it closer, from another side, and say it again.",
            f"我很難再認出你的{name}：它太樸素或在畫面裡太小。請拿近一點、換個角度再說一次。",
        ),
    }[recognition(taught.features)]
    yield say(language, f"Learned. {well}", f"學會了。{well}") + f" [#{seen.id}]"


async def _remember(
    sentence: str, keeper: Keeper, shown: Sequence[Frame], language: Language, now: float
) -> AsyncGenerator[str, None]:
    frame = shown[0] if shown else await keeper.watch.look()
    told = Observation(now, "told", sentence, picture=frame.jpeg if frame else b"")
    kept = await keeper.memory.add(told)
    await keeper.send(Seen(kept))
    yield say(language, f"I will remember: {sentence}.", f"我會記住：{sentence}。") + f" [#{kept.id}]"


async def _forget_span(seconds: float, keeper: Keeper, language: Language, now: float) -> AsyncGenerator[str, None]:
    async with keeper.watch.writing:
        gone = await keeper.memory.forget(since=now - seconds)
        await keeper.forget(Forgot(tuple(gone), since=now - seconds))
    await keeper.send(Forgotten(tuple(gone), since=now - seconds))
    length = span(seconds, language)
    yield say(
        language,
        f"Forgotten: the last {length}, {_memories(len(gone))} and what we said.",
        f"已忘記最近{length}：{len(gone)} 段記憶和我們說過的話。",
    )


async def _forget_thing(thing: str, keeper: Keeper, language: Language) -> AsyncGenerator[str, None]:
    async with keeper.watch.writing:
        gone = await keeper.memory.forget(thing=thing)
        await keeper.forget(Forgot(tuple(gone)))
    await keeper.send(Forgotten(tuple(gone)))
    yield say(
        language,
        f"Forgotten: everything about your {thing}, {_memories(len(gone))}.",
        f"已忘記所有關於{thing}的事：{len(gone)} 段記憶。",
    )


async def _forget_shown(keeper: Keeper, language: Language) -> AsyncGenerator[str, None]:
    ids = keeper.shown()
    if not ids:
        yield say(
            language,
            "Which picture? Ask me about it first, or delete it in the Memory panel.",
            "哪一張圖片？請先問我關於它的事，或在記憶面板刪除。",
        )
        return
    async with keeper.watch.writing:
        gone = await keeper.memory.forget(ids=ids)
        await keeper.forget(Forgot(tuple(gone)))
    await keeper.send(Forgotten(tuple(gone)))
    yield say(language, f"Forgotten: {_memories(len(gone))}.", f"已忘記 {len(gone)} 段記憶。")


async def _forget_everything(keeper: Keeper, language: Language) -> AsyncGenerator[str, None]:
    async with keeper.watch.writing:
        await keeper.memory.forget_everything()
        await keeper.forget(Forgot(everything=True))
    await keeper.send(Forgotten((), everything=True))
    yield say(language, "Forgotten: everything.", "已全部忘記。")


async def _set_remembering(on: bool, keeper: Keeper, language: Language) -> AsyncGenerator[str, None]:
    keeper.watch.remembering = on
    await keeper.send(RememberingChanged(on))
    if on:
        yield say(language, "I am remembering again.", "我又開始記了。")
    else:
        yield say(
            language,
            "I keep nothing from now on, until you say: remember again.",
            "從現在起我什麼都不記，直到你說：繼續記。",
        )


async def _what_known(keeper: Keeper, language: Language) -> AsyncGenerator[str, None]:
    things = [taught.name for taught in await keeper.memory.things()]
    told = [one for one in await keeper.memory.told() if not one.text]  # what has text was taken down, or summed up
    if not things and not told:
        yield say(
            language,
            'Nothing yet. Hold something up and say "this is my notebook", or tell me where you put it.',
            "還沒有。拿起東西說「這是我的筆記本」，或告訴我你把它放在哪裡。",
        )
    if things:
        names = say(language, ", ", "、").join(things)
        yield say(language, f"By its look I know: {names}. ", f"我認得樣子的有：{names}。")
    for observation in told[:5]:
        yield say(language, f"You told me: {observation.caption}.", f"你告訴過我：{observation.caption}。")
        yield f" [#{observation.id}] "


def _memories(count: int) -> str:
    return f"{count} {'memory' if count == 1 else 'memories'}"


async def _not_remembering(language: Language) -> AsyncGenerator[str, None]:
    yield say(
        language,
        'I am not remembering now. Say "remember again" first.',
        "我現在沒有在記。請先說「繼續記」。",
    )
