"""The ways in which words can close, whatever the language."""

from typing import Literal

Closing = Literal["answer", "question", "request", "statement", "fragment", "perhaps", "open", "filler", "unknown"]
"""answer: all of a short reply or order. question, request, statement: whole as they stand. fragment: without a verb.
perhaps: an ending that is seldom the last word. open: one that never is. filler: "um". unknown: no words."""
