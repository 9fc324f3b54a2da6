"""Which files of a repository a backend needs, and whether a folder holds them. Nothing is fetched here."""

import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

_SHARD = re.compile(r"(.+)-\d{5}-of-\d{5}\.safetensors")
_TEXT = (".json", ".txt", ".model", ".jinja", ".tiktoken", ".jsonl")  # configs, tokenizers, templates
# The same weights once more, for other programs: the whole model in one file beside its shards, adapters.
_OTHERS = re.compile(r"consolidated|adapter|\.(?:fp16|fp32|bf16|int8|int4)\.")


@dataclass(frozen=True, slots=True)
class Needs:
    """`what` a repository must hold, in words; `pick` chooses from its file names, and chooses nothing without it."""

    what: str
    pick: Callable[[Collection[str]], Sequence[str]]


def _safetensors(names: Collection[str]) -> Sequence[str]:
    """Configs, tokenizer, templates, and one set of weights: shards, or the one file, or what there is."""
    top = [name for name in names if "/" not in name]
    weights = [name for name in top if name.endswith(".safetensors") and not _OTHERS.search(name)]
    shards = [name for name in weights if _SHARD.fullmatch(name)]
    if "model.safetensors.index.json" in top and shards:
        weights = shards
    elif "model.safetensors" in weights:
        weights = ["model.safetensors"]
    if not weights:
        return []
    templates = [name for name in names if name.startswith("additional_chat_templates/")]
    return sorted({*weights, *templates, *(name for name in top if name.endswith(_TEXT) and not _OTHERS.search(name))})


def _ctranslate2(names: Collection[str]) -> Sequence[str]:
    top = [name for name in names if "/" not in name]
    return sorted(name for name in top if name == "model.bin" or name.endswith(_TEXT)) if "model.bin" in top else []


SAFETENSORS = Needs("weights in .safetensors files", _safetensors)
CTRANSLATE2 = Needs("a CTranslate2 model (model.bin)", _ctranslate2)


def is_complete(folder: Path, needs: Needs) -> bool:
    """Whether the folder could be loaded: the weights are there, and of those in shards each that the index names."""
    present = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    index = folder / "model.safetensors.index.json"
    if not needs.pick(present):
        return False
    return not index.is_file() or set(json.loads(index.read_text())["weight_map"].values()) <= set(present)
