"""A setting names a backend; a wrong name lists the choices, a missing package says what to install."""

import subprocess
import sys

import pytest

from assistant.core.errors import SettingsError
from memory.store import SqliteMemory
from models import registry
from tests.wants import wants


def test_an_unknown_name_lists_the_choices() -> None:
    memory = SqliteMemory.open(None)
    with pytest.raises(SettingsError, match="no --vlm named 'llama'; choose one of: auto, builtin, openai"):
        registry.vlm("llama", wants(memory))
    with pytest.raises(SettingsError, match="no --stt named 'x'; choose one of: auto, builtin"):
        registry.stt("x", wants(memory))
    with pytest.raises(SettingsError, match="no --tts named 'x'; choose one of: auto, builtin, off"):
        registry.tts("x", wants(memory))
    memory.close()


def test_what_follows_the_colon_is_the_backends_own() -> None:
    memory = SqliteMemory.open(None)
    with pytest.raises(SettingsError, match="MODEL"):
        registry.vlm("openai:nowhere", wants(memory))
    engine = registry.vlm("openai:http://localhost:9/v1#qwen", wants(memory))
    assert engine.part.answerer.name == "qwen"
    engine.close()
    memory.close()


def test_off_is_no_voice() -> None:
    memory = SqliteMemory.open(None)
    assert registry.tts("off", wants(memory)).part is None
    memory.close()


def test_a_missing_package_is_named() -> None:
    script = (
        "import sys; sys.modules['cv2'] = None\n"
        "from models import registry, wants\n"
        "registry.vlm('builtin', wants.Wants(None, print))\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert "SettingsError: engine needs the package 'cv2'; install it: pip install -r requirements.txt" in ended.stderr


def test_naming_the_backends_imports_none_of_them() -> None:
    script = (
        "import sys; from models import registry; print(sorted({'cv2', 'rapidocr', 'onnxruntime'} & set(sys.modules)))"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ended.stdout.strip() == "[]"
