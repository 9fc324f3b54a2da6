"""History, frames and memories become the messages a model reads: the only place where prompts are worded (pure)."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from assistant.core.values import Frame, Language, Message, Observation

_SYSTEM = """You are Keepsight, a live assistant on the user's own machine. You hear the user and see what the camera, \
a shared screen or an upload shows. Answer in {language}, in one to three short sentences fit to be read aloud, \
without markdown. Say only what the pictures, the conversation or the notes below support; if you cannot tell, \
say so in one sentence. When a note supports what you say about the past, cite it by its number, like [#12]."""

_LANGUAGES: dict[Language, str] = {"en": "English", "zh-Hant": "traditional Chinese", "zh-Hans": "simplified Chinese"}


PICTURED = 6  # newest messages that keep their pictures: one upload is up to 2 MB and 1 500 tokens of a prompt


class History:
    """What was said, oldest first: of the user's words all, of the replies only what reached the user."""

    def __init__(self, most: int = 40) -> None:
        self._lines: deque[tuple[float, Message]] = deque(maxlen=most)

    def add(self, time: float, message: Message) -> None:
        self._lines.append((time, message))
        if len(self._lines) > PICTURED:
            then, old = self._lines[-PICTURED - 1]
            self._lines[-PICTURED - 1] = (then, replace(old, frames=()))

    def messages(self) -> list[Message]:
        return [message for _, message in self._lines]

    def forget(self, since: float | None) -> None:
        """Drops what was said at or after `since`, Unix seconds; everything for None."""
        kept = [line for line in self._lines if since is not None and line[0] < since]
        self._lines = deque(kept, self._lines.maxlen)


def messages(
    question: str,
    frames: Sequence[Frame],
    history: History,
    recent: Sequence[Observation],
    now: float,
    language: Language,
) -> tuple[Message, ...]:
    """System words and the last minute first, then the conversation, then the question with its pictures.

    `recent` is oldest first. What changes most stands last, so that a model can reuse the part it has read before.
    """
    system = Message("system", _SYSTEM.format(language=_LANGUAGES[language]))
    notes = "\n".join(note(observation, now) for observation in recent)
    asked = f"What was seen in the last minute:\n{notes}\n[now]\n\n{question}" if notes else question
    return (system, *history.messages(), Message("user", asked, tuple(frames)))


def note(observation: Observation, now: float) -> str:
    """One memory in a prompt, for example `[#12] [T-30s] camera: notebook: at the left. Text: "Anna"`."""
    text = f' Text: "{" / ".join(observation.text.splitlines())[:400]}"' if observation.text else ""
    age = f"T-{max(0, round(now - observation.time))}s"
    return f"[#{observation.id}] [{age}] {observation.source}: {observation.caption}{text}"
