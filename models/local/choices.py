"""The models that `auto` chooses from, and the choice.

All are under Apache-2.0, are carried by the pinned transformers, and run no program of their own. Licences and shapes
are those of the public model cards as stored copies showed them on 2026-11-22:
huggingface.co/Qwen/Qwen3.5-0.8B (and its mirrors for 2B, 4B, 9B), huggingface.co/Qwen/Qwen3.6-27B,
huggingface.co/HuggingFaceTB/SmolVLM-256M-Instruct. The card of SmolVLM-500M-Instruct was not among them: its licence is
the one that the SmolVLM family's other cards name. Downloads are 2 bytes for each weight of the architecture, built
without memory, except the 27B's, which is the `total_size` of its published index; the hub says the exact number
before anything is fetched.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from models.local.machine import Machine
from models.local.placing import GB, Plan, Weights, place

# A picture and the words before it, as far as they were not read ahead: the wait before a reply's first word.
_PROMPT = 600  # tokens
_PATIENCE = 5.0  # seconds for them
# Multiplications and additions in a second on one core while a prompt is read: 154 and 71 were measured on an AVX-512
# processor of 2.6 GHz with and without its bf16 instructions.
_PER_CORE = {True: 150e9, False: 70e9}


@dataclass(frozen=True, slots=True)
class Choice:
    """A model that can be had by name.

    id: on the hub. family: transformers' model_type. download_bytes: about what is fetched.
    languages: ISO 639-1 codes it answers in; empty: more than a hundred, English and Chinese among them.
    """

    id: str
    family: str
    weights: Weights
    download_bytes: int
    note: str
    languages: tuple[str, ...] = ()
    licence: str = "Apache-2.0"

    @property
    def parameters(self) -> int:
        return self.weights.total


def _qwen(id: str, linear: int, head: int, other: int, cached: int, active: int, note: str, gb: float) -> Choice:
    """Those of less than 9B use one table for words in and out."""
    weights = Weights(linear * 10**6, head * 10**6, other * 10**6, cached, active, tied=linear < 6_000)
    return Choice(id, "qwen3_5", weights, int(gb * GB), note)


def _smolvlm(id: str, linear: int, head: int, other: int, cached: int, active: int, note: str) -> Choice:
    weights = Weights(linear * 10**6, head * 10**6, other * 10**6, cached, active)
    return Choice(id, "smolvlm", weights, 2 * weights.total, note, languages=("en",))


# Best first. Millions of weights: linear layers, output layer, all others; then numbers for each token.
CHOICES = (
    _qwen("Qwen/Qwen3.6-27B", 24_351, 1_271, 1_735, 32_768, 82_944, "a card of 24 GB in 4-bit, of 80 GB in bf16", 55.6),
    _qwen("Qwen/Qwen3.5-9B", 6_919, 1_017, 1_474, 16_384, 61_440, "a card of 12 GB in 4-bit, of 24 GB in bf16", 18.8),
    _qwen(
        "Qwen/Qwen3.5-4B", 3_569, 636, 970, 16_384, 43_008, "a card of 6 GB in 4-bit, of 12 GB in bf16; 8 cores", 9.1
    ),
    _qwen("Qwen/Qwen3.5-2B", 1_373, 509, 840, 6_144, 30_720, "a card of 6 GB in bf16; a laptop of 4 cores", 4.4),
    _qwen("Qwen/Qwen3.5-0.8B", 498, 254, 355, 6_144, 16_896, "a laptop of 2 cores and 8 GB", 1.7),
    _smolvlm("HuggingFaceTB/SmolVLM-500M-Instruct", 315, 47, 145, 20_480, 13_440, "an old laptop; English alone"),
    _smolvlm("HuggingFaceTB/SmolVLM-256M-Instruct", 106, 28, 122, 11_520, 8_064, "4 GB of memory; English alone"),
)


def choose(machine: Machine, languages: tuple[str, ...] = ()) -> Choice | None:
    """The best that fits, answers soon enough, and knows the likeliest of the user's languages (ISO 639-1).

    None where the machine is too small for any: `builtin` stays.
    """
    return _best([choice for choice in CHOICES if _speaks(choice, languages)], machine)


def smaller(choice: Choice) -> Choice | None:
    """The next one down the table."""
    below = CHOICES[CHOICES.index(choice) + 1 :]
    return below[0] if below else None


def below(parameters: int, machine: Machine, languages: tuple[str, ...] = ()) -> Choice | None:
    """The best of fewer weights, otherwise as `choose`."""
    return _best([one for one in CHOICES if one.parameters < parameters and _speaks(one, languages)], machine)


def _best(choices: Iterable[Choice], machine: Machine) -> Choice | None:
    """A smaller one on an accelerator is better company than a larger one that is waited for."""
    plans = [(choice, place(choice.weights, "auto", machine)) for choice in choices]
    on_cards = (choice for choice, plan in plans if plan and plan.device != "cpu" and "cpu" not in plan.spread)
    on_cpu = (choice for choice, plan in plans if plan and plan.device == "cpu" and _quick(choice, plan, machine))
    return next(on_cards, None) or next(on_cpu, None)


def _quick(choice: Choice, plan: Plan, machine: Machine) -> bool:
    """In 4-bit a CPU is slower than in int8, and a small model loses too much by it (models/local/int8.py)."""
    return plan.form != "4bit" and reading(choice, machine) <= _PATIENCE


def reading(choice: Choice, machine: Machine) -> float:
    """Seconds that a CPU takes for a picture and a question: two operations for each weight and token. One core is
    left to the sound and the page."""
    return 2 * choice.weights.linear * _PROMPT / (_PER_CORE[machine.cpu_bf16] * max(1, machine.cores - 1))


def _speaks(choice: Choice, languages: tuple[str, ...]) -> bool:
    return not (choice.languages and languages) or languages[0].lower().partition("-")[0] in choice.languages
