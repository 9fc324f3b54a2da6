"""A setting names a backend; a wrong name lists the choices, a missing package says what to install."""

import subprocess
import sys

import pytest

from assistant.core.errors import SettingsError
from assistant.core.ports import PartialSpeechToText
from memory.store import Store
from models import registry
from tests.wants import wants


def test_an_unknown_name_lists_the_choices() -> None:
    memory = Store.open(None)
    choices = "no --vlm named 'llama'; choose one of: auto, builtin, transformers, openai"
    with pytest.raises(SettingsError, match=choices):
        registry.vlm("llama", wants(memory))
    with pytest.raises(SettingsError, match="choose one of: auto, builtin, faster-whisper, openai"):
        registry.stt("x", wants(memory))
    with pytest.raises(SettingsError, match="choose one of: auto, builtin, kokoro, sherpa, openai, off"):
        registry.tts("x", wants(memory))
    memory.close()


def test_what_follows_the_colon_is_the_backends_own() -> None:
    memory = Store.open(None)
    with pytest.raises(SettingsError, match="MODEL"):
        registry.vlm("openai:nowhere", wants(memory))
    engine = registry.vlm("openai:http://localhost:9/v1#qwen", wants(memory))
    assert engine.part.answerer.name == "qwen"
    engine.close()
    memory.close()


@pytest.mark.parametrize("name", ["transformers:", "transformers:/nowhere/at/all", "openai:ftp://x#y"])
def test_a_name_that_can_lead_nowhere_is_refused_at_the_start(name: str) -> None:
    memory = Store.open(None)
    with pytest.raises(SettingsError):
        registry.vlm(name, wants(memory))
    memory.close()


def test_what_has_to_be_fetched_works_at_once_as_what_is_there() -> None:
    memory = Store.open(None)
    for name in ("auto", "transformers:owner/model"):
        engine = registry.vlm(name, wants(memory))
        assert engine.part.answerer.name == "builtin"
        engine.close()
    ears = registry.stt("faster-whisper:base", wants(memory))
    assert isinstance(ears.part, PartialSpeechToText)
    ears.close()
    assert registry.embedder("transformers:owner/model", wants(memory)).part() is None
    memory.close()


def test_the_list_of_voices_names_language_licence_and_size() -> None:
    lines = registry.voices().splitlines()
    (line,) = [line for line in lines if "af_maple" in line]
    assert line.split() == ["--tts", "kokoro", "--voice", "af_maple", "en,", "zh", "Apache-2.0", "390", "MB"]
    assert any("builtin" in line for line in lines)


def test_off_is_no_voice() -> None:
    memory = Store.open(None)
    assert registry.tts("off", wants(memory)).part is None
    memory.close()


def test_a_missing_package_is_named() -> None:
    script = (
        "import sys; sys.modules['cv2'] = None\n"
        "from models import registry, wants\n"
        "registry.vlm('builtin', wants.Wants(None, print))\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (
        "SettingsError: models.builtin.engine needs the package 'cv2'; install it: pip install -r requirements.txt"
        in ended.stderr
    )


def test_with_the_core_alone_every_auto_works_at_once() -> None:
    """As `make core` installs it: what models on this machine need is not there."""
    script = (
        "import sys\n"
        "for name in ('torch', 'torchvision', 'transformers', 'accelerate', 'sherpa_onnx', 'wetext', 'bitsandbytes'):\n"
        "    sys.modules[name] = None\n"
        "from memory.store import Store\n"
        "from models import registry, wants\n"
        "wanted = wants.Wants(Store.open(None), print, offline=True)\n"
        "made = (registry.vlm, registry.stt, registry.tts, registry.embedder, registry.grounder)\n"
        "backends = [make('auto', wanted) for make in made]\n"
        "print('made', len(backends))\n"
        "for backend in backends: backend.close()\n"
        "wanted.memory.close()\n"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert ended.stderr == ""
    assert "made 5" in ended.stdout


def test_naming_the_backends_imports_none_of_them() -> None:
    script = (
        "import sys; from models import registry; print(sorted({'cv2', 'rapidocr', 'onnxruntime'} & set(sys.modules)))"
    )

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert ended.stdout.strip() == "[]"
