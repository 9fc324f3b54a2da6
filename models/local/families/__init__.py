"""One adapter a model family: how it is asked, and what its words and numbers mean."""

from importlib import import_module
from typing import Any

from assistant.core.errors import ModelError
from models.local.family import Family

# `model_type` of a checkpoint's config.json -> module and class; each class takes (model, processor).
FAMILIES: dict[str, str] = {
    "blip": "blip:Blip",
    "blip-2": "blip2:Blip2",
    "florence2": "florence2:Florence2",
    "fuyu": "fuyu:Fuyu",
    "gemma3": "gemma:Gemma",
    "gemma3n": "gemma:Gemma",
    "gemma4": "gemma:Gemma",
    "gemma4_unified": "gemma:Gemma",
    "glm46v": "glm:Glm",
    "glm4v": "glm:Glm",
    "glm4v_moe": "glm:Glm",
    "glm5_next": "glm:Glm",
    "idefics": "idefics:Idefics",
    "idefics2": "idefics2:Idefics2",
    "idefics3": "chat:Chat",
    "instructblip": "blip2:Blip2",
    "internvl": "internvl:InternVL",
    "kosmos-2": "kosmos2:Kosmos2",
    "lfm2_vl": "lfm2:Lfm2",
    "lfm3_vl": "lfm2:Lfm2",
    "llava": "llava:Llava",
    "llava_next": "chat:Chat",
    "llava_onevision": "llava:OneVision",
    "mistral3": "chat:Chat",
    "paligemma": "paligemma:PaliGemma",
    "qwen2_5_vl": "qwen_vl:Qwen25VL",
    "qwen2_vl": "qwen_vl:Qwen2VL",
    "qwen3_5": "qwen_vl:Qwen3VL",
    "qwen3_5_moe": "qwen_vl:Qwen3VL",
    "qwen3_vl": "qwen_vl:Qwen3VL",
    "qwen3_vl_moe": "qwen_vl:Qwen3VL",
    "qwen4_exp": "qwen_vl:Qwen3VL",
    "smolvlm": "chat:Chat",
}


def family(model: Any, processor: Any) -> Family:
    """The adapter of a loaded checkpoint; any other that has a chat template is asked the way of its template.

    Raises ModelError where nothing is known about how it wants to be asked.
    """
    kind = str(model.config.model_type)
    name = FAMILIES.get(kind)
    if name is None and not getattr(processor, "chat_template", None):
        raise ModelError(
            f"Keepsight does not know how to ask a model of the kind {kind!r}, and it brings no chat template. "
            "Take one that has a chat template (most names ending in -Instruct, -it or -Chat do), or one of these "
            f"kinds: {', '.join(FAMILIES)}."
        )
    module, _, adapter = (name or "chat:Chat").partition(":")
    adapted: Family = getattr(import_module(f"models.local.families.{module}"), adapter)(model, processor)
    return adapted
