"""One `generate`, pulled token by token in the thread of whoever reads it.

A streamer would need a second thread and a queue: a hang where `generate` raises, and a switch of threads before the
first token. Here transformers' `custom_generate` hands over everything it has prepared, and the loop is ours.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

import torch

from assistant.core.errors import KeepsightError
from models.local.family import Inputs

_BROKEN = "\ufffd"
_PATIENT = 8  # tokens: a character takes four bytes at most; what is still broken then stays broken


class Stopped(Exception):
    """The stop was set while a prompt was read."""


def tokens(model: Any, inputs: Inputs, most: int) -> Iterator[int]:
    """At most so many, greedy, without the one that ends the reply. Cached states grow in `inputs["past_key_values"]`.

    The prompt is read when the first token is asked for; encoders may run before.
    """
    made: Iterator[int] = model.generate(
        **inputs, max_new_tokens=most, do_sample=False, num_beams=1, custom_generate=_steps
    )
    return made


@torch.no_grad()
def _steps(
    model: Any,
    ids: Any,
    logits_processor: Any,
    stopping_criteria: Any,
    generation_config: Any,
    synced_gpus: bool = False,
    **state: Any,
) -> Iterator[int]:
    """`GenerationMixin._sample` of transformers 5.23 for one greedy sequence."""
    two_parts = model.config.is_encoder_decoder
    ends = set() if generation_config._eos_token_tensor is None else set(generation_config._eos_token_tensor.tolist())
    outputs = model._prefill(ids, generation_config, state)
    with model._optimize_model_for_decode():
        while True:
            state = model._update_model_kwargs_for_generation(outputs, state, is_encoder_decoder=two_parts)
            scores = logits_processor(ids, outputs.logits[:, -1].to(copy=True, dtype=torch.float32, device=ids.device))
            del outputs  # the logits of a long prompt are large
            chosen = scores.argmax(dim=-1)
            ids = torch.cat([ids, chosen[:, None]], dim=-1)
            if (token := int(chosen)) in ends:
                return
            yield token
            if bool(stopping_criteria(ids, None).all()):
                return
            step = 1 if state["use_cache"] else None
            prepared = model.prepare_inputs_for_generation(ids, next_sequence_length=step, **state)
            outputs = model(**prepared, return_dict=True)


def until(stop: threading.Event, numbers: Iterator[int]) -> Iterator[int]:
    """What comes before the stop is set: the step that is under way then is the last."""
    for number in numbers:
        if stop.is_set():
            return
        yield number


def texts(numbers: Iterable[int], tokenizer: Any) -> Iterator[str]:
    """Pieces of the text, each as soon as its characters are whole; special tokens are left out.

    The tokens before are decoded along: some tokenizers leave a space out where a text begins.
    """
    before: list[int] = []
    new: list[int] = []
    for number in chain(numbers, [None]):
        new += [] if number is None else [number]
        whole = tokenizer.decode(before + new, skip_special_tokens=True)
        if whole.endswith(_BROKEN) and number is not None and len(new) < _PATIENT:
            continue
        piece = whole[len(tokenizer.decode(before, skip_special_tokens=True)) :]
        before, new = new, []
        if piece:
            yield piece


def blocks(model: Any) -> list[Any]:
    """The layers of all encoders and decoders, and their parts: between any two of them a stop may take effect."""
    lists = (module for module in model.modules() if isinstance(module, torch.nn.ModuleList))
    layers = {layer: None for stack in lists for layer in stack}
    parts = (part for layer in layers for part in layer.children())
    return list(dict.fromkeys([*layers, *parts]))


@contextmanager
def interruptible(places: Sequence[Any], stop: threading.Event) -> Iterator[None]:
    """Raises Stopped out of a forward pass that enters one of the modules after the stop was set.

    Only for what is long, reading a prompt: the hooks would add 2 us a module to every token.
    """

    def check(*_: Any) -> None:
        if stop.is_set():
            raise Stopped

    hooks = [place.register_forward_pre_hook(check) for place in places]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


@contextmanager
def enough_memory(error: type[KeepsightError], give_way: Callable[[], None]) -> Iterator[None]:
    """Raises `error` where memory was short, with what to do about it, after `give_way`; anything else passes."""
    try:
        yield
    except (MemoryError, RuntimeError) as cause:
        of_gpu = isinstance(cause, torch.OutOfMemoryError)
        if not of_gpu and not isinstance(cause, MemoryError) and "can't allocate memory" not in str(cause):
            raise
        give_way()
        where = "graphics card" if of_gpu else "machine"
        raise error(
            f"The memory of this {where} was too small for that prompt. Ask again with fewer or smaller pictures, "
            "close other programs, or start Keepsight with --quantization 4bit or a smaller model."
        ) from None
