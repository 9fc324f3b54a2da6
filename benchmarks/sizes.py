"""Models of true size with random weights: speed depends on shapes, not on what was learned.

The shapes are those of the published configurations (SmolVLM-256M and -500M-Instruct: a SigLIP base tower of 512-pixel
tiles and a SmolLM2 of 135 and 360 million; Qwen3-VL-2B and -8B-Instruct). They speak ten sentences' worth of tokens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers as hf

from tests.tiny.tokens import byte_level, ids

TILE = 512  # pixels
# Width, layers, heads, key heads, inner width of the language model.
SMOLVLM = {"256M": (576, 30, 9, 3, 1536), "500M": (960, 32, 15, 5, 2560)}
VOCABULARY = 49_280
TEMPLATE = (
    "<|im_start|>{% for message in messages %}{{ message['role'] | capitalize }}: {% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<image>{% else %}{{ part['text'] }}{% endif %}{% endfor %}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
)


def smolvlm(size: str, folder: Path) -> None:
    """`size`: a key of SMOLVLM. Writes about as many megabytes as the size names, twice, in bfloat16."""
    tiles = [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
    specials = ["<fake_token_around_image>", "<global-img>", "<image>", "<end_of_utterance>", "<video>", *tiles]
    tokenizer = byte_level(
        specials, bos="<|im_start|>", eos="<end_of_utterance>", pad="<|im_end|>", unk="<|endoftext|>"
    )
    largest = {"longest_edge": TILE}
    sampling = {"video_size": largest, "fps": 1, "max_frames": 8}
    processor = hf.SmolVLMProcessor(
        image_processor=hf.SmolVLMImageProcessor(size={"longest_edge": 4 * TILE}, max_image_size=largest),
        tokenizer=tokenizer,
        video_processor=hf.SmolVLMVideoProcessor(
            size=largest, max_image_size=largest, num_frames=8, fps=1, video_sampling=sampling
        ),
        image_seq_len=64,
        chat_template=TEMPLATE,
    )
    width, layers, heads, key_heads, inner = SMOLVLM[size]
    text = hf.LlamaConfig(
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=key_heads,
        intermediate_size=inner,
        vocab_size=VOCABULARY,
        max_position_embeddings=8192,
        pad_token_id=tokenizer.pad_token_id,
    )
    eyes = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12}
    config = hf.SmolVLMConfig(
        text_config=text,
        vision_config={**eyes, "image_size": TILE, "patch_size": 16},
        scale_factor=4,
        **ids(tokenizer, image_token_id="<image>"),
    )
    _save(folder, hf.SmolVLMForConditionalGeneration, config, processor)


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a language model, and of the vision tower beside it."""

    width: int
    layers: int
    heads: int
    inner: int
    tied: bool
    eyes_width: int
    eyes_depth: int
    eyes_inner: int
    deep: tuple[int, int, int]


QWEN3_VL = {
    "2B": Shape(2048, 28, 16, 6144, True, 1024, 24, 4096, (5, 11, 17)),
    "8B": Shape(4096, 36, 32, 12_288, False, 1152, 27, 4304, (8, 16, 24)),
}
QWEN_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' }}{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part['text'] }}{% endif %}"
    "{% endfor %}{{ '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def qwen3_vl(size: str, folder: Path) -> None:
    """`size`: a key of QWEN3_VL. Writes 4 or 18 GB in bfloat16."""
    shape = QWEN3_VL[size]
    marks = ["<|im_start|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"]
    tokenizer = byte_level(marks, eos="<|im_end|>", pad="<|endoftext|>")
    pixels = {"shortest_edge": 65_536, "longest_edge": 16_777_216}
    processor = hf.Qwen3VLProcessor(
        image_processor=hf.Qwen2VLImageProcessor(patch_size=16, merge_size=2, size=pixels),
        tokenizer=tokenizer,
        video_processor=hf.Qwen3VLVideoProcessor(patch_size=16, merge_size=2),
        chat_template=QWEN_TEMPLATE,
    )
    _save(folder, hf.Qwen3VLForConditionalGeneration, qwen3_vl_config(shape, tokenizer), processor)


def qwen3_vl_config(shape: Shape, tokenizer: Any) -> Any:
    numbers = {
        "image_token_id": "<|image_pad|>",
        "video_token_id": "<|video_pad|>",
        "vision_start_token_id": "<|vision_start|>",
        "vision_end_token_id": "<|vision_end|>",
    }
    return hf.Qwen3VLConfig(
        text_config={**_qwen_text(shape), "pad_token_id": tokenizer.pad_token_id},
        vision_config=_qwen_eyes(shape),
        tie_word_embeddings=shape.tied,
        **ids(tokenizer, **numbers),
    )


def _qwen_text(shape: Shape) -> dict[str, Any]:
    return {
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": 8,
        "head_dim": 128,
        "intermediate_size": shape.inner,
        "vocab_size": 151_936,
        "max_position_embeddings": 32_768,
        "rope_parameters": {
            "rope_type": "default",
            "rope_theta": 5e6,
            "mrope_section": [24, 20, 20],
            "mrope_interleaved": True,
        },
    }


def _qwen_eyes(shape: Shape) -> dict[str, Any]:
    return {
        "hidden_size": shape.eyes_width,
        "depth": shape.eyes_depth,
        "intermediate_size": shape.eyes_inner,
        "num_heads": 16,
        "out_hidden_size": shape.width,
        "patch_size": 16,
        "num_position_embeddings": 2304,
        "deepstack_visual_indexes": list(shape.deep),
    }


def _save(folder: Path, model_class: Any, config: Any, processor: Any) -> None:
    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        model = model_class(config)
    finally:
        torch.set_default_dtype(before)
    _say_words(model, processor.tokenizer)
    model.generation_config = hf.GenerationConfig(pad_token_id=processor.tokenizer.pad_token_id, eos_token_id=None)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


def _say_words(model: Any, tokenizer: Any) -> None:
    """Only tokens that are plain words can be chosen, so that each token that is made can also be shown."""
    words = [number for word, number in tokenizer.get_vocab().items() if word.lstrip("Ġ").isalpha() and word.isascii()]
    with torch.no_grad():
        head = model.get_output_embeddings().weight
        kept = head[words].clone()
        head.zero_()
        head[words] = kept


BUILDERS: dict[str, Callable[[Path], None]] = {
    "256M": lambda folder: smolvlm("256M", folder),
    "500M": lambda folder: smolvlm("500M", folder),
    "2B": lambda folder: qwen3_vl("2B", folder),
    "8B": lambda folder: qwen3_vl("8B", folder),
}
