"""Notes as the chat shows them: one entry of lines with their times (pure)."""

import html
from collections.abc import Sequence
from datetime import tzinfo

from assistant.core.events import Noted
from assistant.core.wording import clock, language_of, say

SHOWN = 1_000  # newest lines, 80 KB: the chat is sent again with each line


def written(lines: Sequence[Noted], now: float, here: tzinfo | None, *, open: bool) -> str:
    """HTML; `open` while more lines come. now: Unix seconds. here: the page's zone."""
    language = language_of(lines[-1].text)
    older = len(lines) - SHOWN
    rows = "".join(
        f'<li><span class="ks-noted-time">{clock(line.time, now, language, here=here)}</span> '
        f"{html.escape(line.text)}</li>"
        for line in lines[-SHOWN:]
    )
    title = say(language, "Taking notes", "筆記中") if open else say(language, "Notes", "筆記")
    more = say(language, f"{older} older lines are not shown.", f"較早的 {older} 行不顯示。") if older > 0 else ""
    note = f'<div class="ks-note">{more}</div>' if more else ""
    return f'<div class="ks-notes" lang="{language}"><b>{title}</b>{note}<ol class="ks-noted">{rows}</ol></div>'
