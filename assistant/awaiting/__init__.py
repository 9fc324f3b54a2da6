"""What the user wants to be told of when it is seen."""

from assistant.awaiting.telling import Mouth
from assistant.awaiting.waiting import AboutAwaited, Awaiting

__all__ = ["AboutAwaited", "Awaiting", "Mouth"]
