"""What the user wants to be told of when it is seen."""

from assistant.awaiting.waiting import AboutAwaited, Awaiting, Mouth

__all__ = ["AboutAwaited", "Awaiting", "Mouth"]
