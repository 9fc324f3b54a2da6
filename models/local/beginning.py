"""`auto` and `transformers:<hub id or folder>`: the built-in engine at once, a model of this machine later."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from assistant.core.errors import ModelError
from assistant.core.ports import Backend, Engine
from assistant.core.values import Progress
from models.auto import Choice, Loaded, bring, warmed
from models.fetching.hub import Hub
from models.fetching.sources import folder_of
from models.local import choices
from models.local.engine import open_engine
from models.local.machine import Machine
from models.local.survey import this_machine
from models.swapping import Slot, swapping_engine
from models.wants import Wants

PACKAGES = ("torch", "torchvision", "transformers", "accelerate")


def create(source: str, wants: Wants, builtin: Engine, hub: Hub | None = None) -> Backend[Engine]:
    """`source`: a hub id or a folder; empty to choose by what the machine has. Raises SettingsError."""
    if source:
        folder_of(source)
    slot = Slot(builtin, builtin.close)

    async def load() -> None:
        try:
            sources = [source] if source else fitting(await this_machine(), wants.languages)
        except ModelError as error:
            wants.report(Progress("vlm", "auto", "failed", str(error)))
            return
        await bring(slot, "vlm", [_choice(one, wants, builtin) for one in sources], wants, hub)

    return Backend(swapping_engine(slot), load, slot.close)


def fitting(machine: Machine, languages: tuple[str, ...]) -> list[str]:
    """The hub ids that could serve here, best first. Raises ModelError where none can."""
    found = [choice.id for choice in _down(choices.choose(machine, languages), machine, languages)]
    if not found:
        raise ModelError(
            "This machine is too small for the models that auto chooses from. Name a server instead: --vlm openai:..."
        )
    return found


def _down(choice: choices.Choice | None, machine: Machine, languages: tuple[str, ...]) -> Iterator[choices.Choice]:
    while choice:
        yield choice
        choice = choices.below(choice.parameters, machine, languages)


def _choice(source: str, wants: Wants, builtin: Engine) -> Choice[Engine]:
    async def load(folder: Path) -> Loaded[Engine]:
        engine = await open_engine(folder, source, builtin, wants)
        with ExitStack() as undo:
            undo.callback(engine.close)
            await warmed(engine)
            undo.pop_all()
        return Loaded(engine, engine.close)

    return Choice(source, load, packages=PACKAGES)
