"""Tiny checkpoints of the families that are asked through a chat template, with templates that act like the real ones:
the roles they know, where they put pictures, and what they refuse."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import transformers as hf

from tests.tiny.tokens import byte_level, ids, save

_WIDE, _EYES = 64, 32  # hidden sizes of the language model and of the vision tower
_TEXT = {
    "hidden_size": _WIDE,
    "intermediate_size": 2 * _WIDE,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 8192,
}
_VISION = {"hidden_size": _EYES, "intermediate_size": 2 * _EYES, "num_hidden_layers": 2, "num_attention_heads": 2}
_DEPTH = {"hidden_size": _EYES, "depth": 2, "num_heads": 2, "out_hidden_size": _WIDE}

_PARTS = (
    "{% for part in message['content'] %}{% if part['type'] == 'image' %}PICTURE"
    "{% elif part['type'] == 'text' %}{{ part['text'] }}{% endif %}{% endfor %}"
)
_CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}" + _PARTS + "{{ '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
_THINKING = _CHATML.replace(
    "{{ '<|im_start|>assistant\n' }}{% endif %}",
    "{{ '<|im_start|>assistant\n<think>\n' + ('' if enable_thinking is not defined or enable_thinking else "
    "'\n</think>\n\n') }}{% endif %}",
)
_SMOLVLM = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}"
    "{% if message['content'][0]['type'] == 'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}"
    + _PARTS.replace("PICTURE", "<image>")
    + "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
_LLAVA = (
    "{% for message in messages %}{% if message['role'] != 'system' %}{{ message['role'].upper() + ': ' }}{% endif %}"
    "{% for part in message['content'] | selectattr('type', 'equalto', 'image') %}{{ '<image>\n' }}{% endfor %}"
    "{% for part in message['content'] | selectattr('type', 'equalto', 'text') %}{{ part['text'] + ' ' }}{% endfor %}"
    "{% endfor %}{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}"
)
_ALTERNATING = (
    "{% if messages[0]['role'] == 'system' %}{% set first = messages[0]['content'][0]['text'] + '\n\n' %}"
    "{% set rest = messages[1:] %}{% else %}{% set first = '' %}{% set rest = messages %}{% endif %}"
    "{% for message in rest %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
)
_GEMMA = (
    "{{ bos_token }}" + _ALTERNATING + "{{ 'OPEN' + ('model' if message['role'] == 'assistant' else 'user') + '\n' }}"
    "{% if loop.first %}{{ first }}{% endif %}"
    + _PARTS.replace("part['text']", "part['text'] | trim")
    + "{{ 'CLOSE\n' }}{% endfor %}{% if add_generation_prompt %}{{ 'OPENmodel\n' }}{% endif %}"
)
_MISTRAL = (
    "{{ bos_token }}"
    + _ALTERNATING
    + "{% if message['role'] == 'user' %}{{ '[INST]' + (first if loop.first else '') }}"
    + _PARTS.replace("PICTURE", "[IMG]")
    + "{{ '[/INST]' }}{% else %}{{ message['content'][0]['text'] + eos_token }}{% endif %}{% endfor %}"
)
_GLM = (
    "[gMASK]<sop>{% for message in messages %}{{ '<|' + message['role'] + '|>\n' }}"
    + _PARTS.replace("PICTURE", "<|begin_of_image|><|image|><|end_of_image|>")
    + "{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}"
)


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
    processor = getattr(hf, f"{kind}Processor")(**parts, image_seq_len=4, chat_template=_SMOLVLM)
    text = hf.LlamaConfig(**_TEXT, vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id)
    config = getattr(hf, f"{kind}Config")(
        text_config=text,
        vision_config={**_VISION, "image_size": side, "patch_size": 16},
        scale_factor=2,
        **ids(tokenizer, image_token_id="<image>"),
    )
    save(folder, getattr(hf, f"{kind}ForConditionalGeneration"), config, processor)


def _idefics2(folder: Path) -> None:
    specials = ["<fake_token_around_image>", "<image>", "<end_of_utterance>"]
    tokenizer = byte_level(specials, bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    sides = {"longest_edge": 56, "shortest_edge": 28}
    pictures = hf.Idefics2ImageProcessor(size=sides, do_image_splitting=False)
    template = _SMOLVLM.replace("<|im_start|>{%", "{%", 1)
    processor = hf.Idefics2Processor(pictures, tokenizer, image_seq_len=4, chat_template=template)
    resampler = {"hidden_size": _WIDE, "resampler_n_latents": 4, "resampler_depth": 1, "resampler_n_heads": 2}
    config = hf.Idefics2Config(
        text_config={**_TEXT, "model_type": "mistral", "vocab_size": len(tokenizer), "pad_token_id": 2},
        vision_config={**_VISION, "image_size": 56, "patch_size": 14},
        perceiver_config={**resampler, "resampler_head_dim": 16, "num_key_value_heads": 1},
        **ids(tokenizer, image_token_id="<image>"),
    )
    save(folder, hf.Idefics2ForConditionalGeneration, config, processor)


_QWEN = ["<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
_QWEN += ["<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>"]
_QWEN_IDS = {
    "image_token_id": "<|image_pad|>",
    "video_token_id": "<|video_pad|>",
    "vision_start_token_id": "<|vision_start|>",
    "vision_end_token_id": "<|vision_end|>",
}


def _qwen(
    folder: Path,
    kind: str,
    patch: int,
    text: dict[str, Any],
    vision: dict[str, Any],
    processor_kind: str = "",
    template: str = _CHATML,
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
        text_config={**_TEXT, "vocab_size": len(tokenizer), **numbers, **text},
        vision_config={**_DEPTH, "patch_size": patch, **vision},
        **ids(tokenizer, **_QWEN_IDS),
    )
    save(folder, getattr(hf, f"{kind}ForConditionalGeneration"), config, processor)


def _qwen2_vl(folder: Path) -> None:
    rope = {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}}
    vision = {"depth": 2, "embed_dim": _EYES, "hidden_size": _WIDE, "num_heads": 2, "mlp_ratio": 2}
    _qwen(folder, "Qwen2VL", 14, rope, vision)


def _qwen2_5_vl(folder: Path) -> None:
    rope = {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}}
    vision = {"intermediate_size": 2 * _EYES, "fullatt_block_indexes": [1], "window_size": 56}
    _qwen(folder, "Qwen2_5_VL", 14, rope, vision)


_INTERLEAVED = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [4, 2, 2], "mrope_interleaved": True}
_POSITIONED = {"intermediate_size": 2 * _EYES, "num_position_embeddings": 64}


def _qwen3_vl(folder: Path) -> None:
    text = {"head_dim": 16, "rope_parameters": _INTERLEAVED}
    _qwen(folder, "Qwen3VL", 16, text, {**_POSITIONED, "deepstack_visual_indexes": [0, 1]})


def _qwen3_5(folder: Path) -> None:
    linear = {"linear_key_head_dim": 16, "linear_value_head_dim": 16}
    linear |= {"linear_num_key_heads": 2, "linear_num_value_heads": 4}
    text = {
        **linear,
        "num_hidden_layers": 3,
        "head_dim": 32,
        "layer_types": ["linear_attention", "linear_attention", "full_attention"],
        "rope_parameters": {**_INTERLEAVED, "partial_rotary_factor": 0.5},
    }
    _qwen(folder, "Qwen3_5", 16, text, _POSITIONED, "Qwen3VL", _THINKING)


def _llava(folder: Path) -> None:
    tokenizer = byte_level(["<image>"], bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    side = {"height": 56, "width": 56}
    processor = hf.LlavaProcessor(
        image_processor=hf.CLIPImageProcessor(size={"shortest_edge": 56}, crop_size=side),
        tokenizer=tokenizer,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=_LLAVA,
    )
    config = hf.LlavaConfig(
        text_config=hf.LlamaConfig(**_TEXT, vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id),
        vision_config=hf.CLIPVisionConfig(**_VISION, image_size=56, patch_size=14, projection_dim=_EYES),
        vision_feature_layer=-2,
        **ids(tokenizer, image_token_index="<image>"),
    )
    save(folder, hf.LlavaForConditionalGeneration, config, processor)


def _vipllava(folder: Path) -> None:
    """A family that has no line here of its own."""
    tokenizer = byte_level(["<image>"], bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    side = {"height": 56, "width": 56}
    processor = hf.LlavaProcessor(
        image_processor=hf.CLIPImageProcessor(size={"shortest_edge": 56}, crop_size=side),
        tokenizer=tokenizer,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=_LLAVA,
    )
    config = hf.VipLlavaConfig(
        text_config=hf.LlamaConfig(**_TEXT, vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id),
        vision_config=hf.CLIPVisionConfig(**_VISION, image_size=56, patch_size=14, projection_dim=_EYES),
        vision_feature_layers=[-2, -1],
        **ids(tokenizer, image_token_index="<image>"),
    )
    save(folder, hf.VipLlavaForConditionalGeneration, config, processor)


def _mllama(folder: Path) -> None:
    """Nor has this one, and it looks at pictures across instead of reading them: nothing of a prompt can be reused."""
    roles: dict[str, Any] = {"bos": "<|begin_of_text|>", "eos": "<|eot_id|>", "pad": "<|pad|>"}
    specials = ["<|start_header_id|>", "<|end_header_id|>", "<|python_tag|>", "<|image|>"]
    tokenizer = byte_level(specials, size=700, padding_side="left", **roles)
    template = (
        "{{ bos_token }}{% for message in messages %}"
        "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' }}"
        + _PARTS.replace("PICTURE", "<|image|>")
        + "{{ '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}"
        "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
    )
    pictures = hf.MllamaImageProcessor(size={"height": 56, "width": 56}, max_image_tiles=2)
    processor = hf.MllamaProcessor(pictures, tokenizer, chat_template=template)
    eyes = {"hidden_size": _EYES, "intermediate_size": 2 * _EYES, "num_hidden_layers": 2, "num_global_layers": 1}
    eyes |= {
        "attention_heads": 2,
        "image_size": 56,
        "patch_size": 14,
        "max_num_tiles": 2,
        "vision_output_dim": 2 * _EYES,
    }
    config = hf.MllamaConfig(
        text_config={
            **_TEXT,
            **ids(tokenizer, pad_token_id=roles["pad"], eos_token_id=roles["eos"]),
            "num_hidden_layers": 3,
            "vocab_size": len(tokenizer),
            "cross_attention_layers": [1],
        },
        vision_config={**eyes, "intermediate_layers_indices": [0], "supported_aspect_ratios": [[1, 1], [1, 2], [2, 1]]},
        **ids(tokenizer, image_token_index="<|image|>"),
    )
    save(folder, hf.MllamaForConditionalGeneration, config, processor)


_GRID = [[56, 112], [112, 56], [112, 112]]


def _llava_next(folder: Path) -> None:
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
        chat_template=_LLAVA,
    )
    config = hf.LlavaNextConfig(
        text_config=hf.LlamaConfig(**_TEXT, vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id),
        vision_config=hf.CLIPVisionConfig(**_VISION, image_size=56, patch_size=14, projection_dim=_EYES),
        image_grid_pinpoints=_GRID,
        vision_feature_layer=-2,
        **ids(tokenizer, image_token_index="<image>"),
    )
    save(folder, hf.LlavaNextForConditionalGeneration, config, processor)


def _llava_onevision(folder: Path) -> None:
    tokenizer = byte_level(["<|im_start|>", "<|im_end|>", "<image>", "<video>"], eos="<|im_end|>", pad="<|endoftext|>")
    side = {"height": 56, "width": 56}
    processor = hf.LlavaOnevisionProcessor(
        image_processor=hf.LlavaOnevisionImageProcessor(size=side, image_grid_pinpoints=_GRID),
        tokenizer=tokenizer,
        video_processor=hf.LlavaOnevisionVideoProcessor(size=side),
        num_image_tokens=16,
        vision_feature_select_strategy="full",
        chat_template=_CHATML.replace("PICTURE", "<image>\n"),
    )
    eyes = hf.SiglipVisionConfig(**_VISION, image_size=56, patch_size=14, vision_use_head=False)
    config = hf.LlavaOnevisionConfig(
        text_config=hf.Qwen2Config(**_TEXT, vocab_size=len(tokenizer)),
        vision_config=eyes,
        image_grid_pinpoints=_GRID,
        vision_feature_layer=-1,
        vision_feature_select_strategy="full",
        **ids(tokenizer, image_token_index="<image>", video_token_index="<video>"),
    )
    save(folder, hf.LlavaOnevisionForConditionalGeneration, config, processor)


def _internvl(folder: Path) -> None:
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
        chat_template=_CHATML.replace("PICTURE", "<IMG_CONTEXT>\n"),
    )
    config = hf.InternVLConfig(
        text_config=hf.Qwen2Config(**_TEXT, vocab_size=len(tokenizer)),
        vision_config={**_VISION, "image_size": [56, 56], "patch_size": [14, 14]},
        image_seq_length=4,
        downsample_ratio=0.5,
        **ids(tokenizer, image_token_id="<IMG_CONTEXT>"),
    )
    save(folder, hf.InternVLForConditionalGeneration, config, processor)


_GEMMA_ROLES: dict[str, Any] = {"bos": "<bos>", "eos": "<eos>", "pad": "<pad>", "unk": "<unk>"}
_SLIDING = {"head_dim": 16, "sliding_window": 512, "layer_types": ["sliding_attention", "full_attention"]}


def _gemma_template(opening: str, closing: str, picture: str) -> str:
    return _GEMMA.replace("OPEN", opening).replace("CLOSE", closing).replace("PICTURE", picture)


def _gemma3(folder: Path) -> None:
    named = {"boi_token": "<start_of_image>", "eoi_token": "<end_of_image>", "image_token": "<image_soft_token>"}
    tokenizer = byte_level(["<start_of_turn>", "<end_of_turn>"], named=named, **_GEMMA_ROLES)
    pictures = hf.Gemma3ImageProcessor(size={"height": 56, "width": 56})
    template = _gemma_template("<start_of_turn>", "<end_of_turn>", "<start_of_image>")
    processor = hf.Gemma3Processor(pictures, tokenizer, image_seq_length=4, chat_template=template)
    numbers = ids(tokenizer, pad_token_id="<pad>", bos_token_id="<bos>", eos_token_id="<eos>")
    config = hf.Gemma3Config(
        text_config={**_TEXT, **_SLIDING, **numbers, "vocab_size": len(tokenizer), "query_pre_attn_scalar": 16},
        vision_config={**_VISION, "image_size": 56, "patch_size": 14, "vision_use_head": False},
        mm_tokens_per_image=4,
        **ids(tokenizer, **{name.replace("token", "token_index"): token for name, token in named.items()}),
    )
    save(folder, hf.Gemma3ForConditionalGeneration, config, processor)


def _gemma3n(folder: Path) -> None:
    named = {"boi_token": "<start_of_image>", "eoi_token": "<end_of_image>", "image_token": "<image_soft_token>"}
    named |= {"boa_token": "<start_of_audio>", "eoa_token": "<end_of_audio>", "audio_token": "<audio_soft_token>"}
    tokenizer = byte_level(["<start_of_turn>", "<end_of_turn>"], named=named, **_GEMMA_ROLES)
    processor = hf.Gemma3nProcessor(
        feature_extractor=hf.Gemma3nAudioFeatureExtractor(),
        image_processor=hf.SiglipImageProcessor(size={"height": 64, "width": 64}),
        tokenizer=tokenizer,
        image_seq_length=4,
        chat_template=_gemma_template("<start_of_turn>", "<end_of_turn>", "<image_soft_token>"),
    )
    shared = {"num_hidden_layers": 4, "num_kv_shared_layers": 2, "laurel_rank": 8, "altup_num_inputs": 2}
    layers = {"layer_types": ["sliding_attention", "full_attention"] * 2, "activation_sparsity_pattern": [0.0] * 4}
    vocabulary = {"vocab_size": len(tokenizer), "vocab_size_per_layer_input": len(tokenizer)}
    numbers = ids(tokenizer, pad_token_id="<pad>", bos_token_id="<bos>", eos_token_id="<eos>")
    places = {"vocab_size": 8, "hidden_size": 64}
    eyes = "test_convnext"  # of timm, 2 x 2 places of 64 numbers; the real one alone has 300 million weights
    config = hf.Gemma3nConfig(
        text_config={
            **_TEXT,
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


def _gemma4(folder: Path) -> None:
    named = {"boi_token": "<|image>", "eoi_token": "<image|>", "image_token": "<|image|>"}
    named |= {"boa_token": "<|audio>", "eoa_token": "<audio|>", "audio_token": "<|audio|>"}
    tokenizer = byte_level(["<|turn>", "<turn|>", "<|video|>"], named=named, **_GEMMA_ROLES)
    processor = hf.Gemma4Processor(
        feature_extractor=hf.Gemma4AudioFeatureExtractor(),
        image_processor=hf.Gemma4ImageProcessor(max_soft_tokens=70),
        tokenizer=tokenizer,
        video_processor=hf.Gemma4VideoProcessor(),
        image_seq_length=70,
        chat_template=_gemma_template("<|turn>", "<turn|>", "<|image|>"),
    )
    numbers = ids(tokenizer, pad_token_id="<pad>", bos_token_id="<bos>", eos_token_id="<eos>")
    inputs = {"vocab_size_per_layer_input": len(tokenizer), "hidden_size_per_layer_input": 16, "global_head_dim": 16}
    eyes = {"patch_size": 16, "pooling_kernel_size": 3, "position_embedding_size": 1024, "head_dim": _EYES // 2}
    ears = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "output_proj_dims": 32}
    tokens = {**{f"{name}_id": token for name, token in named.items()}, "video_token_id": "<|video|>"}
    tokens["eoa_token_index"] = tokens.pop("eoa_token_id")
    config = hf.Gemma4Config(
        text_config={**_TEXT, **_SLIDING, **numbers, **inputs, "vocab_size": len(tokenizer)},
        vision_config={**_VISION, **eyes, "num_key_value_heads": 2},
        audio_config={**ears, "subsampling_conv_channels": [8, 8]},
        **ids(tokenizer, **tokens),
    )
    save(folder, hf.Gemma4ForConditionalGeneration, config, processor)


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
    template = "{{ bos_token }}" + _CHATML.replace("PICTURE", "<image>")
    processor = hf.Lfm2VlProcessor(image_processor=pictures, tokenizer=tokenizer, chat_template=template)
    layers = {"num_hidden_layers": 3, "layer_types": ["conv", "full_attention", "conv"]}
    words = {"model_type": "lfm2", "vocab_size": len(tokenizer), "block_auto_adjust_ff_dim": False}
    eyes = {"model_type": "siglip2_vision_model", "patch_size": 16, "num_patches": 64, "vision_use_head": False}
    config = hf.Lfm2VlConfig(
        text_config={**_TEXT, **layers, **words},
        vision_config={**_VISION, **eyes},
        projector_hidden_size=_WIDE,
        downsample_factor=2,
        **ids(tokenizer, image_token_id="<image>"),
    )
    save(folder, hf.Lfm2VlForConditionalGeneration, config, processor)


def _glm4v(folder: Path) -> None:
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
        chat_template=_GLM,
    )
    rope = {"rope_type": "default", "rope_theta": 1e4, "partial_rotary_factor": 0.5, "mrope_section": [2, 1, 1]}
    tokens = {"image_token_id": "<|image|>", "video_token_id": "<|video|>"}
    tokens |= {"image_start_token_id": "<|begin_of_image|>", "image_end_token_id": "<|end_of_image|>"}
    tokens |= {"video_start_token_id": "<|begin_of_video|>", "video_end_token_id": "<|end_of_video|>"}
    config = hf.Glm4vConfig(
        text_config={**_TEXT, "vocab_size": len(tokenizer), "rope_parameters": rope},
        vision_config={**_DEPTH, "intermediate_size": 2 * _EYES, "image_size": 56, "patch_size": 14},
        **ids(tokenizer, **tokens),
    )
    save(folder, hf.Glm4vForConditionalGeneration, config, processor)


def _mistral3(folder: Path) -> None:
    specials = ["[IMG]", "[IMG_BREAK]", "[IMG_END]", "[INST]", "[/INST]"]
    tokenizer = byte_level(specials, bos="<s>", eos="</s>", pad="<pad>", unk="<unk>")
    pictures = hf.PixtralImageProcessor(size={"longest_edge": 112}, patch_size={"height": 14, "width": 14})
    processor = hf.PixtralProcessor(pictures, tokenizer, patch_size=14, spatial_merge_size=2, chat_template=_MISTRAL)
    config = hf.Mistral3Config(
        text_config={**_TEXT, "model_type": "mistral", "vocab_size": len(tokenizer), "head_dim": 16},
        vision_config={**_VISION, "model_type": "pixtral", "image_size": 112, "patch_size": 14, "head_dim": 16},
        **ids(tokenizer, image_token_index="[IMG]"),
    )
    save(folder, hf.Mistral3ForConditionalGeneration, config, processor)


CHECKPOINTS: dict[str, Callable[[Path], None]] = {
    "gemma3": _gemma3,
    "gemma3n": _gemma3n,
    "gemma4": _gemma4,
    "glm4v": _glm4v,
    "idefics2": _idefics2,
    "idefics3": partial(_smolvlm, "Idefics3"),
    "internvl": _internvl,
    "lfm2_vl": _lfm2_vl,
    "llava": _llava,
    "llava_next": _llava_next,
    "llava_onevision": _llava_onevision,
    "mistral3": _mistral3,
    "mllama": _mllama,
    "qwen2_5_vl": _qwen2_5_vl,
    "qwen2_vl": _qwen2_vl,
    "qwen3_5": _qwen3_5,
    "qwen3_vl": _qwen3_vl,
    "smolvlm": partial(_smolvlm, "SmolVLM"),
    "vipllava": _vipllava,
}
