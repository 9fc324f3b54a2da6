"""The register of families: every one is documented, and what it does not know is named."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.core.errors import ModelError
from models.local.families import FAMILIES, family

DOCUMENT = (Path(__file__).parents[3] / "docs/models.md").read_text()


@pytest.mark.parametrize("kind", FAMILIES)
def test_every_registered_family_is_in_the_document(kind: str) -> None:
    assert f"`{kind}`" in DOCUMENT


def test_families_that_transformers_lacks_are_in_the_document_with_the_reason() -> None:
    rows = [line for line in DOCUMENT.splitlines() if "| absent |" in line]
    assert [row.split(" | ")[0].strip("| ") for row in rows] == ["CogVLM and CogVLM2", "Moondream", "MiniGPT-4"]


def test_the_document_shows_no_broken_promise() -> None:
    assert "| broken |" not in DOCUMENT


def test_a_kind_that_nothing_is_known_about_says_what_to_take_instead() -> None:
    model = SimpleNamespace(config=SimpleNamespace(model_type="moondream1"))
    with pytest.raises(ModelError, match=r"'moondream1'.*chat template.*qwen2_5_vl"):
        family(model, SimpleNamespace(chat_template=None))
