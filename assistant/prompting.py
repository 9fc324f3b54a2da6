"""History, frames and memories become the messages a model reads: the only place where prompts are worded (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile

from assistant.core.values import Frame, Language, Message, Observation
from assistant.core.wording import clock

_SYSTEM = """You are Keepsight, a live assistant on the user's own machine. You hear the user and see what the camera, \
a shared screen or an upload shows. Answer in {language}, in one to three short sentences fit to be read aloud, \
without markdown. Say only what the pictures, the conversation or the notes below support; if you cannot tell, \
say so in one sentence. Whatever you say about the past must rest on a note: cite it by its number, like [#12]. \
Without a note that supports it, say that you have not seen it."""

_LANGUAGES: dict[Language, str] = {"en": "English", "zh-Hant": "traditional Chinese", "zh-Hans": "simplified Chinese"}


# A model reads again whatever follows the first change in its prompt, here and behind a server alike. So old words and
# old pictures go many at a time: over 50 turns the beginning changes 3 times, with a picture in every turn 12 times.
MOST = 40  # messages, 20 turns
KEPT = 20  # of them, the newest, once there are more
MOST_PICTURED = 10  # messages back at most that pictures reach: one is up to 2 MB and 1 500 tokens of a prompt
LONG_AGO = 600  # seconds from which on a note tells its time of day: a model does not count back 7 000 seconds
KEPT_PICTURED = 4  # messages back that they reach, once one is older


class History:
    """What was said, oldest first: of the user's words all, of the replies only what reached the user."""

    def __init__(self) -> None:
        self._lines: list[tuple[float, Message]] = []

    def add(self, time: float, message: Message) -> None:
        self._lines.append((time, message))
        crowded = len(self._lines) > MOST
        if crowded:
            kept = self._lines[-KEPT:]
            self._lines = list(dropwhile(lambda line: line[1].role != "user", kept))  # templates want the user first
        if crowded or any(message.frames for _, message in self._lines[:-MOST_PICTURED]):
            old = self._lines[:-KEPT_PICTURED]
            self._lines[:-KEPT_PICTURED] = [(then, replace(message, frames=())) for then, message in old]

    def messages(self) -> list[Message]:
        return [message for _, message in self._lines]

    def forget(self, since: float | None) -> None:
        """Drops what was said at or after `since`, Unix seconds; everything for None."""
        self._lines = [line for line in self._lines if since is not None and line[0] < since]


def messages(
    question: str,
    frames: Sequence[Frame],
    history: History,
    recent: Sequence[Observation],
    now: float,
    language: Language,
    earlier: Sequence[Observation] = (),
) -> tuple[Message, ...]:
    """System words first, then the conversation, then the last minute, what fits from earlier, and the question.

    `recent` is oldest first, `earlier` best first; their ages are counted back from `now`. What changes most stands
    last, so that a model can reuse the part it has read before; without a question this is what can be read before one
    is known.
    """
    system = Message("system", _SYSTEM.format(language=_LANGUAGES[language]))
    notes = "\n".join(note(observation, now) for observation in recent)
    asked = f"What was seen in the last minute:\n{notes}\n[now]\n\n" if notes else ""
    if earlier:
        older = "\n".join(note(observation, now) for observation in earlier)
        asked += f"Notes from earlier that may or may not bear on it:\n{older}\n\n"
    return (system, *history.messages(), Message("user", asked + question, tuple(frames)))


def note(observation: Observation, now: float) -> str:
    """One memory in a prompt, for example `[#12] [T-30s] camera: notebook: at the left. Text: "Anna"`."""
    text = f' Text: "{" / ".join(observation.text.splitlines())[:400]}"' if observation.text else ""
    seconds = max(0, round(now - observation.time))
    age = f"T-{seconds}s" if seconds < LONG_AGO else f"{clock(observation.time, now, 'en', observation.zone)}"
    return f"[#{observation.id}] [{age}] {observation.source}: {observation.caption}{text}"
