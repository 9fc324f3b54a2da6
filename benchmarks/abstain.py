"""Does it say so when it does not know: questions that the memory can answer, mixed with those it cannot.

    python -m benchmarks.abstain [--data FILE] [--write FILE] [--seed N] [--days N]

A question goes the way of a user's: its words through `understand`, its intent through `Recalling.answer`, without a
model. An answer counts where it cites one of the observations that show the thing at the place asked for; "I have not
seen …" is a refusal, whatever else it mentions. Not to be answered are things never seen, another owner's, a time
before they were seen, and near misses (phone, phone case). The days are those of `benchmarks/days.py`, the questions
come in two halves: phrasings that were tuned on, and phrasings that never were. --data reads what --write writes.
Beside it: always answering, always refusing, and answering with the newest caption that holds the words.
"""

import argparse
import asyncio
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast, get_args

from assistant.core.intents import AboutThePast
from assistant.core.values import Language, Observation, Source
from assistant.recalling import Asked, Recalling, Sources
from assistant.understanding import understand
from benchmarks.days import DAY, Day, Generator, Seen
from benchmarks.homes import CHINESE, ENGLISH, FIXTURE, LINES, Half, Home
from benchmarks.table import machine, print_table
from memory.store import Store

ASKED: dict[tuple[str, Half], tuple[str, ...]] = {
    ("en", "tuned"): ("Where {are} {whose} {n}?", "where did I leave {whose} {n}", "Have you seen {whose} {n}?"),
    ("en", "unseen"): (
        "Any idea where {whose} {n} {are}?",
        "I can't find {whose} {n}.",
        "Do you remember where I put {whose} {n}?",
        "When did you last see {whose} {n}?",
    ),
    ("zh", "tuned"): ("{whose}{n}在哪裡？", "你有沒有看到{whose}{n}？"),
    ("zh", "unseen"): ("{whose}{n}放在哪兒了？", "我找不到{whose}{n}", "你知道{whose}{n}在哪裡嗎？"),
}
TIMED: dict[tuple[str, Half], tuple[str, ...]] = {
    ("en", "tuned"): ("Where {were} {whose} {n} {when}?",),
    ("en", "unseen"): ("{When}, where {were} {whose} {n}?", "Where did you see {whose} {n} {when}?"),
    ("zh", "tuned"): ("{whose}{n}{when}在哪裡？",),
    ("zh", "unseen"): ("{when}{whose}{n}在哪裡？", "{when}你在哪裡看到{whose}{n}？"),
}
TODAY = {"en": ("today",), "zh": ("今天",)}
EARLIER = {"en": ("yesterday", "last night"), "zh": ("昨天", "昨晚")}
NEVER = {
    "en": ("guitar", "drone", "hammer", "violin", "skateboard", "stethoscope", "tent", "flute", "toaster", "telescope"),
    "zh": ("吉他", "鐵鎚", "小提琴", "滑板", "帳篷", "烤麵包機", "望遠鏡", "聽診器"),
}
NEAR = {  # what was seen, and what is asked for
    "en": (
        ("phone case", "phone"),
        ("wine glasses", "glasses"),
        ("card", "car"),
        ("keyboard", "keys"),
        ("car keys", "car"),
        ("book bag", "book"),
        ("watch strap", "watch"),
        ("bottle opener", "bottle"),
        ("hat box", "hat"),
        ("camera bag", "camera"),
        ("wallet", "wallet chain"),
        ("umbrella", "umbrella stand"),
        ("tablet", "tablet pen"),
    ),
    "zh": (
        ("手機殼", "手機"),
        ("眼鏡盒", "眼鏡"),
        ("書包", "書"),
        ("傘架", "雨傘"),
        ("相機包", "相機"),
        ("錢包", "錢包鍊"),
    ),
}
OWNERS = {"en": ("Anna's", "Bob's", "Lisa's", "Tom's"), "zh": ("小明的", "安娜的", "媽媽的", "大衛的")}
SHARED = {"en": ("scarf", "watch", "passport", "umbrella"), "zh": ("圍巾", "手錶", "護照", "雨傘")}
MINE = {"en": ("my", "the"), "zh": ("我的", "")}
REFUSALS = re.compile(
    r"^(?:I do not know which time.*?\. )?(?:I have not seen|I did not see|I cannot know|I know of no)"
    r"|沒有看到|没有看到|無法知道|无法知道|沒有記錄|没有记录"
)


