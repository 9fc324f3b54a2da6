"""Imported by the process that the others are forked from: what is set up at the first use is set up there, once.

No thread may run in it, so the memory is asked directly.
"""

from assistant.core.values import Box, Observation
from memory.store import Store
from tests.memory.test_store import noise

_memory = Store.open(None)
_kept = _memory._writing.add(
    Observation(1.0, "camera", "cup: here. 杯子", "a sign", (Box("cup", 0, 0, 1, 1),), noise(1, 24))
)
_memory._writing.forget(None, [_kept.id], "my cup")
_memory.close()
