"""Tokenizers that fit in a kilobyte of words, and how a tiny checkpoint is written to its folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GenerationConfig, PreTrainedTokenizerFast
from transformers.utils import logging

logging.disable_progress_bar()

CORPUS = """Where is the red cup? The red cup is on the desk next to the blue book.
What do you see in the picture? I see a green bottle on the shelf and a yellow ball on the floor.
Remember that my keys are in the top drawer. Look at the table, please. User Assistant system model
You are a helpful assistant that remembers where objects are. Describe this image in detail.""".splitlines()


def byte_level(
    specials: Sequence[str],
    *,
    named: Mapping[str, str] | None = None,
    first: Sequence[str] = (),
    size: int = 700,
    padding_side: str = "left",
    **roles: str,
) -> Any:
    """Byte pairs learned from ten sentences: any text can be written, in a few hundred tokens.

    named: special tokens that a family's processor asks its tokenizer for by attribute. first: tokens that must have
    the lowest numbers. size: of the vocabulary, with its special tokens. roles: `bos`, `eos`, `pad`, `unk`.
    """
    named = dict(named or {})
    order = list(dict.fromkeys([*first, *roles.values(), *named.values(), *specials]))
    tokenizer = Tokenizer(models.BPE(unk_token=roles.get("unk")))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=order, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(CORPUS * 20, trainer)
    rest = [token for token in specials if token not in (*roles.values(), *named.values())]
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        padding_side=padding_side,
        extra_special_tokens=rest,
        model_specific_special_tokens=named or None,
        model_max_length=32_768,
        **{f"{role}_token": token for role, token in roles.items()},
    )


def ids(tokenizer: Any, **tokens: str) -> dict[str, int]:
    """The number of each token, under the name that a family's config has for it."""
    return {name: tokenizer.convert_tokens_to_ids(token) for name, token in tokens.items()}


def save(folder: Path, model_class: Any, config: Any, processor: Any, **generation: Any) -> None:
    """Random weights, the same for the same config, and all files that loading asks for.

    Models this narrow need wider weights than the usual deviation of 0.02: with it every answer would be the same.
    Only embeddings keep it, else a word would be answered with itself.
    """
    torch.manual_seed(0)
    model = model_class(config)
    words = model.get_input_embeddings().weight
    linear = (torch.nn.Linear, torch.nn.Conv2d, torch.nn.Conv3d)
    wide = [module.weight for module in model.modules() if isinstance(module, linear) and module.weight is not words]
    empty = [weight for weight in model.parameters() if weight.dim() > 1 and not weight.any()]
    for weight in (*wide, *empty):
        torch.nn.init.normal_(weight, std=2 * weight[0].numel() ** -0.5)
    for gate in (weight for name, weight in model.named_parameters() if "alpha_" in name or name.endswith("_gate")):
        torch.nn.init.ones_(gate)  # Idefics and Llama 3.2 Vision begin their training blind
    tokenizer = processor.tokenizer
    numbers = {f"{role}_token_id": getattr(tokenizer, f"{role}_token_id") for role in ("bos", "eos", "pad")}
    model.generation_config = GenerationConfig(**numbers, **generation)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
