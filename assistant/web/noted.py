"""Notes as the chat shows them: one entry of lines with their times (pure)."""

import html
from collections.abc import Sequence
from datetime import tzinfo

from assistant.core.events import Noted
from assistant.core.wording import clock, language_of, say

SHOWN = 1_000  # newest lines, 80 KB: the chat is sent again with each line


def written(lines: Sequence[Noted], number: int, now: float, here: tzinfo | None, *, open: bool) -> str:
    """HTML; `open` while more lines come. number: what the page asks for them by. now: Unix seconds. here: its zone."""
    language = language_of(lines[-1].text)
    older = len(lines) - SHOWN
    rows = "".join(
        f'<li><span class="ks-noted-time">{clock(line.time, now, language, here=here)}</span> '
        f"{html.escape(line.text)}</li>"
        for line in lines[-SHOWN:]
    )
    title = say(language, "Taking notes", "筆記中") if open else say(language, "Notes", "筆記")
    more = say(language, f"{older} older lines are not shown.", f"較早的 {older} 行不顯示。") if older > 0 else ""
    get = f'<a class="ks-notes-get" href="#notes-{number}">{say(language, "Download", "下載")}</a>'
    note = f'<div class="ks-note">{more}</div>' if more else ""
    return f'<div class="ks-notes" lang="{language}"><b>{title}</b>{get}{note}<ol class="ks-noted">{rows}</ol></div>'
