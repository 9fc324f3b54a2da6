"""What a tokenizer keeps of the words it was given: nothing, here."""

from typing import Any


def keep_no_words(processor: Any) -> None:
    """Its tokenizers do not cache the words that they cut into tokens.

    They would hold 10 000 of them, and `_clear_cache` leaves them where they are (tokenizers 0.23.3). WordPiece, which
    only the oldest families have, cannot be told.
    """
    for part in (processor, *vars(processor).values()):
        model = getattr(getattr(part, "backend_tokenizer", None), "model", None)
        if resize := getattr(model, "_resize_cache", None):
            resize(0)
