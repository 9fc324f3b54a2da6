"""Tiny checkpoints in every form: they talk, what they see stays as it was, and what cannot be loaded says why."""

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

import tests.tiny.chat
import tests.tiny.plain
from assistant.core.errors import ModelError
from models.local.fitting import plan
from models.local.int8 import Int8Linear, narrow
from models.local.loading import load
from models.local.machine import Machine
from models.local.placing import Plan
from models.local.weighing import auto_class, configuration, weigh

GB = 10**9
HERE = Machine(16 * GB, 24 * GB, 4, cpu_bf16=True)
OLD = dataclasses.replace(HERE, cpu_bf16=False)
FAMILIES = {**tests.tiny.chat.CHECKPOINTS, **tests.tiny.plain.CHECKPOINTS}
# SmolVLM: a Llama. LFM2-VL: SigLIP2's linear patches, convolutions. Qwen3.5: linear attention. Gemma 3: windows.
TALKING = ("smolvlm", "lfm2_vl", "qwen3_5", "gemma3")
EYES = ("vision", "visual", "image", "projector", "connector", "qformer", "perceiver", "audio", "language_projection")

Checkpoint = Callable[[str], Path]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    made: dict[str, Path] = {}

    def make(family: str) -> Path:
        if family not in made:
            made[family] = tmp_path_factory.mktemp(family)
            FAMILIES[family](made[family])
        return made[family]

    return make


@pytest.fixture
def broken(checkpoint: Checkpoint, tmp_path: Path) -> Path:
    """A copy that may be spoiled."""
    return Path(shutil.copytree(checkpoint("smolvlm"), tmp_path / "Broken-1B"))


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def asked(processor: Any) -> Any:
    picture = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    parts = [{"type": "image", "image": picture}, {"type": "text", "text": "Where is the red cup?"}]
    options = {"add_generation_prompt": True, "tokenize": True, "return_dict": True, "return_tensors": "pt"}
    return processor.apply_chat_template([{"role": "user", "content": parts}], **options)


def reply(model: Any, inputs: Any) -> list[int]:
    made = model.generate(**inputs.to(model.device, model.dtype), max_new_tokens=4, min_new_tokens=4, do_sample=False)
    return list(made[0, inputs["input_ids"].shape[1] :].tolist())


def seen(model: Any, inputs: Any) -> torch.Tensor:
    named = {name: value for name, value in inputs.items() if "pixel" in name or name in ("spatial_shapes",)}
    grids = {name: inputs[name] for name in ("image_grid_thw",) if name in inputs}
    with torch.inference_mode():
        features = model.get_image_features(**named, **grids, return_dict=True).pooler_output
    return torch.cat(list(features)) if not isinstance(features, torch.Tensor) else features


@pytest.mark.parametrize(("quantization", "machine"), [("none", OLD), ("none", HERE), ("8bit", HERE), ("4bit", HERE)])
@pytest.mark.parametrize("family", TALKING)
def test_it_talks_in_every_form(checkpoint: Checkpoint, family: str, quantization: Any, machine: Machine) -> None:
    folder = checkpoint(family)
    model, processor = load(folder, plan(folder, quantization, machine))
    assert len(reply(model, asked(processor))) == 4


@pytest.mark.parametrize("form", ["int8", "8bit", "4bit"])
@pytest.mark.parametrize("family", TALKING)
def test_what_it_sees_is_the_same_to_the_bit(checkpoint: Checkpoint, family: str, form: Any) -> None:
    folder = checkpoint(family)
    whole, processor = load(folder, plan(folder, "none", HERE))
    small, _ = load(folder, dataclasses.replace(plan(folder, "4bit", HERE), form=form))
    inputs = asked(processor).to("cpu", torch.bfloat16)
    assert torch.equal(seen(whole, inputs), seen(small, inputs))


def test_with_the_eyes_in_4_bit_too_it_would_see_something_else(checkpoint: Checkpoint) -> None:
    """Without an error: SigLIP2 turns pixels into the whole numbers of its weights. So the test above can fail."""
    folder = checkpoint("lfm2_vl")
    planned = plan(folder, "4bit", HERE)
    whole, processor = load(folder, plan(folder, "none", HERE))
    eyes = [name for name, module in whole.named_modules() if isinstance(module, torch.nn.Linear)]
    untouched = tuple(name for name in eyes if name.startswith(planned.untouched) and "patch_embedding" not in name)
    small, _ = load(folder, dataclasses.replace(planned, untouched=untouched))
    inputs = asked(processor).to("cpu", torch.bfloat16)
    right, wrong = seen(whole, inputs).float(), seen(small, inputs).float()
    assert (right - wrong).norm() > 0.2 * right.norm()


