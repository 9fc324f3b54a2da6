"""Tiny checkpoints of the families that are asked through a chat template, with templates that act like the real ones:
the roles they know, where they put pictures, and what they refuse."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import transformers as hf

from tests.tiny.gemmas import gemma3, gemma3n, gemma4
from tests.tiny.llavas import internvl, llava, llava_next, llava_onevision, mistral3, vipllava
from tests.tiny.qwens import glm4v, qwen2_5_vl, qwen2_vl, qwen3_5, qwen3_vl
from tests.tiny.sizes import EYES, TEXT, VISION, WIDE
from tests.tiny.templates import CHATML, PARTS, SMOLVLM
from tests.tiny.tokens import byte_level, ids, save


def _smolvlm(kind: str, folder: Path) -> None:
    tiles = [f"<row_{row}_col_{column}>" for row in range(1, 5) for column in range(1, 5)]
    specials = ["<fake_token_around_image>", "<global-img>", "<image>", "<end_of_utterance>", "<video>", *tiles]
    tokenizer = byte_level(
        specials, bos="<|im_start|>", eos="<end_of_utterance>", pad="<|im_end|>", unk="<|endoftext|>"
    )
    side = 64  # of a tile; patches of 16, 2 x 2 of them a token: 4 tokens a tile
    largest = {"longest_edge": side}
    pictures = getattr(hf, f"{kind}ImageProcessor")(size={"longest_edge": 128}, max_image_size=largest)
    parts: dict[str, Any] = {"image_processor": pictures, "tokenizer": tokenizer}
    if kind == "SmolVLM":
        sampling = {"video_size": largest, "fps": 1, "max_frames": 4}
        parts["video_processor"] = hf.SmolVLMVideoProcessor(
            size=largest, max_image_size=largest, num_frames=4, fps=1, video_sampling=sampling
        )
    processor = getattr(hf, f"{kind}Processor")(**parts, image_seq_len=4, chat_template=SMOLVLM)
    text = hf.LlamaConfig(**TEXT, vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id)
    config = getattr(hf, f"{kind}Config")(
        text_config=text,
        vision_config={**VISION, "image_size": side, "patch_size": 16},
        scale_factor=2,
        **ids(tokenizer, image_token_id="<image>"),
    )
    save(folder, getattr(hf, f"{kind}ForConditionalGeneration"), config, processor)


def _idefics2(folder: Path) -> None:
    specials = ["<fake_token_around_image>", "<image>", "<end_of_utterance>"]
    tokenizer = byte_level(specials, bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    sides = {"longest_edge": 56, "shortest_edge": 28}
    pictures = hf.Idefics2ImageProcessor(size=sides, do_image_splitting=False)
    template = SMOLVLM.replace("<|im_start|>{%", "{%", 1)
    processor = hf.Idefics2Processor(pictures, tokenizer, image_seq_len=4, chat_template=template)
    resampler = {"hidden_size": WIDE, "resampler_n_latents": 4, "resampler_depth": 1, "resampler_n_heads": 2}
    config = hf.Idefics2Config(
        text_config={**TEXT, "model_type": "mistral", "vocab_size": len(tokenizer), "pad_token_id": 2},
        vision_config={**VISION, "image_size": 56, "patch_size": 14},
        perceiver_config={**resampler, "resampler_head_dim": 16, "num_key_value_heads": 1},
        **ids(tokenizer, image_token_id="<image>"),
    )
    save(folder, hf.Idefics2ForConditionalGeneration, config, processor)


def _mllama(folder: Path) -> None:
    """Nor has this one, and it looks at pictures across instead of reading them: nothing of a prompt can be reused."""
    roles: dict[str, Any] = {"bos": "<|begin_of_text|>", "eos": "<|eot_id|>", "pad": "<|pad|>"}
    specials = ["<|start_header_id|>", "<|end_header_id|>", "<|python_tag|>", "<|image|>"]
    tokenizer = byte_level(specials, size=700, padding_side="left", **roles)
    template = (
        "{{ bos_token }}{% for message in messages %}"
        "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' }}"
        + PARTS.replace("PICTURE", "<|image|>")
        + "{{ '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}"
        "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
    )
    pictures = hf.MllamaImageProcessor(size={"height": 56, "width": 56}, max_image_tiles=2)
    processor = hf.MllamaProcessor(pictures, tokenizer, chat_template=template)
    eyes = {"hidden_size": EYES, "intermediate_size": 2 * EYES, "num_hidden_layers": 2, "num_global_layers": 1}
    eyes |= {
        "attention_heads": 2,
        "image_size": 56,
        "patch_size": 14,
        "max_num_tiles": 2,
        "vision_output_dim": 2 * EYES,
    }
    config = hf.MllamaConfig(
        text_config={
            **TEXT,
            **ids(tokenizer, pad_token_id=roles["pad"], eos_token_id=roles["eos"]),
            "num_hidden_layers": 3,
            "vocab_size": len(tokenizer),
            "cross_attention_layers": [1],
        },
        vision_config={**eyes, "intermediate_layers_indices": [0], "supported_aspect_ratios": [[1, 1], [1, 2], [2, 1]]},
        **ids(tokenizer, image_token_index="<|image|>"),
    )
    save(folder, hf.MllamaForConditionalGeneration, config, processor)


def _lfm2_vl(folder: Path) -> None:
    named = {"image_token": "<image>", "image_start_token": "<|image_start|>", "image_end_token": "<|image_end|>"}
    named |= {"image_thumbnail_token": "<|img_thumbnail|>"}
    tiles = [f"<|img_row_{row}_col_{column}|>" for row in range(1, 5) for column in range(1, 5)]
    specials = ["<|im_start|>", "<|im_end|>", *tiles]
    tokenizer = byte_level(specials, named=named, bos="<|startoftext|>", eos="<|im_end|>", pad="<|pad|>")
    tokens = {"min_image_tokens": 4, "max_image_tokens": 16, "max_num_patches": 64}
    pictures = hf.Lfm2VlImageProcessor(
        tile_size=64, encoder_patch_size=16, downsample_factor=2, min_tiles=2, max_tiles=4, **tokens
    )
    template = "{{ bos_token }}" + CHATML.replace("PICTURE", "<image>")
    processor = hf.Lfm2VlProcessor(image_processor=pictures, tokenizer=tokenizer, chat_template=template)
    layers = {"num_hidden_layers": 3, "layer_types": ["conv", "full_attention", "conv"]}
    words = {"model_type": "lfm2", "vocab_size": len(tokenizer), "block_auto_adjust_ff_dim": False}
    eyes = {"model_type": "siglip2_vision_model", "patch_size": 16, "num_patches": 64, "vision_use_head": False}
    config = hf.Lfm2VlConfig(
        text_config={**TEXT, **layers, **words},
        vision_config={**VISION, **eyes},
        projector_hidden_size=WIDE,
        downsample_factor=2,
        **ids(tokenizer, image_token_id="<image>"),
    )
    save(folder, hf.Lfm2VlForConditionalGeneration, config, processor)


CHECKPOINTS: dict[str, Callable[[Path], None]] = {
    "gemma3": gemma3,
    "gemma3n": gemma3n,
    "gemma4": gemma4,
    "glm4v": glm4v,
    "idefics2": _idefics2,
    "idefics3": partial(_smolvlm, "Idefics3"),
    "internvl": internvl,
    "lfm2_vl": _lfm2_vl,
    "llava": llava,
    "llava_next": llava_next,
    "llava_onevision": llava_onevision,
    "mistral3": mistral3,
    "mllama": _mllama,
    "qwen2_5_vl": qwen2_5_vl,
    "qwen2_vl": qwen2_vl,
    "qwen3_5": qwen3_5,
    "qwen3_vl": qwen3_vl,
    "smolvlm": partial(_smolvlm, "SmolVLM"),
    "vipllava": vipllava,
}
