"""What a checkpoint weighs, from its config and a model without memory: nothing is read of the weights themselves."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.local import torchvision_hook

torchvision_hook.install()

import torch  # noqa: E402
import transformers  # noqa: E402

from assistant.core.errors import ModelError  # noqa: E402
from models.local.placing import Weights  # noqa: E402

_WITH_OURS = ("bitsandbytes",)


def weigh(folder: Path) -> Weights:
    """Raises ModelError for a checkpoint that cannot be loaded here, whatever the memory."""
    config = configuration(folder)
    with torch.device("meta"):
        model = auto_class(config).from_config(config)
    language, head = _language(model), model.get_output_embeddings()
    linear = {name: layer for name, layer in _linear(model, language).items() if layer is not head}
    text = config.get_text_config(decoder=True)
    small, last = sum(layer.weight.numel() for layer in linear.values()), 0 if head is None else head.weight.numel()
    output = tuple(name for name, module in model.named_modules() if module is head)
    tied = head is not None and bool(getattr(text, "tie_word_embeddings", False))
    return Weights(
        linear=small,
        head=last,
        other=sum(parameter.numel() for parameter in model.parameters()) - small - last * (not tied),
        cached=_cached(text),
        active=_active(text),
        tied=tied,
        beside=tuple(name for name in _beside(model, language) if name not in output),
        output=output,
        uneven=tuple(name for name, layer in linear.items() if layer.in_features % 64 or layer.out_features % 32),
        own=_own(config, folder),
        own_bytes=sum(file.stat().st_size for file in folder.glob("*.safetensors")),
    )


def configuration(folder: Path) -> Any:
    """Raises ModelError."""
    try:
        config = transformers.AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(_why_no_config(folder, error)) from error
    auto_class(config)
    return config


def auto_class(config: Any) -> Any:
    """The first that knows it; the second knows more, and takes sound as well. Raises ModelError."""
    for auto in (transformers.AutoModelForImageTextToText, transformers.AutoModelForMultimodalLM):
        if type(config) in auto._model_mapping:
            return auto
    raise ModelError(f"{config.model_type} does not answer with words to pictures. Choose a vision-language model.")


def _why_no_config(folder: Path, error: Exception) -> str:
    file = folder / "config.json"
    if not file.is_file():
        return f"There is no config.json in {folder}. Is it the folder of a model?"
    try:
        said = json.loads(file.read_text())
    except ValueError:
        return f"{file} is broken. Fetch the model again."
    if "auto_map" in said:
        return f"{folder.name} brings its own program, which is not run here. Choose one that transformers knows."
    kind, version = said.get("model_type"), transformers.__version__
    if kind not in transformers.CONFIG_MAPPING:
        return f"transformers {version} does not know {kind!r}. Choose another model, or wait for a release that does."
    return f"The config.json of {folder.name} cannot be understood: {error}"


def _own(config: Any, folder: Path) -> str:
    said = getattr(config, "quantization_config", None) or {}
    method = str(said.get("quant_method", "") if isinstance(said, dict) else said.quant_method)
    if method and method not in _WITH_OURS:
        raise ModelError(
            f"The weights of {folder.name} are quantized by {method}, which cannot be run here. "
            "Take the checkpoint that is not quantized: it is made smaller here, where that is needed."
        )
    return method


def _language(model: Any) -> list[str]:
    """The names of the modules that make up the language model; all others see, hear or lead over to it."""
    decoder, eyes = model.get_decoder(), model.get_encoder(modality="image")
    parts = [decoder]
    if any(module is eyes for module in decoder.modules()):
        # Idefics keeps its eyes inside the language model, beside the lists of its layers.
        parts = [child for child in decoder.children() if isinstance(child, torch.nn.ModuleList)]
    return [name for name, module in model.named_modules() if any(module is part for part in parts)]


def _linear(model: Any, parts: list[str]) -> dict[str, Any]:
    return {
        name: module
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and any(f"{name}.".startswith(f"{part}.") for part in parts)
    }


def _beside(model: Any, language: list[str], at: str = "") -> Iterator[str]:
    """The shortest names that together cover all but the language model."""
    for child, _ in model.get_submodule(at).named_children():
        name = f"{at}.{child}" if at else child
        if any(one.startswith(f"{name}.") for one in language):
            yield from _beside(model, language, name)
        elif name not in language:
            yield name


def _cached(text: Any) -> int:
    """Numbers that a token adds to the KV cache; layers that keep a state of fixed size, or a window, add none."""
    layers = getattr(text, "layer_types", None) or ["full_attention"] * text.num_hidden_layers
    growing = sum(layer == "full_attention" for layer in layers)
    heads = getattr(text, "num_key_value_heads", None) or text.num_attention_heads
    size = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    return int(2 * growing * heads * size)


def _active(text: Any) -> int:
    """Of one layer, for a token: the residual and its norm, queries, keys, values and their output, gate, up and
    product of the feed-forward part."""
    wide = getattr(text, "intermediate_size", None) or getattr(text, "ffn_dim", None) or 4 * text.hidden_size
    return int(6 * text.hidden_size + 3 * (max(wide) if isinstance(wide, list) else wide))
