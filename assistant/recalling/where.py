"""Where is it, where was it, when was it last seen: an answer with its proof, or an honest no."""

from collections.abc import AsyncGenerator, Sequence

from assistant.core.names import named
from assistant.core.values import Box, Observation, Stay, Taught, Verdict
from assistant.core.wording import clock, place, quoted
from assistant.recalling.evidence import Found, Looked, in_view, look_again
from assistant.recalling.retelling import cite, retold, them, when, whose
from assistant.recalling.sources import Asked, Sources, unclear
from assistant.understanding.times import Span, interval

TEACHING = 30.0  # seconds that showing a thing to be learned may take
LONG = 600.0  # seconds at one place from which on both ends of the stay are told
STAYS = 6  # of the newest, for one answer: some may be refused
AHEAD = 20  # stays read to find the one before: two alike things may take turns in between


async def where(thing: str, said: str, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    """In view now, else last seen or told, else never; `said` is the time asked about, empty for now."""
    span = interval(said, asked.now)
    yield unclear(said, span, asked)
    taught = named(thing, await sources.memory.things())
    if not span and (verdict := await in_view(thing, asked, sources)):
        yield _now(thing, taught, verdict, asked)
        return
    async for piece in _last(thing, taught, span, asked, sources):
        yield piece


async def before(thing: str, steps: int, asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    """`steps` places back from the newest: 1 is the one before it."""
    stays = await _stays(thing, None, sources, AHEAD)
    if len(stays) <= steps:
        async for piece in _no_earlier(thing, stays, asked, sources):
            yield piece
        return
    looked = await look_again(stays[steps:], thing, asked, sources)
    if looked.found is None:
        async for piece in _refused(thing, None, looked, asked, sources):
            yield piece
        return
    later = stays[steps - 1]
    yield asked.say("Before that, ", "在那之前，") + _sighting(thing, looked.found, asked)
    yield _proof(looked.found, sources)
    at = clock(later.since, asked.now, asked.language)
    yield (
        asked.say(f" It was at the later place from {at} on.", f"後來的位置是從{at}開始的。") + f" {cite(later.first)}"
    )


async def _last(
    thing: str, taught: Taught | None, span: Span | None, asked: Asked, sources: Sources
) -> AsyncGenerator[str, None]:
    name = taught.name if taught else thing
    stays = await _stays(name, span, sources, STAYS)
    looked = await look_again(stays, name, asked, sources)
    if looked.found and not (taught and _only_taught(looked.found.observation, taught)):
        yield _sighting(name, looked.found, asked, taught)
        yield _proof(looked.found, sources)
    elif taught and not span:
        yield _not_since(taught, asked)
        if looked.found:
            yield f" {cite(looked.found.observation.id)}"
    else:
        async for piece in _refused(thing, span, looked, asked, sources):
            yield piece


async def _stays(thing: str, span: Span | None, sources: Sources, limit: int) -> list[Stay]:
    if span is None:
        return await sources.memory.stays(thing, limit=limit)
    return await sources.memory.stays(thing, since=span.since, until=span.until, limit=limit)


def _only_taught(seen: Observation, taught: Taught) -> bool:
    """Whether the sighting is the teaching itself, noted when the first of the views was taken."""
    return seen.source != "told" and not seen.boxes and abs(seen.time - taught.time) < TEACHING


def _proof(found: Found, sources: Sources) -> str:
    if found.box and not _alike(found):
        sources.marks[found.observation.id] = found.box
    return f" {cite(found.observation.id)}"


def _now(thing: str, taught: Taught | None, verdict: Verdict, asked: Asked) -> str:
    if taught and verdict.box:
        at = place(verdict.box, asked.language)
        return asked.say(
            f"It is in view: I match the look of your {taught.name} {at}.",
            f"就在眼前：我在{at.removeprefix('在')}比對到{taught.name}的樣子。",
        )
    where = verdict.place or (place(verdict.box, asked.language) if verdict.box else "")
    if not where:
        return asked.say(f"I see {whose(thing)} now, in view.", f"{thing}現在就在眼前。")
    return asked.say(f"In view now: {whose(thing)}, {where}.", f"就在眼前：{thing}，{where}。")


def _sighting(thing: str, found: Found, asked: Asked, taught: Taught | None = None) -> str:
    seen, yours, time = found.observation, whose(thing), when(found.observation, asked.now, asked.language)
    at = _place(found, asked)
    if found.stay.told:
        return asked.say(f"You told me at {time}: ", f"你在{time}告訴我：") + quoted(seen.caption, asked.language)
    if taught and found.stay.box:
        return asked.say(
            f"I last matched the look of {yours} at {time}, {at}.", f"我最後一次比對到{thing}的樣子是{time}，{at}。"
        )
    if found.verdict.seen == "yes":
        return asked.say(
            f"I saw {yours} at {time}{_long(found, asked)}: {at}.",
            f"我在{time}{_long(found, asked)}看到{thing}：{at}。",
        )
    if several := _alike(found):
        places = asked.say(", ", "、").join(place(box, asked.language) for box in several)
        return asked.say(
            f"I last saw {len(several)} things that look like {yours} at {time}: {places}.",
            f"我最後一次看到 {len(several)} 個像是{thing}的東西是{time}：{places}。",
        )
    if _only_boxed(found.stay):
        return asked.say(
            f"I last saw what looks like {yours} at {time}, {at}.", f"我最後一次看到像是{thing}的東西是{time}，{at}。"
        )
    return asked.say(
        f"I last noted {yours} at {time}{_long(found, asked)}: {at}.",
        f"我最後一次記下{thing}是{time}{_long(found, asked)}：{at}。",
    )


def _place(found: Found, asked: Asked) -> str:
    """In the words of who looked again, else of the caption, else where in the picture."""
    box = found.box
    words = found.verdict.place or ("" if _only_boxed(found.stay) else found.stay.place)
    words = words or (place(box, asked.language) if box else "")
    return words.rstrip(".。") or retold(found.observation, asked.language)


def _alike(found: Found) -> list[Box]:
    """The boxes of one name in a picture, where nothing tells which of them is meant; none for a single one."""
    box = found.stay.box
    alike = [one for one in found.observation.boxes if box and _only_boxed(found.stay) and one.label == box.label]
    return alike if len(alike) > 1 and not found.verdict.box else []


def _only_boxed(stay: Stay) -> bool:
    """Whether nothing is known of its place but where in the picture it is."""
    return stay.box is not None and stay.place in ("", place(stay.box, "en"))


def _long(found: Found, asked: Asked) -> str:
    stay = found.stay
    if stay.until - stay.since < LONG:
        return ""
    since = clock(stay.since, asked.now, asked.language)
    return asked.say(f", as since {since}", f"（從{since}起）")


def _not_since(taught: Taught, asked: Asked) -> str:
    since = clock(taught.time, asked.now, asked.language)
    return asked.say(
        f"I have not seen your {taught.name} since you showed {them(taught.name)} to me at {since}.",
        f"自從你在{since}給我看過{taught.name}以後，我沒有再看到它。",
    )


async def _no_earlier(thing: str, stays: Sequence[Stay], asked: Asked, sources: Sources) -> AsyncGenerator[str, None]:
    if not stays:
        async for piece in _refused(thing, None, Looked(None), asked, sources):
            yield piece
        return
    first = stays[-1]
    since = clock(first.since, asked.now, asked.language)
    yield asked.say(
        f"I know of no place before that: the first I have is of {since}", f"在那之前我沒有記錄：我最早記下的是{since}"
    ) + (asked.say(f", {first.place}.", f"，{first.place}。") if first.place else asked.say(".", "。"))
    yield f" {cite(first.first)}"


async def _refused(
    thing: str, span: Span | None, looked: Looked, asked: Asked, sources: Sources
) -> AsyncGenerator[str, None]:
    """Not seen: since when it could have been, and the closest there is, called that."""
    yield _never(thing, span, await sources.memory.began(), asked)
    for seen in looked.refused[:1]:
        time = when(seen, asked.now, asked.language)
        yield (
            asked.say(
                f" I had noted {them(thing)} at {time}, but looking at that picture again I do not see {them(thing)}.",
                f"我在{time}記過它，但再看那張照片並沒有看到。",
            )
            + f" {cite(seen.id)}"
        )
    closest = None if looked.refused else await _closest(thing, span, asked, sources)
    if closest:
        time = when(closest, asked.now, asked.language)
        yield (
            asked.say(
                f" The closest I have, at {time}: {retold(closest, 'en')}.",
                f"最接近的是{time}：{retold(closest, asked.language)}。",
            )
            + f" {cite(closest.id)}"
        )
    elif not looked.refused:
        yield _how_to(thing, asked)


def _never(thing: str, span: Span | None, began: float | None, asked: Asked) -> str:
    yours = whose(thing)
    if began is None:
        return asked.say(f"I have not seen {yours}: I remember nothing yet.", f"我沒有看到{thing}：我還沒有任何記憶。")
    since = clock(began, asked.now, asked.language)
    if span is None:
        return asked.say(
            f"I have not seen {yours} since I started watching at {since}.",
            f"從{since}開始看到現在，我沒有看到{thing}。",
        )
    if began >= span.until:
        return asked.say(f"I cannot know: I started watching only at {since}.", f"我無法知道：我從{since}才開始看。")
    return asked.say(f"I did not see {yours} then.", f"那時候我沒有看到{thing}。")


async def _closest(thing: str, span: Span | None, asked: Asked, sources: Sources) -> Observation | None:
    """Of the time asked about the same thing at another time; else what its words or its look come nearest to."""
    if span and (stays := await sources.memory.stays(thing, limit=1)):
        return await sources.memory.get(stays[0].last)
    near = None
    if embedder := sources.embedder():
        (vector,) = await embedder.embed([thing])
        near = (embedder.name, vector)
    found = await sources.memory.recall(thing, limit=1, near=near)
    return found[0] if found else None


def _how_to(thing: str, asked: Asked) -> str:
    it, these, are = (them(thing), "these are", "are") if them(thing) == "them" else ("it", "this is", "is")
    return asked.say(
        f" Hold {it} up and say “{these} my {thing}”, or tell me: “remember that my {thing} {are} on the shelf”.",
        f"你可以拿起來說「這是我的{thing}」，或告訴我：「記住，我的{thing}在架子上」。",
    )
