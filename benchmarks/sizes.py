"""Models of true size with random weights: speed depends on shapes, not on what was learned.

The shapes are those of the published configurations (SmolVLM-256M and -500M-Instruct: a SigLIP base tower of 512-pixel
tiles and a SmolLM2 of 135 and 360 million; Qwen3-VL-2B and -8B-Instruct). They speak ten sentences' worth of tokens.
"""

from collections.abc import Callable
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
}
