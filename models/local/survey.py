"""What this machine has, found out in a process that ends at once.

Looking imports torch and may start CUDA: seconds, and memory that the model would miss.
"""

import asyncio
import threading
from collections.abc import Generator
from contextlib import closing
from weakref import WeakKeyDictionary

from models.local.machine import Machine, look
from models.process.host import Host


class Survey:
    def handle(self, request: None, stop: threading.Event) -> Generator[Machine, None, None]:
        yield look()


_looking: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[Machine]] = WeakKeyDictionary()


async def this_machine() -> Machine:
    """Looked at once, however many models are chosen by it. Raises ModelError where the process breaks down."""
    loop = asyncio.get_running_loop()
    if loop not in _looking:
        _looking[loop] = loop.create_task(_look())
    return await asyncio.shield(_looking[loop])


async def _look() -> Machine:
    with closing(Host("The look at this machine", "models.local.survey:Survey")) as host:
        machine: Machine = await host.call(None, urgent=True)
        return machine
