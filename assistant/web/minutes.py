"""Notes as a file to keep: Markdown with their day, their summary and every line (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from assistant.core.events import Noted
from assistant.core.wording import clock, language_of, say

_MARKS = re.compile(r"([\\`*_\[\]<>])")  # what Markdown would take for more than words


@dataclass(frozen=True, slots=True)
class Taken:
    """Notes of one time, oldest line first, at least one. summary: empty where they are not summed up yet."""

    lines: Sequence[Noted]
    summary: str = ""


def named(taken: Taken, here: tzinfo | None) -> str:
    """By when they began, so that a folder of them is in order. here: the page's zone; None: this machine's."""
    return f"notes-{_local(taken.lines[0].time, here):%Y-%m-%d-%H%M}.md"


def markdown(taken: Taken, here: tzinfo | None) -> str:
    """In the language of the newest line."""
    lines, language = taken.lines, language_of(taken.lines[-1].text)
    began, ended = _local(lines[0].time, here), _local(lines[-1].time, here)
    day = say(language, f"{began.day} {began:%B %Y}", f"{began.year}年{began.month}月{began.day}日")
    many = say(language, f"{len(lines)} line{'' if len(lines) == 1 else 's'}", f"{len(lines)} 行")
    parts = [
        f"# {say(language, f'Notes, {day}', f'筆記，{day}')}",
        f"{began:%H:%M}–{ended:%H:%M} · {many}",
    ]
    if taken.summary:
        parts += [f"## {say(language, 'Summary', '總結')}", taken.summary]
    said = (f"- **{clock(line.time, lines[0].time, language, here=here)}** {_plain(line.text)}" for line in lines)
    parts += [f"## {say(language, 'What was said', '談話記錄')}", "\n".join(said)]
    return "\n\n".join(parts) + "\n"


def _local(time: float, here: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(time).astimezone(here)


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
