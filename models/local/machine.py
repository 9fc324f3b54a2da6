"""What this machine has for a model: memory, cores, accelerators."""

import contextlib
import importlib.util
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil

_CGROUPS = Path("/sys/fs/cgroup")
_OWN_GROUPS = Path("/proc/self/cgroup")
_CPUINFO = Path("/proc/cpuinfo")
_BF16 = ("avx512_bf16", "amx_bf16", "bf16")  # as torch and Linux call it; the last is ARM's


@dataclass(frozen=True, slots=True)
class Accelerator:
    """device: as torch names it, `cuda:0` (ROCm too), `xpu:0`, `mps` (whose memory is the machine's own)."""

    device: str
    name: str
    free_bytes: int
    total_bytes: int
    bf16: bool = True

    @property
    def kind(self) -> str:
        return self.device.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Machine:
    """free_ram_bytes: what can be had without swapping; in a container, of what it may use.
    cores: physical ones that this process may run on.
    cpu_bf16: whether the processor multiplies bfloat16 itself; elsewhere torch does it at a fraction of fp32's speed.
    """

    free_ram_bytes: int
    total_ram_bytes: int
    cores: int
    cpu_bf16: bool = False
    accelerators: tuple[Accelerator, ...] = ()


def look() -> Machine:
    """Imports torch where it is installed (2-3 s) and may start CUDA: meant for the process that holds the model."""
    memory = psutil.virtual_memory()
    free, total = within_cgroup(memory.available, memory.total)
    return Machine(free, total, _cores(), _multiplies_bf16(), _accelerators(free))


def within_cgroup(free: int, total: int, groups: Path = _CGROUPS, own: Path = _OWN_GROUPS) -> tuple[int, int]:
    """What a container leaves of the machine's free and total bytes. Both versions of control groups."""
    for folder in _memory_groups(groups, own):
        limit = _number(folder / "memory.max", folder / "memory.limit_in_bytes")
        used = _number(folder / "memory.current", folder / "memory.usage_in_bytes")
        if limit is not None and limit < total:
            total = limit
            free = min(free, max(0, limit - (used or 0) + _reclaimable(folder)))
    return free, total


def _memory_groups(groups: Path, own: Path) -> list[Path]:
    """The folders of this process's group and of those it is in: the tightest of their limits counts."""
    with contextlib.suppress(OSError):
        for line in own.read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers in ("", "memory"):
                root = groups / controllers
                group = root / path.lstrip("/")
                within = [group, *group.parents]
                found = [folder for folder in within if folder.is_relative_to(root) and _has_limit(folder)]
                if found:
                    return found
    # Inside a container its own group is often mounted as the root.
    return [folder for folder in (groups, groups / "memory") if _has_limit(folder)]


def _has_limit(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("memory.max", "memory.limit_in_bytes"))


def _number(*files: Path) -> int | None:
    for file in files:
        with contextlib.suppress(OSError, ValueError):  # `max` is no number: no limit
            return int(file.read_text())
    return None


def _reclaimable(folder: Path) -> int:
    """File pages that count as used and are given up when memory is wanted."""
    with contextlib.suppress(OSError):
        for line in (folder / "memory.stat").read_text().splitlines():
            name, _, count = line.partition(" ")
            if name in ("inactive_file", "total_inactive_file"):
                return int(count)
    return 0


def _cores() -> int:
    allowed = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(allowed, psutil.cpu_count(logical=False) or allowed)


def _multiplies_bf16() -> bool:
    if torch := _torch():
        return any(torch.cpu.get_capabilities().get(name) for name in _BF16)
    with contextlib.suppress(OSError):
        return not set(_BF16).isdisjoint(_CPUINFO.read_text().split())
    return False


def _torch() -> Any | None:
    if importlib.util.find_spec("torch") is None:
        return None
    import torch

    return torch


def _accelerators(free_ram: int) -> tuple[Accelerator, ...]:
    torch = _torch()
    if torch is None:
        return ()
    kinds: tuple[Literal["cuda", "xpu"], ...] = ("cuda", "xpu")
    found = tuple(_card(torch, kind, number) for kind in kinds for number in range(_count(torch, kind)))
    return found + ((_apple(torch, free_ram),) if torch.backends.mps.is_available() else ())


def _count(torch: Any, kind: str) -> int:
    backend = getattr(torch, kind)
    return int(backend.device_count()) if backend.is_available() else 0


def _card(torch: Any, kind: str, number: int) -> Accelerator:
    backend = getattr(torch, kind)
    free, total = backend.mem_get_info(number)
    # Below compute capability 8.0 CUDA has bf16 in software only; is_bf16_supported says yes to that by default.
    bf16 = backend.get_device_capability(number) >= (8, 0) if kind == "cuda" and not torch.version.hip else True
    return Accelerator(f"{kind}:{number}", backend.get_device_name(number), free, total, bf16)


def _apple(torch: Any, free_ram: int) -> Accelerator:
    total = torch.mps.recommended_max_memory()
    free = min(free_ram, total - torch.mps.driver_allocated_memory())
    modern = tuple(int(part) for part in platform.mac_ver()[0].split(".")[:1]) >= (14,)
    return Accelerator("mps", platform.processor() or "Apple", free, total, bf16=modern)
