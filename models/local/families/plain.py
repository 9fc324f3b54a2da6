"""What the families without a chat template share: one picture, and one question as plain words."""

import re
from collections.abc import Sequence
from typing import Any

from PIL import Image

from assistant.core.errors import AnswerError
from assistant.core.values import Box, Description
from assistant.core.wording import place
from models.captions import LINES, read
from models.local.family import Turn

LONGEST = 400  # tokens of a question: BLIP's text encoder has 512 places, the others more

_NOTES_END = "\n[now]\n\n"  # where the notes of the last minute end and the question begins
_TOKEN_LIKE = re.compile(r"[<|](?=[\w/|])|\[(?=[A-Z]+\])|://")
_MARK = re.compile(r"<[^<>\s]{1,40}>|\[[A-Z]+\]")  # a special token in what a model wrote


def newest_picture(turns: Sequence[Turn]) -> Image.Image:
    """Raises AnswerError where no turn has one."""
    for turn in reversed(turns):
        if turn.pictures:
            return turn.pictures[-1]
    raise AnswerError("This model only answers questions about a picture: show it something, or attach a picture.")


def question(turns: Sequence[Turn], tokenizer: Any) -> str:
    """What the user asked last, defused, without notes; of more than `LONGEST` tokens the last ones."""
    return shortened(defused(turns[-1].text.rpartition(_NOTES_END)[2].strip()), tokenizer)


def shortened(text: str, tokenizer: Any) -> str:
    """The last `LONGEST` tokens of a text."""
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    shorter: str = text if len(ids) <= LONGEST else tokenizer.decode(ids[-LONGEST:])
    return shorter


def defused(text: str) -> str:
    """The user's words, which can be no token of a model (`<image>`, `|SPEAKER|`, `[SEP]`) and no address to fetch.

    Not the tokens alone: these families' processors look for words of their own in a prompt (Florence-2's tasks,
    Fuyu's `<box>`), and Idefics' opens a connection to an address that holds no space.
    """
    return _TOKEN_LIKE.sub(lambda match: match[0] + " ", text)


def added(tokenizer: Any, *beginnings: str) -> list[int]:
    """The numbers of the tokens that a family added to its words and that begin so: places, tags."""
    return [number for token, number in tokenizer.get_added_vocab().items() if token.startswith(beginnings)]


def described(caption: str, boxes: Sequence[Box] = (), text: str = "") -> Description:
    """A caption that names every boxed thing and its place, so that a memory is found by either."""
    named = tuple(box for box in boxes if box.label)
    first: dict[str, Box] = {}
    for box in named:
        first.setdefault(box.label, box)
    places = [f"{label}: {place(box, 'en')}." for label, box in first.items()]
    told = " ".join([read(_MARK.sub(" ", caption)).caption, *places[:LINES]]).strip()
    return Description(told, text, named, worth_keeping=bool(told or text))
