"""What was seen, shown, read and moved: each line cites the observation it rests on."""

from collections.abc import AsyncGenerator, Sequence

from assistant.core.labels import MOVEMENT
from assistant.core.values import Observation, Stay
from assistant.core.wording import clock, place, quoted, span
from assistant.recalling.retelling import cite, listed, when, whose
from assistant.recalling.sources import Asked, Sources, unclear
from assistant.understanding.times import Span, interval

MOST = 6  # lines of one answer


async def at(where: str, said: str, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    """What was at a place, each thing once, newest first."""
    span = interval(said, asked.now)
    yield unclear(said, span, asked)
    within = span or Span(0.0, asked.now)
    stays = await sources.memory.contents(where, since=within.since, until=within.until, limit=MOST)
    if not stays:
        yield asked.say(f"I noted nothing at the {where}", f"我沒有記下{where}有什麼") + _then(said, asked)
        yield await _extent(within, asked, sources)
        return
    yield asked.say(f"What I noted at the {where}", f"我在{where}記下的有") + _then(said, asked) + asked.say(": ", "：")
    yield asked.say(", ", "、").join(_item(stay, asked) for stay in stays)
    for stay in stays:
        if stay.box:
            sources.marks.setdefault(stay.last, stay.box)


def _item(stay: Stay, asked: Asked) -> str:
    time = clock(stay.until, asked.now, asked.language)
    return asked.say(f"{stay.thing} ({time})", f"{stay.thing}（{time}）") + f" {cite(stay.last)}"


def _then(said: str, asked: Asked) -> str:
    return asked.say(f" ({said})", f"（{said}）") if said else ""


async def _extent(within: Span, asked: Asked, sources: Sources) -> str:
    """Since when it could have been seen."""
    began = await sources.memory.began()
    if began is None:
        return asked.say(": I remember nothing yet.", "：我還沒有任何記憶。")
    since = clock(began, asked.now, asked.language)
    if began >= within.until:
        return asked.say(f": I started watching only at {since}.", f"：我從{since}才開始看。")
    return asked.say(".", "。")


async def moved(seconds: float, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    length = span(seconds, asked.language)
    kept = await sources.memory.recent(since=asked.now - seconds, limit=200)
    hits = [(seen, box) for seen in kept for box in seen.boxes if box.label == MOVEMENT]
    if not hits:
        yield asked.say(f"I have nothing that moved in the last {length}.", f"最近{length}我沒有記到任何動靜。")
        return
    (seen, box), first = hits[0], hits[-1][0]
    sources.marks[seen.id] = box
    time, where = when(seen, asked.now, asked.language), place(box, asked.language)
    yield asked.say(f"Something moved at {time}, {where}.", f"{time}，{where}有東西動過。")
    yield f" {cite(seen.id)}"
    if len(hits) > 1:
        begin = clock(first.time, asked.now, asked.language, first.zone)
        yield asked.say(
            f" That was the last of {len(hits)} times in the last {length}, the first at {begin}.",
            f" 最近{length}共 {len(hits)} 次，這是最後一次，第一次在{begin}。",
        )
        yield f" {cite(first.id)}"


async def shown(said: str, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    """At the time asked about; else the newest of the last minute, and failing that, of all."""
    within = interval(said, asked.now)
    yield unclear(said, within, asked)
    if within:
        seen = await sources.memory.recent(since=within.since, until=within.until, limit=20)
    else:
        seen = list(reversed(asked.recent)) or await sources.memory.recent(limit=20)
    lines = listed([each for each in seen if each.source != "told"], asked.now, asked.language, most=3)
    if not lines and within:
        yield asked.say("I kept nothing of that time", "那時候我沒有記下任何東西")
        yield await _extent(within, asked, sources)
    elif not lines:
        yield asked.say("I have seen nothing yet.", "我還沒有看到任何東西。")
    for line in lines:
        yield f"{line}\n"


async def seen(seconds: float, said: str, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    within = interval(said, asked.now)
    yield unclear(said, within, asked)
    since, until = (within.since, within.until) if within else (asked.now - seconds, None)
    kept = await sources.memory.recent(since=since, until=until, limit=200)
    lines = listed([each for each in kept if each.source != "told"], asked.now, asked.language, most=MOST)
    length = span(seconds, asked.language)
    english, chinese = (f"For “{said}”", f"「{said}」") if within else (f"In the last {length}", f"最近{length}")
    if not lines and not within:
        yield asked.say(f"I kept nothing in the last {length}.", f"最近{length}我沒有記下任何東西。")
    elif not lines:
        yield asked.say("I kept nothing of that time", "那時候我沒有記下任何東西")
        yield await _extent(within or Span(since, asked.now), asked, sources)
    else:
        yield asked.say(f"{english}, newest first:\n", f"{chinese}，由新到舊：\n")
    for line in lines:
        yield f"{line}\n"


async def found(words: str, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    """Where these words were read."""
    hits = [hit for hit in await sources.memory.search(words, limit=20) if hit.text][:3]
    if not hits:
        yield asked.say("I have not read that: ", "我沒有讀到過：") + quoted(words, asked.language)
        return
    for hit in hits:
        time = when(hit, asked.now, asked.language)
        if hit.source == "told":
            yield asked.say(f"It was said at {time}: ", f"{time}有人說：")
        else:
            yield asked.say(f"I read it at {time}: ", f"我在{time}讀到：")
        yield f"{quoted(around(hit.text, words), asked.language)} {cite(hit.id)}\n"


async def said(bearer: str, when_said: str, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    """What a sign, a label, a letter said: text that was read where such a thing was seen, else the text read last."""
    span = interval(when_said, asked.now)
    yield unclear(when_said, span, asked)
    within = span or Span(0.0, asked.now)
    about = await sources.memory.recall(bearer, since=within.since, until=within.until, limit=20)
    read = next((one for one in about if one.text), None)
    if read is None and (last := await _last_read(within, sources)):
        time = when(last, asked.now, asked.language)
        yield asked.say(
            f"I noted no {bearer}. The last text that I read, at {time}: ",
            f"我沒有記到{bearer}。我最後讀到的文字（{time}）：",
        )
        yield f"{quoted(last.text, asked.language)} {cite(last.id)}"
    elif read is None:
        yield asked.say(f"I have not read a {bearer}", f"我沒有讀到{bearer}")
        yield await _extent(within, asked, sources)
    else:
        time = when(read, asked.now, asked.language)
        yield (
            asked.say(f"At {time} it said: ", f"{time}寫著：") + f"{quoted(read.text, asked.language)} {cite(read.id)}"
        )


async def _last_read(within: Span, sources: Sources) -> Observation | None:
    kept = await sources.memory.recent(since=within.since, until=within.until, limit=200)
    return next((one for one in kept if one.text and one.source != "told"), None)


async def who(thing: str, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    """Declined: nobody is told from another. What is known is told, the two places and when."""
    yield asked.say("I do not tell people apart, so I do not know who.", "我不辨認人，所以不知道是誰。")
    stays: Sequence[Stay] = await sources.memory.stays(thing, limit=2) if thing else ()
    for stay, (english, chinese) in zip(stays, _PLACES, strict=False):
        at = clock(stay.until, asked.now, asked.language)
        where = stay.place or asked.say("in the picture", "在畫面裡")
        yield asked.say(f" {english.format(whose(thing))} {where}, {at}.", f"{chinese.format(thing)}{where}，{at}。")
        yield f" {cite(stay.last)}"


_PLACES = (("I last noted {}", "我最後記下{}是"), ("Before that", "在那之前是"))


def around(text: str, words: str) -> str:
    """The lines of `text` that hold a word of `words`; the beginning where none does (other forms of a word)."""
    wanted = words.casefold().split()
    lines = [line for line in text.splitlines() if any(word in line.casefold() for word in wanted)]
    return "\n".join(lines) or text
