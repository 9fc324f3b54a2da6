"""Codes by which a second device finds a conversation: short, soon over, good for once (the caller brings the time)."""

import hmac
import secrets
from collections.abc import Callable

# Without what is misread for another: 0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U (V). 21 letters, 86 million codes.
LETTERS = "ACDEFHJKMNPRTVWXY3479"
LENGTH = 6
SECONDS = 300.0  # that a code is good for
TRIES = (0.1, 10.0)  # a second, at once, whoever tries: 40 in the life of a code, 1 in 130,000 for 16 codes at a time


class Codes:
    """At most one code a conversation; a new one replaces the one before. `choose` draws a letter."""

    def __init__(self, choose: Callable[[str], str] = secrets.choice) -> None:
        self._choose = choose
        self._open: dict[str, tuple[str, float]] = {}  # code and its end, by the conversation's key

    def make(self, key: str, now: float) -> str:
        """A code for the conversation `key`; `now` in seconds of any clock that does not go back."""
        self._close_old(now)
        code = "".join(self._choose(LETTERS) for _ in range(LENGTH))
        self._open[key] = code, now + SECONDS
        return code

    def use(self, code: str, now: float) -> str | None:
        """The conversation's key, once; None for a code that is wrong, used or too old.

        Small letters, spaces and dashes are taken as they are meant. All codes are compared, each in constant time.
        """
        self._close_old(now)
        tried = "".join(letter for letter in code.upper() if letter.isalnum()).encode("utf-8", "replace")
        fitting = [key for key, (made, _) in self._open.items() if hmac.compare_digest(made.encode(), tried)]
        for key in fitting:
            del self._open[key]
        return fitting[0] if fitting else None

    def _close_old(self, now: float) -> None:
        self._open = {key: (code, until) for key, (code, until) in self._open.items() if until > now}
