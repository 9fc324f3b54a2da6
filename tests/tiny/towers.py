"""Tiny embedders and open-vocabulary detectors: CLIP, SigLIP, SigLIP 2, OWLv2, Grounding DINO."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tokenizers.processors import TemplateProcessing

from models.local import torchvision_hook

torchvision_hook.install()

import transformers as T  # noqa: E402

from tests.tiny.tokens import byte_level  # noqa: E402

VISION = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}


def _text(tokenizer: Any, positions: int) -> dict[str, Any]:
    ids = {f"{role}_token_id": getattr(tokenizer, f"{role}_token_id") for role in ("bos", "eos", "pad")}
    return {**VISION, "vocab_size": len(tokenizer), "max_position_embeddings": positions, **ids}


def _contrastive(longest: int) -> Any:
    """A tokenizer like CLIP's: each text between two special tokens, the last of which is where it is summed up."""
    begin, end = "<|startoftext|>", "<|endoftext|>"
    tokenizer = byte_level([], bos=begin, eos=end, pad=end, padding_side="right")
    marks = [(token, tokenizer.convert_tokens_to_ids(token)) for token in (begin, end)]
    tokenizer.backend_tokenizer.post_processor = TemplateProcessing(f"{begin} $A {end}", special_tokens=marks)
    tokenizer.model_max_length = longest
    return tokenizer


def _save(folder: Path, model_class: Any, config: Any, processor: Any) -> None:
    torch.manual_seed(0)
    model_class(config).save_pretrained(folder)
    processor.save_pretrained(folder)


def clip(folder: Path) -> None:
    tokenizer = _contrastive(24)
    pictures = T.CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    config = T.CLIPConfig(
        text_config={**_text(tokenizer, 24), "projection_dim": 16},
        vision_config={**VISION, "image_size": 32, "patch_size": 8, "projection_dim": 16},
        projection_dim=16,
    )
    _save(folder, T.CLIPModel, config, T.CLIPProcessor(image_processor=pictures, tokenizer=tokenizer))


def siglip(folder: Path) -> None:
    tokenizer = byte_level([], eos="</s>", pad="</s>", unk="<unk>", padding_side="right")
    pictures = T.SiglipImageProcessor(size={"height": 32, "width": 32})
    config = T.SiglipConfig(
        text_config={**_text(tokenizer, 64), "projection_size": 32},
        vision_config={**VISION, "image_size": 32, "patch_size": 8},
    )
    _save(folder, T.SiglipModel, config, T.SiglipProcessor(image_processor=pictures, tokenizer=tokenizer))


def siglip2(folder: Path) -> None:
    tokenizer = byte_level([], eos="<eos>", pad="<pad>", unk="<unk>", padding_side="right")
    pictures = T.Siglip2ImageProcessor(patch_size=16, max_num_patches=256)  # the processor insists on both
    config = T.Siglip2Config(
        text_config={**_text(tokenizer, 64), "projection_size": 32},
        vision_config={**VISION, "num_patches": 256, "patch_size": 16},
    )
    _save(folder, T.Siglip2Model, config, T.Siglip2Processor(image_processor=pictures, tokenizer=tokenizer))


def owlv2(folder: Path) -> None:
    tokenizer = _contrastive(16)
    pictures = T.Owlv2ImageProcessor(size={"height": 64, "width": 64})
    config = T.Owlv2Config(
        text_config=_text(tokenizer, 16), vision_config={**VISION, "image_size": 64, "patch_size": 8}, projection_dim=32
    )
    processor = T.Owlv2Processor(image_processor=pictures, tokenizer=tokenizer)
    _save(folder, T.Owlv2ForObjectDetection, config, processor)


def grounding_dino(folder: Path) -> None:
    # Phrases end at BERT's numbers for [CLS], [SEP], "." and "?" (101, 102, 1012, 1029): so many tokens there must be.
    tokenizer = byte_level([], pad="[PAD]", unk="[UNK]", first=["[PAD]"], size=1100, padding_side="right")
    pictures = T.GroundingDinoImageProcessor(size={"shortest_edge": 64, "longest_edge": 96})
    swin = {"embed_dim": 8, "depths": [1, 1, 1, 1], "num_heads": [1, 1, 2, 2], "window_size": 2, "image_size": 64}
    config = T.GroundingDinoConfig(
        backbone_config=T.SwinConfig(**swin, out_features=["stage2", "stage3", "stage4"]),
        text_config=T.BertConfig(**{**_text(tokenizer, 256), "bos_token_id": None, "eos_token_id": None}),
        d_model=32,
        encoder_layers=1,
        decoder_layers=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        num_queries=10,
    )
    processor = T.GroundingDinoProcessor(image_processor=pictures, tokenizer=tokenizer)
    _save(folder, T.GroundingDinoForObjectDetection, config, processor)


EMBEDDERS: dict[str, Callable[[Path], None]] = {"clip": clip, "siglip": siglip, "siglip2": siglip2}
DETECTORS: dict[str, Callable[[Path], None]] = {"owlv2": owlv2, "grounding_dino": grounding_dino}
