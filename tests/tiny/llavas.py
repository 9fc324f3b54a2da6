"""Tiny checkpoints of the LLaVA families and their kin: a CLIP-like tower before a language model."""

from pathlib import Path
from typing import Any

import transformers as hf

from tests.tiny.sizes import EYES, TEXT, VISION
from tests.tiny.templates import CHATML, LLAVA, MISTRAL
from tests.tiny.tokens import byte_level, ids, save


def _reading() -> tuple[Any, dict[str, Any]]:
    """A processor, and what the configurations of its models share."""
    tokenizer = byte_level(["<image>"], bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    side = {"height": 56, "width": 56}
    processor = hf.LlavaProcessor(
        image_processor=hf.CLIPImageProcessor(size={"shortest_edge": 56}, crop_size=side),
        tokenizer=tokenizer,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=LLAVA,
    )
    towers = {
        "text_config": hf.LlamaConfig(**TEXT, vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id),
        "vision_config": hf.CLIPVisionConfig(**VISION, image_size=56, patch_size=14, projection_dim=EYES),
        **ids(tokenizer, image_token_index="<image>"),
    }
    return processor, towers


def llava(folder: Path) -> None:
    processor, towers = _reading()
    save(folder, hf.LlavaForConditionalGeneration, hf.LlavaConfig(**towers, vision_feature_layer=-2), processor)


def vipllava(folder: Path) -> None:
    """A family that has no line here of its own."""
    processor, towers = _reading()
    config = hf.VipLlavaConfig(**towers, vision_feature_layers=[-2, -1])
    save(folder, hf.VipLlavaForConditionalGeneration, config, processor)


_GRID = [[56, 112], [112, 56], [112, 112]]


def llava_next(folder: Path) -> None:
    tokenizer = byte_level(["<image>"], bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    side = {"height": 56, "width": 56}
    processor = hf.LlavaNextProcessor(
        image_processor=hf.LlavaNextImageProcessor(
            size={"shortest_edge": 56}, crop_size=side, image_grid_pinpoints=_GRID
        ),
        tokenizer=tokenizer,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=LLAVA,
    )
    config = hf.LlavaNextConfig(
        text_config=hf.LlamaConfig(**TEXT, vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id),
        vision_config=hf.CLIPVisionConfig(**VISION, image_size=56, patch_size=14, projection_dim=EYES),
        image_grid_pinpoints=_GRID,
        vision_feature_layer=-2,
        **ids(tokenizer, image_token_index="<image>"),
    )
    save(folder, hf.LlavaNextForConditionalGeneration, config, processor)


def llava_onevision(folder: Path) -> None:
    tokenizer = byte_level(["<|im_start|>", "<|im_end|>", "<image>", "<video>"], eos="<|im_end|>", pad="<|endoftext|>")
    side = {"height": 56, "width": 56}
    processor = hf.LlavaOnevisionProcessor(
        image_processor=hf.LlavaOnevisionImageProcessor(size=side, image_grid_pinpoints=_GRID),
        tokenizer=tokenizer,
        video_processor=hf.LlavaOnevisionVideoProcessor(size=side),
        num_image_tokens=16,
        vision_feature_select_strategy="full",
        chat_template=CHATML.replace("PICTURE", "<image>\n"),
    )
    eyes = hf.SiglipVisionConfig(**VISION, image_size=56, patch_size=14, vision_use_head=False)
    config = hf.LlavaOnevisionConfig(
        text_config=hf.Qwen2Config(**TEXT, vocab_size=len(tokenizer)),
        vision_config=eyes,
        image_grid_pinpoints=_GRID,
        vision_feature_layer=-1,
        vision_feature_select_strategy="full",
        **ids(tokenizer, image_token_index="<image>", video_token_index="<video>"),
    )
    save(folder, hf.LlavaOnevisionForConditionalGeneration, config, processor)


def internvl(folder: Path) -> None:
    named = {"start_image_token": "<img>", "end_image_token": "</img>", "context_image_token": "<IMG_CONTEXT>"}
    specials = ["<|im_start|>", "<|im_end|>", "<img>", "</img>", "<IMG_CONTEXT>", "<video>", "<ref>", "</ref>", "<box>"]
    named |= {"video_token": "<video>"}
    tokenizer = byte_level([*specials, "</box>"], named=named, eos="<|im_end|>", pad="<|endoftext|>")
    side = {"height": 56, "width": 56}
    processor = hf.InternVLProcessor(
        image_processor=hf.GotOcr2ImageProcessor(size=side, crop_to_patches=True, min_patches=1, max_patches=4),
        tokenizer=tokenizer,
        video_processor=hf.InternVLVideoProcessor(size=side),
        image_seq_length=4,
        chat_template=CHATML.replace("PICTURE", "<IMG_CONTEXT>\n"),
    )
    config = hf.InternVLConfig(
        text_config=hf.Qwen2Config(**TEXT, vocab_size=len(tokenizer)),
        vision_config={**VISION, "image_size": [56, 56], "patch_size": [14, 14]},
        image_seq_length=4,
        downsample_ratio=0.5,
        **ids(tokenizer, image_token_id="<IMG_CONTEXT>"),
    )
    save(folder, hf.InternVLForConditionalGeneration, config, processor)


def mistral3(folder: Path) -> None:
    specials = ["[IMG]", "[IMG_BREAK]", "[IMG_END]", "[INST]", "[/INST]"]
    tokenizer = byte_level(specials, bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    pictures = hf.PixtralImageProcessor(size={"longest_edge": 112}, patch_size={"height": 14, "width": 14})
    processor = hf.PixtralProcessor(pictures, tokenizer, patch_size=14, spatial_merge_size=2, chat_template=MISTRAL)
    config = hf.Mistral3Config(
        text_config={**TEXT, "model_type": "mistral", "vocab_size": len(tokenizer), "head_dim": 16},
        vision_config={**VISION, "model_type": "pixtral", "image_size": 112, "patch_size": 14, "head_dim": 16},
        **ids(tokenizer, image_token_index="[IMG]"),
    )
    save(folder, hf.Mistral3ForConditionalGeneration, config, processor)
