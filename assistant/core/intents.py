"""What a question asks for: a closed union, made by `assistant.understanding`, handled with `match`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhereIs:
    """Where is, or was, `thing` ("my notebook" -> "notebook", "Anna's keys" -> "Anna's keys").

    `when` is the time asked about, as it was said ("this morning", 「昨天」); empty for now. See `when.interval`.
    """

    thing: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class WhenSeen:
    """When was `thing` last seen."""

    thing: str


@dataclass(frozen=True, slots=True)
class WhereBefore:
    """Where was `thing` before the place it is at now; empty for the thing asked about last ("… before that?")."""

    thing: str


@dataclass(frozen=True, slots=True)
class WhatWasAt:
    """What was seen at `place` ("the desk" -> "desk"); `when` as it was said, empty for the last time it was seen."""

    place: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class WhatSaid:
    """What did `bearer` say ("the sign" -> "sign"): text that was read earlier; `when` as it was said."""

    bearer: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class WhoDid:
    """Who moved, took or put `thing`, or who did something: declined, for nobody is told from another."""

    thing: str


@dataclass(frozen=True, slots=True)
class ReadThat:
    """Read the text in the picture, on the screen or before the camera."""


@dataclass(frozen=True, slots=True)
class ScanCode:
    """What a QR code or barcode in view says."""


@dataclass(frozen=True, slots=True)
class WhatColour:
    """The dominant colours in view."""


@dataclass(frozen=True, slots=True)
class AnyoneThere:
    """Is someone facing the camera."""


@dataclass(frozen=True, slots=True)
class WhatMoved:
    """Did something move or change, and when; looks back `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class WhatIsThis:
    """What is held up, or in view."""


@dataclass(frozen=True, slots=True)
class WhatShown:
    """What did I show you; `when` as it was said ("five minutes ago"), empty for just now."""

    when: str = ""


@dataclass(frozen=True, slots=True)
class WhatSeen:
    """What was seen in the last `seconds`; where `when` is given ("yesterday morning"), in that time instead."""

    seconds: float
    when: str = ""


@dataclass(frozen=True, slots=True)
class FindText:
    """Find where `words` were read."""

    words: str


@dataclass(frozen=True, slots=True)
class FindPicture:
    """Find a kept picture that shows `words`."""

    words: str


@dataclass(frozen=True, slots=True)
class HowIsPicture:
    """Can you see: brightness, blur, covered lens."""


@dataclass(frozen=True, slots=True)
class Teach:
    """Learn the look of the thing in view ("this is my notebook")."""

    name: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep `sentence`, with the frame of this moment, as something told."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ForgetSpan:
    """Forget the last `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class ForgetThing:
    """Forget one thing: what was taught, told and seen of it."""

    thing: str


@dataclass(frozen=True, slots=True)
class ForgetShown:
    """Forget the picture that was shown or cited last ("forget this picture")."""


@dataclass(frozen=True, slots=True)
class ForgetEverything:
    """Forget all of it."""


@dataclass(frozen=True, slots=True)
class SetRemembering:
    """Stop, or go on, remembering."""

    on: bool


@dataclass(frozen=True, slots=True)
class WhatKnown:
    """Which things have been taught or told."""


@dataclass(frozen=True, slots=True)
class WhatCanYouDo:
    """Help, and greetings."""


@dataclass(frozen=True, slots=True)
class WhatTime:
    """The clock."""


@dataclass(frozen=True, slots=True)
class BeQuiet:
    """Stop talking."""


@dataclass(frozen=True, slots=True)
class TellMeWhen:
    """Say so when `event` is seen ("the kettle boils"); `when`: how long to watch, as it was said, empty for a day.

    `every`: each time it happens, and not only the next. `note`: what to be reminded of then ("lock the door").
    """

    event: str
    when: str = ""
    every: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class WhatAwaited:
    """What am I waiting to be told of."""


@dataclass(frozen=True, slots=True)
class StopAwaiting:
    """Do not tell me of `event` any more; empty for all of them."""

    event: str = ""


@dataclass(frozen=True, slots=True)
class Interpret:
    """Interpret between two languages, BCP 47 codes; one, or none, where the user named no more."""

    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakeNotes:
    """Listen without answering, and sum up at the end."""


@dataclass(frozen=True, slots=True)
class OnlyWhenCalled:
    """Answer only what is said by name."""


@dataclass(frozen=True, slots=True)
class Converse:
    """End the mode: talk as usual; notes are summed up.

    again: those that were closed before are asked for.
    """

    again: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """Anything else: a question for a model that understands pictures and language."""


Intent = (
    WhereIs
    | WhenSeen
    | WhereBefore
    | WhatWasAt
    | WhatSaid
    | WhoDid
    | ReadThat
    | ScanCode
    | WhatColour
    | AnyoneThere
    | WhatMoved
    | WhatIsThis
    | WhatShown
    | WhatSeen
    | FindText
    | FindPicture
    | HowIsPicture
    | Teach
    | Remember
    | ForgetSpan
    | ForgetThing
    | ForgetShown
    | ForgetEverything
    | SetRemembering
    | WhatKnown
    | WhatCanYouDo
    | WhatTime
    | BeQuiet
    | TellMeWhen
    | WhatAwaited
    | StopAwaiting
    | Interpret
    | TakeNotes
    | OnlyWhenCalled
    | Converse
    | Open
)

SetsMode = Interpret | TakeNotes | OnlyWhenCalled | Converse

# What is answered from the picture in view, so that a fresh one is asked for.
AboutTheView = ReadThat | WhatIsThis | ScanCode | WhatColour | AnyoneThere | HowIsPicture | Open

# What is answered from the memory, by the session itself, whatever the engine.
AboutThePast = (
    WhereIs | WhenSeen | WhereBefore | WhatWasAt | WhatSaid | WhoDid | WhatMoved | WhatShown | WhatSeen | FindText
)
