"""Work that is begun before anybody wants it, such as a draft: it gives way to what somebody waits for.

Whose work a call is part of is known to its task, so that no seam between a draft and a model has to pass it on.
"""

from collections.abc import Callable
from contextvars import ContextVar


class Tentative:
    """`give_up` stops the work. What is `wanted` gives way no more; what is `lost` has, and is never finished."""

    def __init__(self, give_up: Callable[[], object]) -> None:
        self.wanted = False
        self.lost = False
        self._give_up = give_up
        self._acts: list[Callable[[], object]] = []

    def want(self) -> None:
        """Somebody waits for it from now on. What is lost stays lost."""
        if self.lost or self.wanted:
            return
        self.wanted = True
        for act in self._acts:
            act()

    def when_wanted(self, act: Callable[[], object]) -> None:
        self._acts.append(act)

    def give_way(self) -> None:
        """Something that is waited for needs what this uses."""
        if not (self.wanted or self.lost):
            self.lost = True
            self._give_up()


_work: ContextVar[Tentative | None] = ContextVar("work", default=None)


def works_for(work: Tentative) -> None:
    """What this task does from now on, and the tasks that it starts, is part of `work`."""
    _work.set(work)


def unwanted() -> Tentative | None:
    """What this task works for, where nobody wants it yet."""
    work = _work.get()
    return None if work is None or work.wanted else work