@dataclass(frozen=True)
class Question:
    """`right`: the observations, counted from 0, of which one must be cited; none where it cannot be answered."""

    text: str
    kind: str
    half: str
    right: list[int]


@dataclass
class Household:
    """`now` in Unix seconds, when the questions are asked."""

    language: str
    now: float
    observations: list[Seen]
    questions: list[Question]


def household(home: Home, half: Half, seed: int) -> Household:
    dice = random.Random(f"abstain {home.language} {half} {seed}")
    near = dice.sample(NEAR[home.language], 4)
    nearby = {name for pair in near for name in pair}
    shared = dice.choice([thing for thing in SHARED[home.language] if thing not in nearby])
    missed = [thing for thing, (names, _) in home.things.items() if {thing, *names} & {shared, *nearby}]
    day = Generator(home, half, 0.0, seed, missed).day()
    theirs, others = dice.sample(OWNERS[home.language], 2)
    hers = _owned(theirs, shared)
    placed = _placed(home, half, day, [hers, *(seen for seen, _ in near)], dice)
    observations = sorted([*day.observations, *placed], key=lambda seen: seen.time)
    things = [truth.thing for truth in day.truths]
    ask = _Asker(home.language, half, dice)
    questions = [
        *(ask("answerable", one.thing, _showing(home, observations, one.thing, one.latest)) for one in day.truths),
        *(
            ask("answerable", one.thing, _showing(home, observations, one.thing, one.latest), when=TODAY[home.language])
            for one in dice.sample(day.truths, 4)
        ),
        ask("answerable", shared, [n for n, one in enumerate(observations) if hers in one.caption], whose=theirs),
        *(ask("never seen", thing, []) for thing in dice.sample(NEVER[home.language], 6)),
        *(ask("wrong owner", thing, [], whose=others) for thing in dice.sample(things, 4)),
        *(ask("wrong owner", shared, [], whose=whose) for whose in (others, MINE[home.language][0])),
        *(ask("too early", thing, [], when=EARLIER[home.language]) for thing in dice.sample(things, 6)),
        *(ask("near miss", asked, []) for _, asked in near),
    ]
    return Household(home.language, observations[-1].time + 120, observations, questions)


class _Asker:
    def __init__(self, language: str, half: Half, dice: random.Random) -> None:
        self._language, self._half, self._dice = language, half, dice

    def __call__(
        self, kind: str, thing: str, right: list[int], *, whose: str = "", when: Sequence[str] = ()
    ) -> Question:
        forms = TIMED if when else ASKED
        time = self._dice.choice(when) if when else ""
        many = thing.split()[-1] in ("keys", "glasses", "headphones", "scissors")
        text = self._dice.choice(forms[self._language, self._half]).format(
            n=thing,
            whose=whose or self._dice.choice(MINE[self._language]),
            are="are" if many else "is",
            were="were" if many else "was",
            when=time,
            When=time.capitalize(),
        )
        return Question(text, kind, self._half, right)


def _owned(whose: str, thing: str) -> str:
    return f"{whose}{'' if whose.endswith('的') else ' '}{thing}"


def _placed(home: Home, half: Half, day: Day, names: Sequence[str], dice: random.Random) -> Iterator[Seen]:
    """What the day did not hold, each at one place in three captions."""
    for name in names:
        surface = dice.choice(list(home.surfaces))
        form = next(form for form in LINES[home.language, half] if form.startswith("{n}"))
        colour = "white" if home.language == "en" else "白色"
        words = form.format(n=name, c=colour, s=surface, r=home.surfaces[surface][1], o=FIXTURE[home.language])
        for _ in range(3):
            yield Seen(day.observations[0].time + dice.uniform(0, DAY), "camera", words)


def _showing(home: Home, observations: Sequence[Seen], thing: str, place: str) -> list[int]:
    """The observations that name it and the place it was at last."""
    wordings = home.surfaces[place][0] if place in home.surfaces else (place,)
    names = home.things[thing][0]
    return [
        number
        for number, one in enumerate(observations)
        if any(name in one.caption.lower() for name in names) and any(wording in one.caption for wording in wordings)
    ]


async def asked(made: Household) -> Iterator[tuple[Question, bool, bool, bool]]:
    """For each question: whether it was answered, whether rightly, and what the newest caption would have done."""
    memory = Store.open(None)
    try:
        await memory.load(Observation(one.time, cast(Source, one.source), one.caption) for one in made.observations)
        return iter([(one, *await _asked(memory, made, one), await _newest(memory, one)) for one in made.questions])
    finally:
        memory.close()


