"""What the tests want of models: nothing that is not on this machine."""

from assistant.core.ports import Memory
from models.wants import Wants


def wants(memory: Memory) -> Wants:
    return Wants(memory, report=lambda progress: None, offline=True)
