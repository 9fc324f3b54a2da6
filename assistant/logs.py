"""What is logged to standard error: never words or pictures."""

import logging


def set_up(*, verbose: bool) -> None:
    """Failures, and what the models cost; `verbose`: a line a turn on where its time went."""
    logging.basicConfig()
    logging.getLogger("keepsight").setLevel(logging.INFO if verbose else logging.WARNING)
    logging.getLogger("keepsight.models").setLevel(logging.INFO)
