"""What a model thinks before it answers is neither shown nor spoken (pure)."""

import re
from collections.abc import Iterable, Iterator

# Thoughts, and what GLM-4V puts around an answer.
_MARK = re.compile(r"</?(?:think|answer)>|<\|(?:begin|end)_of_box\|>")
_LONGEST = len("<|begin_of_box|>")


class Thinking:
    """Leaves `<think>…</think>` out of the beginning of an answer as its words stream past, however they are cut.

    Once the answer has begun it may speak of such marks.
    within: the prompt ended in an open thought.
    """

    def __init__(self, *, within: bool = False) -> None:
        self._within = within
        self._begun = False
        self._held = ""

    def feed(self, words: str) -> str:
        """What of the answer is certain by now; often nothing."""
        self._held += words
        said = ""
        while mark := _MARK.search(self._held):
            before, self._held = self._held[: mark.start()], self._held[mark.end() :]
            said += "" if self._within else before
            if "think" not in mark[0]:
                continue
            if not self._within and (self._begun or said.strip()):
                said += mark[0]
            else:
                self._within = mark[0] == "<think>"
        opened = self._held.rfind("<", max(0, len(self._held) - _LONGEST))
        ready, self._held = (self._held, "") if opened < 0 else (self._held[:opened], self._held[opened:])
        return self._said(said + ("" if self._within else ready))

    def finish(self) -> str:
        """What was held back and is no thought, once the model has ended; nothing of a thought that was cut off."""
        return "" if self._within else self._said(self._held)

    def _said(self, words: str) -> str:
        """Without the empty lines between a thought and the answer."""
        words = words if self._begun else words.lstrip()
        self._begun = self._begun or bool(words)
        return words


def spoken(pieces: Iterable[str], *, within: bool = False) -> Iterator[str]:
    """The answer without its thoughts, in pieces."""
    thinking = Thinking(within=within)
    for piece in pieces:
        if words := thinking.feed(piece):
            yield words
    if words := thinking.finish():
        yield words