async def _asked(memory: Store, made: Household, question: Question) -> tuple[bool, bool]:
    intent = understand(question.text)
    if not isinstance(intent, get_args(AboutThePast)):
        return False, False
    language: Language = "en" if made.language == "en" else "zh-Hant"
    asked = Asked(question.text, language, made.now)
    words = "".join([part async for part in Recalling(Sources(memory)).answer(cast(AboutThePast, intent), asked)])
    cited = re.findall(r"\[#(\d+)\]", words)
    answered = bool(cited) and not REFUSALS.search(words)
    return answered, answered and int(cited[0]) - 1 in question.right


async def _newest(memory: Store, question: Question) -> bool:
    """Whether a search for the noun that is asked for finds anything: the trivial way to decide."""
    thing = str(getattr(understand(question.text), "thing", ""))
    noun = re.split(r"[\s的]", thing)[-1]
    return bool(noun and await memory.search(noun, limit=1))


def generated(seed: int, days: int) -> list[Household]:
    halves: tuple[Half, ...] = ("tuned", "unseen")
    return [
        household(CHINESE if n % 4 == 3 else ENGLISH, half, 1_000 * seed + 500 + n)
        for half in halves
        for n in range(days)
    ]


def read(file: Path) -> list[Household]:
    return [
        Household(
            one["language"],
            one["now"],
            [Seen(**seen) for seen in one["observations"]],
            [Question(**question) for question in one["questions"]],
        )
        for one in json.loads(file.read_text("utf-8"))
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="households as --write writes them, instead of generated ones")
    parser.add_argument("--write", type=Path, help="writes the generated households as JSON and ends")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=8, help="households of each half")
    parser.add_argument("--failures", choices=("tuned", "unseen"), help="prints what went wrong in one half")
    given = parser.parse_args()
    every = read(given.data) if given.data else generated(given.seed, given.days)
    if given.write:
        given.write.write_text(json.dumps([asdict(one) for one in every], ensure_ascii=False), "utf-8")
        return
    print(machine() + "\n")
    shares = asyncio.run(measure(every, given.failures))
    print("RESULT " + json.dumps({"benchmark": "abstain", "machine": machine(), "shares": shares}))


async def measure(every: Sequence[Household], failures: str | None) -> dict[str, dict[str, float]]:
    outcomes = [outcome for one in every for outcome in await asked(one)]
    result: dict[str, dict[str, float]] = {}
    rows = []
    for half in dict.fromkeys(question.half for question, *_ in outcomes):
        mine = [outcome for outcome in outcomes if outcome[0].half == half]
        for kind in dict.fromkeys(question.kind for question, *_ in mine):
            some = [outcome for outcome in mine if outcome[0].kind == kind]
            rows.append((half, kind, str(len(some)), *_row(some)))
        result[half] = _shares(mine)
        bad = [
            question.text for question, answered, right, _ in mine if not (right if question.right else not answered)
        ]
        print(f"{half}: not as it should be:\n" + "\n".join(bad[:60]) + "\n" if half == failures else "", end="")
    print_table(("questions", "kind", "asked", "answered", "rightly", "refused", "newest caption answers"), rows)
    print("\nalways answering refuses 0 % of what it should; always refusing answers 0 % of what it could\n")
    return result


def _row(some: Sequence[tuple[Question, bool, bool, bool]]) -> tuple[str, ...]:
    answered, right, newest = (sum(flags) / len(some) for flags in list(zip(*some, strict=True))[1:])
    return f"{answered:.1%}", f"{right:.1%}", f"{1 - answered:.1%}", f"{newest:.1%}"


def _shares(some: Sequence[tuple[Question, bool, bool, bool]]) -> dict[str, float]:
    can = [outcome for outcome in some if outcome[0].right]
    cannot = [outcome for outcome in some if not outcome[0].right]
    return {
        "answerable answered rightly": round(sum(right for _, _, right, _ in can) / max(1, len(can)), 4),
        "unanswerable refused": round(sum(not answered for _, answered, _, _ in cannot) / max(1, len(cannot)), 4),
        "newest caption refuses": round(sum(not newest for *_, newest in cannot) / max(1, len(cannot)), 4),
    }


if __name__ == "__main__":
    main()