@pytest.mark.parametrize("family", FAMILIES)
def test_no_family_has_its_eyes_made_smaller(checkpoint: Checkpoint, family: str) -> None:
    folder = checkpoint(family)
    config = configuration(folder)
    with torch.device("meta"):
        model = auto_class(config).from_config(config)
        narrow(model, weigh(folder).beside)
    smaller = [name for name, module in model.named_modules() if isinstance(module, Int8Linear)]
    assert len(smaller) >= 8
    assert [name for name in smaller if any(word in name for word in EYES)] == []


def test_int8_is_nearly_exact() -> None:
    torch.manual_seed(0)
    linear = torch.nn.Linear(256, 96)
    small = Int8Linear(linear)
    for rows in (1, 8, 9, 200):  # either side of where the kernel changes
        inputs = torch.randn(2, rows, 256)
        inputs[..., 0] *= 100  # the outliers of language models
        error = (small(inputs) - linear(inputs)).norm() / linear(inputs).norm()
        assert error < 0.01


def test_int8_keeps_the_type_of_what_goes_in() -> None:
    for dtype in (torch.float32, torch.bfloat16):
        small = Int8Linear(torch.nn.Linear(64, 32, dtype=dtype))
        assert small(torch.zeros(3, 64, dtype=dtype)).dtype == dtype


def test_what_is_put_aside_on_the_disk_answers_the_same(checkpoint: Checkpoint) -> None:
    folder = checkpoint("smolvlm")
    whole, processor = load(folder, plan(folder, "none", OLD))
    spread, _ = load(folder, Plan("float32", "cpu", "none", spread={"cpu": 300_000}))
    assert {"cpu", "disk"} == set(map(str, spread.hf_device_map.values()))
    assert reply(whole, asked(processor)) == reply(spread, asked(processor))


def test_what_was_quantized_and_saved_is_loaded_as_it_is(checkpoint: Checkpoint, tmp_path: Path) -> None:
    folder = checkpoint("smolvlm")
    small, processor = load(folder, plan(folder, "4bit", HERE))
    small.save_pretrained(tmp_path)
    processor.save_pretrained(tmp_path)
    planned = plan(tmp_path, "auto", HERE)
    again, _ = load(tmp_path, planned)
    assert planned.form == "own"
    assert reply(small, asked(processor)) == reply(again, asked(processor))


@pytest.mark.parametrize("family", ["smolvlm", "qwen3_5", "gemma3", "blip2"])
def test_weighing_counts_every_weight_once(checkpoint: Checkpoint, family: str) -> None:
    folder = checkpoint(family)
    model, _ = load(folder, plan(folder, "none", OLD))
    assert weigh(folder).total == sum(parameter.numel() for parameter in model.parameters())


def told(folder: Path) -> str:
    with pytest.raises(ModelError) as error:
        load(folder, plan(folder, "none", HERE))
    return str(error.value)


def change(folder: Path, **entries: object) -> None:
    file = folder / "config.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **entries}))


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    assert told(tmp_path) == f"There is no config.json in {tmp_path}. Is it the folder of a model?"


def test_a_config_that_was_cut_short_is_fetched_again(broken: Path) -> None:
    (broken / "config.json").write_text('{"model_type": "smol')
    assert "is broken. Fetch the model again." in told(broken)


def test_an_architecture_of_the_future_is_named_with_the_version(broken: Path) -> None:
    change(broken, model_type="hologram9")
    assert "does not know 'hologram9'" in told(broken)
    assert "transformers 5." in told(broken)


def test_a_program_in_the_checkpoint_is_never_run(broken: Path, tmp_path: Path) -> None:
    change(broken, model_type="own", auto_map={"AutoConfig": "own.Config"})
    (broken / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert "brings its own program, which is not run here" in told(broken)
    assert not (tmp_path / "ran").exists()


def test_a_model_of_words_alone_is_refused(broken: Path) -> None:
    (broken / "config.json").write_text(json.dumps({"model_type": "llama"}))
    assert told(broken).startswith("llama does not answer with words to pictures")


def test_weights_quantized_in_a_way_that_cannot_be_run_are_refused(broken: Path) -> None:
    change(broken, quantization_config={"quant_method": "gptq", "bits": 4})
    assert "quantized by gptq" in told(broken)
    assert "Take the checkpoint that is not quantized" in told(broken)


def test_a_file_that_was_cut_short_is_fetched_again(broken: Path) -> None:
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])
    assert told(broken).startswith("A file of Broken-1B is broken or cut short")


@pytest.mark.parametrize("missing", ["model.safetensors", "tokenizer.json", "processor_config.json"])
def test_a_missing_file_is_an_error_that_is_told(broken: Path, missing: str) -> None:
    (broken / missing).unlink()
    assert told(broken).startswith("Broken-1B cannot be loaded: ")
