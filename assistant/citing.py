"""Citations in streamed replies: `[#12]` names observation 12 (pure)."""

import re

_CITATION = re.compile(r"\s?\[#(\d{1,18})\]")
_PERHAPS = re.compile(r"\s?(\[(#\d{0,18})?)?\Z")


class Citations:
    """Splits a stream of text into words to show and observations to cite, whatever the pieces' borders."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> list[str | int]:
        """Text as `str` and observation ids as `int`, in order; what may still become a citation is held back."""
        text = self._held + piece
        tail = _PERHAPS.search(text)
        cut = tail.start() if tail else len(text)
        self._held = text[cut:]
        return _parts(text[:cut])

    def flush(self) -> list[str | int]:
        """What was held back, at the end of the stream."""
        text, self._held = self._held, ""
        return _parts(text)


def _parts(text: str) -> list[str | int]:
    parts: list[str | int] = []
    end = 0
    for match in _CITATION.finditer(text):
        parts += [text[end : match.start()], int(match[1])]
        end = match.end()
    return [part for part in [*parts, text[end:]] if part != ""]
