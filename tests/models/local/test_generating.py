"""What a reply is made of: whole characters."""

from typing import Any

import pytest

from models.local.generating import texts
from tests.tiny.tokens import byte_level


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return byte_level([], eos="<|end|>", pad="<|pad|>")


@pytest.mark.parametrize("said", ["The red cup is on the desk.", "紅色的杯子在桌上。", "Ünï 👩‍👩‍👧 done", "a\n\n b  c"])
def test_pieces_hold_whole_characters_and_together_the_text(tokenizer: Any, said: str) -> None:
    pieces = list(texts(tokenizer(said)["input_ids"], tokenizer))
    assert "".join(pieces) == said
    assert not any("\ufffd" in piece for piece in pieces)
    assert len(pieces) > 3


def test_bytes_that_are_no_characters_do_not_hold_up_the_rest(tokenizer: Any) -> None:
    broken = tokenizer.convert_tokens_to_ids(["Ã"] * 40)
    pieces = list(texts([*broken, *tokenizer("desk")["input_ids"]], tokenizer))
    assert len(pieces) > 3
    assert pieces[-1].endswith("k")
