"""Whether a checkpoint fits this machine, and how. `Plan` is what the process that loads it is told."""

from pathlib import Path

from assistant.core.errors import ModelError
from models.local import choices
from models.local.machine import Machine
from models.local.placing import GB, Plan, Weights, costs, place, room
from models.wants import Quantization

__all__ = ["Plan", "plan"]


def plan(folder: Path, quantization: Quantization, machine: Machine) -> Plan:
    """Imports torch and transformers (4-6 s). Raises ModelError: with the numbers, where it does not fit."""
    from models.local.weighing import weigh

    return fit(folder.name, weigh(folder), quantization, machine)


def fit(name: str, weights: Weights, quantization: Quantization, machine: Machine) -> Plan:
    """Raises ModelError with the numbers and what would fit."""
    found = place(weights, quantization, machine)
    if found is None:
        raise ModelError(
            f"{name} does not fit: {_numbers(weights, machine)}. {_instead(weights, quantization, machine)}"
        )
    return found


def _numbers(weights: Weights, machine: Machine) -> str:
    needs = ", ".join(f"{cost / GB:.1f} GB in {form}" for form, cost in costs(weights, machine).items())
    cards = [f"{card.free_bytes / GB:.1f} GB on {card.name}" for card in machine.accelerators]
    free = ", ".join([*cards, f"{room(machine) / GB:.1f} GB of main memory"])
    return f"it needs {needs}; free are {free}"


def _instead(weights: Weights, quantization: Quantization, machine: Machine) -> str:
    if quantization != "auto" and place(weights, "auto", machine):
        return "It fits with --quantization auto."
    other = choices.below(weights.total, machine)
    if other is None:
        return "No model of ours fits either: free some memory, name a server (--vlm openai:...), or stay with builtin."
    return f"The next smaller one that fits: --vlm transformers:{other.id}"
