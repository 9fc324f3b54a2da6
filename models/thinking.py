"""What a model thinks before it answers is neither shown nor spoken (pure)."""

_OPEN, _CLOSE = "<think>", "</think>"


class Thinking:
    """Leaves `<think>…</think>` out of the beginning of an answer as its words stream past, however they are cut."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "before"

    def feed(self, words: str) -> str:
        """What of the answer is certain by now; often nothing."""
        self._held += words
        while self._state != "after" and self._step():
            pass
        if self._state != "after":
            return ""
        words, self._held = self._held, ""
        return words

    def finish(self) -> str:
        """What was held back and is no thought, once the model has ended; nothing of a thought that was cut off."""
        return self._held if self._state == "before" else ""

    def _step(self) -> bool:
        """Whether there is more to look at."""
        if self._state == "within":
            _, found, rest = self._held.partition(_CLOSE)
            self._held = rest if found else self._held[-len(_CLOSE) :]
            self._state = "before" if found else "within"
            return bool(found)
        self._held = self._held.lstrip()
        if self._held.startswith(_OPEN):
            self._held = self._held.removeprefix(_OPEN)
            self._state = "within"
            return True
        if not _OPEN.startswith(self._held):
            self._state = "after"
        return False
