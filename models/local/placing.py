"""Where a model goes and in which form: arithmetic over what it weighs and what the machine has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from models.local.machine import Accelerator, Machine
from models.wants import Quantization

Form = Literal["none", "int8", "8bit", "4bit", "own"]

GB = 1e9
CONTEXT = 8192  # tokens in the KV cache: the words before, and a minute of pictures at about 256 tokens each
CACHES = 2  # one that grows and the copy that the next question begins with
CHUNK = 2048  # tokens of a prompt whose activations are alive at once; longer ones are rare after `prepare`
RUNTIME = 0.6 * GB  # torch, transformers and the process around them; 0.34 GB measured on Linux, more with CUDA's
SPARE = 0.95  # of what is free on an accelerator: fragments of the allocator
FOR_OTHERS = 0.1  # of all memory, left free for the page's browser and the system

# Bytes for a weight of a linear layer. int8: one scale for a row, and a row has a thousand; 4bit: nf4 with a float32
# scale for 64 weights (Dettmers et al. 2023, QLoRA, section 3), without double quantization.
_WEIGHT = {"int8": 1.0, "8bit": 1.0, "4bit": 0.5 + 4 / 64}
# What `auto` tries, best first. On an accelerator 8-bit is left out: bitsandbytes' is slower than both others. On a CPU
# int8 reads half the bytes of bf16 for a token, and is nearly as exact (benchmarks/fitting.py).
_ON_ACCELERATOR: dict[Quantization, tuple[Form, ...]] = {
    "auto": ("none", "4bit"),
    "none": ("none",),
    "8bit": ("8bit",),
    "4bit": ("4bit",),
}
_ON_CPU: dict[Quantization, tuple[Form, ...]] = {
    "auto": ("int8", "4bit"),
    "none": ("none",),
    "8bit": ("int8",),
    "4bit": ("4bit",),
}
_WORDS = {"float32": "fp32", "bfloat16": "bf16", "float16": "fp16", "4bit": "4-bit", "8bit": "8-bit"}


@dataclass(frozen=True, slots=True)
class Weights:
    """What a checkpoint weighs: how many numbers, whatever their type.

    linear: in the linear layers of the language model, which quantization makes small.
    head: in its output layer; tied: which is the table of embeddings too, and does not count twice.
    other: all others: embeddings, the picture's side, norms.
    cached: what one token adds to the KV cache.
    active: what one token of a prompt keeps alive while it is read.
    beside: the modules that are not the language model, each named where all below it is so too.
    output: the output layer's name, or none. uneven: linear layers of a shape that 4-bit kernels do not take.
    own: the method by which the checkpoint is quantized already, else empty; own_bytes: its files.
    """

    linear: int
    head: int
    other: int
    cached: int
    active: int
    tied: bool = False
    beside: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    uneven: tuple[str, ...] = ()
    own: str = ""
    own_bytes: int = 0

    @property
    def total(self) -> int:
        return self.linear + self.other + (0 if self.tied else self.head)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a model is put into memory.

    dtype: torch's name, of all that is not quantized. device: where the inputs go.
    form: `int8` is our own (models.local.int8), `8bit` and `4bit` are bitsandbytes', `own` the checkpoint's.
    untouched: modules that are not quantized.
    expected_bytes: weights, caches, activations and runtime together.
    spread: bytes for each device where one is not enough, as accelerate's `max_memory`; empty: all is on `device`.
    warning: what the user should know, or empty.
    """

    dtype: str
    device: str
    form: Form
    untouched: tuple[str, ...] = ()
    expected_bytes: int = 0
    spread: dict[int | str, int] = field(default_factory=dict)
    warning: str = ""


def needed(weights: Weights, form: Form, dtype: str) -> int:
    """Bytes in memory once the model talks: weights, KV cache, activations, runtime.

    The cache is 2 x layers x KV heads x head size for a token (Kwon et al. 2023, PagedAttention, section 3).
    """
    each = 4 if dtype == "float32" else 2
    return int(_held(weights, form, each) + _alive(weights, each) + RUNTIME)


def _held(weights: Weights, form: Form, each: int) -> float:
    if form == "own":
        return weights.own_bytes
    if form == "none":
        return weights.total * each
    head = weights.head if form == "int8" else 0 if weights.tied else weights.head * each
    return weights.linear * _WEIGHT[form] + head + weights.other * each


def _alive(weights: Weights, each: int) -> int:
    return each * (weights.cached * CONTEXT * CACHES + weights.active * CHUNK)


def place(weights: Weights, quantization: Quantization, machine: Machine) -> Plan | None:
    """The best plan that fits; None where there is none. One accelerator, several, the CPU, and all of them at last."""
    return next(_fitting(weights, quantization, machine), None)


