"""ONNX files that the user names, whatever they are for: what cannot be used is refused at the start, in words."""

from pathlib import Path

import pytest

from assistant.core.errors import ModelError, SettingsError
from memory.store import Store
from models import registry
from tests.wants import wants


@pytest.mark.parametrize("part", ["detector", "turns"])
def test_a_file_that_is_not_there_and_one_that_is_no_model_are_refused_at_the_start(part: str, tmp_path: Path) -> None:
    memory, open_part = Store.open(None), getattr(registry, part)
    with pytest.raises(SettingsError, match=f"--{part} onnx: takes a file, and there is none at"):
        open_part(f"onnx:{tmp_path / 'none.onnx'}", wants(memory))
    with pytest.raises(SettingsError, match="takes a file"):
        open_part("onnx:", wants(memory))
    with pytest.raises(SettingsError, match="choose one of: off, onnx"):
        open_part("another", wants(memory))
    (tmp_path / "words.onnx").write_text("no model")
    with pytest.raises(ModelError, match="is no ONNX file that onnxruntime can run"):
        open_part(f"onnx:{tmp_path / 'words.onnx'}", wants(memory))
    assert open_part("off", wants(memory)).part is None
    memory.close()
