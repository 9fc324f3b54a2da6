"""Tiny checkpoints of the Gemma families."""

from pathlib import Path
from typing import Any

import transformers as hf

from tests.tiny.sizes import EYES, TEXT, VISION
from tests.tiny.templates import GEMMA
from tests.tiny.tokens import byte_level, ids, save

_GEMMA_ROLES: dict[str, Any] = {"bos": "<bos>", "eos": "<eos>", "pad": "<pad>", "unk": "<unk>"}

_SLIDING = {"head_dim": 16, "sliding_window": 512, "layer_types": ["sliding_attention", "full_attention"]}


def gemma_template(opening: str, closing: str, picture: str) -> str:
    return GEMMA.replace("OPEN", opening).replace("CLOSE", closing).replace("PICTURE", picture)


def gemma3(folder: Path) -> None:
    named = {"boi_token": "<start_of_image>", "eoi_token": "<end_of_image>", "image_token": "<image_soft_token>"}
    tokenizer = byte_level(["<start_of_turn>", "<end_of_turn>"], named=named, **_GEMMA_ROLES)
    pictures = hf.Gemma3ImageProcessor(size={"height": 56, "width": 56})
    template = gemma_template("<start_of_turn>", "<end_of_turn>", "<start_of_image>")
    processor = hf.Gemma3Processor(pictures, tokenizer, image_seq_length=4, chat_template=template)
    numbers = ids(tokenizer, pad_token_id="<pad>", bos_token_id="<bos>", eos_token_id="<eos>")
    config = hf.Gemma3Config(
        text_config={**TEXT, **_SLIDING, **numbers, "vocab_size": len(tokenizer), "query_pre_attn_scalar": 16},
        vision_config={**VISION, "image_size": 56, "patch_size": 14, "vision_use_head": False},
        mm_tokens_per_image=4,
        **ids(tokenizer, **{name.replace("token", "token_index"): token for name, token in named.items()}),
    )
    save(folder, hf.Gemma3ForConditionalGeneration, config, processor)


def gemma3n(folder: Path) -> None:
    named = {"boi_token": "<start_of_image>", "eoi_token": "<end_of_image>", "image_token": "<image_soft_token>"}
    named |= {"boa_token": "<start_of_audio>", "eoa_token": "<end_of_audio>", "audio_token": "<audio_soft_token>"}
    tokenizer = byte_level(["<start_of_turn>", "<end_of_turn>"], named=named, **_GEMMA_ROLES)
    processor = hf.Gemma3nProcessor(
        feature_extractor=hf.Gemma3nAudioFeatureExtractor(),
        image_processor=hf.SiglipImageProcessor(size={"height": 64, "width": 64}),
        tokenizer=tokenizer,
        image_seq_length=4,
        chat_template=gemma_template("<start_of_turn>", "<end_of_turn>", "<image_soft_token>"),
    )
    shared = {"num_hidden_layers": 4, "num_kv_shared_layers": 2, "laurel_rank": 8, "altup_num_inputs": 2}
    layers = {"layer_types": ["sliding_attention", "full_attention"] * 2, "activation_sparsity_pattern": [0.0] * 4}
    vocabulary = {"vocab_size": len(tokenizer), "vocab_size_per_layer_input": len(tokenizer)}
    numbers = ids(tokenizer, pad_token_id="<pad>", bos_token_id="<bos>", eos_token_id="<eos>")
    places = {"vocab_size": 8, "hidden_size": 64}
    eyes = "test_convnext"  # of timm, 2 x 2 places of 64 numbers; the real one alone has 300 million weights
    config = hf.Gemma3nConfig(
        text_config={
            **TEXT,
            **_SLIDING,
            **shared,
            **layers,
            **vocabulary,
            **numbers,
            "hidden_size_per_layer_input": 8,
        },
        vision_config={**places, "vocab_offset": len(tokenizer), "architecture": eyes},
        audio_config={
            **places,
            "vocab_offset": len(tokenizer) + 8,
            "conf_num_hidden_layers": 1,
            "conf_num_attention_heads": 2,
        },
        vision_soft_tokens_per_image=4,
        **ids(tokenizer, **{f"{name}_id": token for name, token in named.items()}),
    )
    save(folder, hf.Gemma3nForConditionalGeneration, config, processor)


def gemma4(folder: Path) -> None:
    named = {"boi_token": "<|image>", "eoi_token": "<image|>", "image_token": "<|image|>"}
    named |= {"boa_token": "<|audio>", "eoa_token": "<audio|>", "audio_token": "<|audio|>"}
    tokenizer = byte_level(["<|turn>", "<turn|>", "<|video|>"], named=named, **_GEMMA_ROLES)
    processor = hf.Gemma4Processor(
        feature_extractor=hf.Gemma4AudioFeatureExtractor(),
        image_processor=hf.Gemma4ImageProcessor(max_soft_tokens=70),
        tokenizer=tokenizer,
        video_processor=hf.Gemma4VideoProcessor(),
        image_seq_length=70,
        chat_template=gemma_template("<|turn>", "<turn|>", "<|image|>"),
    )
    numbers = ids(tokenizer, pad_token_id="<pad>", bos_token_id="<bos>", eos_token_id="<eos>")
    inputs = {"vocab_size_per_layer_input": len(tokenizer), "hidden_size_per_layer_input": 16, "global_head_dim": 16}
    eyes = {"patch_size": 16, "pooling_kernel_size": 3, "position_embedding_size": 1024, "head_dim": EYES // 2}
    ears = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "output_proj_dims": 32}
    tokens = {**{f"{name}_id": token for name, token in named.items()}, "video_token_id": "<|video|>"}
    tokens["eoa_token_index"] = tokens.pop("eoa_token_id")
    config = hf.Gemma4Config(
        text_config={**TEXT, **_SLIDING, **numbers, **inputs, "vocab_size": len(tokenizer)},
        vision_config={**VISION, **eyes, "num_key_value_heads": 2},
        audio_config={**ears, "subsampling_conv_channels": [8, 8]},
        **ids(tokenizer, **tokens),
    )
    save(folder, hf.Gemma4ForConditionalGeneration, config, processor)