def _fitting(weights: Weights, quantization: Quantization, machine: Machine) -> Iterator[Plan]:
    cards = _alike(machine.accelerators)
    for form in _forms(weights, quantization, _ON_ACCELERATOR):
        for cost, card in ((needed(weights, form, half(card)), card) for card in cards if _can(card, form)):
            if cost <= card.free_bytes * SPARE:
                yield _plan(weights, form, half(card), card.device, cost)
        if len(cards) > 1 and (together := _spread(weights, form, cards)):
            yield together
    for form in _forms(weights, quantization, _ON_CPU):
        cost = needed(weights, form, on_cpu(machine))
        if cost <= room(machine):
            warning = f"{cards[0].name} is too small for it: it runs on the processor, slowly" if cards else ""
            yield _plan(weights, form, on_cpu(machine), "cpu", cost, warning)
    if cards and cards[0].kind != "mps" and quantization in ("auto", "none") and not weights.own:
        yield from _everywhere(weights, machine, cards)


def _spread(weights: Weights, form: Form, cards: tuple[Accelerator, ...]) -> Plan | None:
    """Layers over several cards. Each needs a runtime and activations of its own."""
    dtype = half(cards[0])
    cost = needed(weights, form, dtype) + int((len(cards) - 1) * (RUNTIME + 2 * weights.active * CHUNK))
    rooms = {index: int(card.free_bytes * SPARE) for index, card in enumerate(cards)}
    if cost > sum(rooms.values()) or not all(_can(card, form) for card in cards):
        return None
    return _plan(weights, form, dtype, cards[0].device, cost, spread=_for_weights(weights, rooms))


def _everywhere(weights: Weights, machine: Machine, cards: tuple[Accelerator, ...]) -> Iterator[Plan]:
    """Unquantized over cards and main memory: every token moves what is not on a card, so it is the last resort."""
    dtype = half(cards[0])
    cost = needed(weights, "none", dtype)
    rooms = {index: int(card.free_bytes * SPARE) for index, card in enumerate(cards)}
    if cost <= sum(rooms.values()) + room(machine):
        spread: dict[int | str, int] = {**_for_weights(weights, rooms), "cpu": room(machine)}
        warning = "it fits only with a part in main memory, and will be very slow"
        yield _plan(weights, "none", dtype, cards[0].device, cost, warning, spread)


def _for_weights(weights: Weights, rooms: dict[int, int]) -> dict[int | str, int]:
    """What of each card's room is for weights: the rest is for caches and activations, of which accelerate knows
    nothing. Each card caches for its own layers only, which is not counted on: layers are not spread evenly."""
    return {index: max(0, room - _alive(weights, 2)) for index, room in rooms.items()}


def _plan(
    weights: Weights,
    form: Form,
    dtype: str,
    device: str,
    cost: int,
    warning: str = "",
    spread: dict[int | str, int] | None = None,
) -> Plan:
    # Our int8 is good enough for the output layer, which reads a third of the bytes of a token where there are 250,000.
    alone = weights.beside + (weights.output if form != "int8" else ()) + (weights.uneven if form == "4bit" else ())
    return Plan(dtype, device, form, alone, cost, spread or {}, warning)


def _forms(weights: Weights, quantization: Quantization, of: dict[Quantization, tuple[Form, ...]]) -> tuple[Form, ...]:
    return ("own",) if weights.own else of[quantization]


def _can(card: Accelerator, form: Form) -> bool:
    """bitsandbytes has kernels for CUDA, ROCm and XPU."""
    return form == "none" or card.kind != "mps"


def _alike(accelerators: tuple[Accelerator, ...]) -> tuple[Accelerator, ...]:
    """Those of one kind, in torch's order: the kind whose cards have most room."""
    kinds = {card.kind for card in accelerators}
    groups = [tuple(card for card in accelerators if card.kind == kind) for kind in sorted(kinds)]
    return max(groups, key=lambda cards: sum(card.free_bytes for card in cards), default=())


def half(card: Accelerator) -> str:
    """bf16 has the range of fp32; models trained in it overflow in fp16, which is for cards that know nothing else."""
    return "bfloat16" if card.bf16 else "float16"


def on_cpu(machine: Machine) -> str:
    """Never fp16: 4 to 6 times slower than bf16 or fp32 to read a prompt (measured on AVX-512)."""
    return "bfloat16" if machine.cpu_bf16 else "float32"


def room(machine: Machine) -> int:
    """Bytes of main memory that a model may take."""
    return max(0, machine.free_ram_bytes - int(FOR_OTHERS * machine.total_ram_bytes))


def in_words(form: Form, dtype: str) -> str:
    """As a user would say it: bf16, int8, 4-bit."""
    form_or_dtype = dtype if form == "none" else form
    return _WORDS.get(form_or_dtype, form_or_dtype)


def costs(weights: Weights, machine: Machine) -> dict[str, int]:
    """Bytes needed in each form that this machine could try, largest first."""
    cards = _alike(machine.accelerators)
    dtype = half(cards[0]) if cards else on_cpu(machine)
    forms: tuple[Form, ...] = ("own",) if weights.own else ("none", "4bit") if cards else ("none", "int8", "4bit")
    found = {in_words(form, dtype): needed(weights, form, dtype) for form in forms if not cards or _can(cards[0], form)}
    return dict(sorted(found.items(), key=lambda item: -item[1]))
