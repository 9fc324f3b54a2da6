"""What a session does with what is said: answer it, interpret it, take it down, or only what is said by name.

In every mode the words that end it work, and what is typed is answered as usual.
"""

from assistant.modes.around import Around, intent_of
from assistant.modes.utterances import Modes

__all__ = ["Around", "Modes", "intent_of"]
