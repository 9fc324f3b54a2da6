"""Tiny checkpoints of the Qwen families, and of GLM-4V, which reads pictures as they do."""

from pathlib import Path
from typing import Any

import transformers as hf

from tests.tiny.sizes import DEPTH, EYES, TEXT, WIDE
from tests.tiny.templates import CHATML, GLM, THINKING
from tests.tiny.tokens import byte_level, ids, save

_QWEN = ["<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]

_QWEN += ["<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>"]

_QWEN_IDS = {
    "image_token_id": "<|image_pad|>",
    "video_token_id": "<|video_pad|>",
    "vision_start_token_id": "<|vision_start|>",
    "vision_end_token_id": "<|vision_end|>",
}


def qwen(
    folder: Path,
    kind: str,
    patch: int,
    text: dict[str, Any],
    vision: dict[str, Any],
    processor_kind: str = "",
    template: str = CHATML,
) -> None:
    tokenizer = byte_level(_QWEN, eos="<|im_end|>", pad="<|endoftext|>")
    tokenizer.add_tokens(["<think>", "</think>"])
    patches = {"patch_size": patch, "merge_size": 2, "temporal_patch_size": 2}
    fewest, most = (4 * patch) ** 2, (8 * patch) ** 2
    pictures = hf.Qwen2VLImageProcessor(**patches, min_pixels=fewest, max_pixels=most)
    size = {"shortest_edge": fewest, "longest_edge": most}
    processor_kind = processor_kind or kind
    films = hf.Qwen3VLVideoProcessor if processor_kind == "Qwen3VL" else hf.Qwen2VLVideoProcessor
    processor = getattr(hf, f"{processor_kind}Processor")(
        image_processor=pictures,
        tokenizer=tokenizer,
        video_processor=films(**patches, size=size),
        chat_template=template.replace("PICTURE", "<|vision_start|><|image_pad|><|vision_end|>"),
    )
    numbers = {"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id, "bos_token_id": None}
    config = getattr(hf, f"{kind}Config")(
        text_config={**TEXT, "vocab_size": len(tokenizer), **numbers, **text},
        vision_config={**DEPTH, "patch_size": patch, **vision},
        **ids(tokenizer, **_QWEN_IDS),
    )
    save(folder, getattr(hf, f"{kind}ForConditionalGeneration"), config, processor)


def qwen2_vl(folder: Path) -> None:
    rope = {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}}
    vision = {"depth": 2, "embed_dim": EYES, "hidden_size": WIDE, "num_heads": 2, "mlp_ratio": 2}
    qwen(folder, "Qwen2VL", 14, rope, vision)


def qwen2_5_vl(folder: Path) -> None:
    rope = {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}}
    vision = {"intermediate_size": 2 * EYES, "fullatt_block_indexes": [1], "window_size": 56}
    qwen(folder, "Qwen2_5_VL", 14, rope, vision)


_INTERLEAVED = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [4, 2, 2], "mrope_interleaved": True}

_POSITIONED = {"intermediate_size": 2 * EYES, "num_position_embeddings": 64}


def qwen3_vl(folder: Path) -> None:
    text = {"head_dim": 16, "rope_parameters": _INTERLEAVED}
    qwen(folder, "Qwen3VL", 16, text, {**_POSITIONED, "deepstack_visual_indexes": [0, 1]})


def qwen3_5(folder: Path) -> None:
    linear = {"linear_key_head_dim": 16, "linear_value_head_dim": 16}
    linear |= {"linear_num_key_heads": 2, "linear_num_value_heads": 4}
    text = {
        **linear,
        "num_hidden_layers": 3,
        "head_dim": 32,
        "layer_types": ["linear_attention", "linear_attention", "full_attention"],
        "rope_parameters": {**_INTERLEAVED, "partial_rotary_factor": 0.5},
    }
    qwen(folder, "Qwen3_5", 16, text, _POSITIONED, "Qwen3VL", THINKING)


def glm4v(folder: Path) -> None:
    roles = ["[gMASK]", "<sop>", "<|system|>", "<|user|>", "<|assistant|>", "<|begin_of_box|>", "<|end_of_box|>"]
    places = ["<|begin_of_image|>", "<|end_of_image|>", "<|begin_of_video|>", "<|end_of_video|>"]
    tokenizer = byte_level([*roles, *places, "<|image|>", "<|video|>"], eos="<|user|>", pad="<|endoftext|>")
    tokenizer.add_tokens(["<think>", "</think>", "<answer>", "</answer>"])
    patches = {"patch_size": 14, "merge_size": 2, "temporal_patch_size": 2}
    size = {"shortest_edge": 56 * 56, "longest_edge": 112 * 112}
    processor = hf.Glm4vProcessor(
        image_processor=hf.Glm4vImageProcessor(**patches, size=size),
        tokenizer=tokenizer,
        video_processor=hf.Glm4vVideoProcessor(**patches, size=size),
        chat_template=GLM,
    )
    rope = {"rope_type": "default", "rope_theta": 1e4, "partial_rotary_factor": 0.5, "mrope_section": [2, 1, 1]}
    tokens = {"image_token_id": "<|image|>", "video_token_id": "<|video|>"}
    tokens |= {"image_start_token_id": "<|begin_of_image|>", "image_end_token_id": "<|end_of_image|>"}
    tokens |= {"video_start_token_id": "<|begin_of_video|>", "video_end_token_id": "<|end_of_video|>"}
    config = hf.Glm4vConfig(
        text_config={**TEXT, "vocab_size": len(tokenizer), "rope_parameters": rope},
        vision_config={**DEPTH, "intermediate_size": 2 * EYES, "image_size": 56, "patch_size": 14},
        **ids(tokenizer, **tokens),
    )
    save(folder, hf.Glm4vForConditionalGeneration, config, processor)
