"""What a machine has is what its container leaves of it."""

from pathlib import Path

import psutil
import pytest

from models.local.machine import look, within_cgroup

GB = 10**9


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own"
    file.write_text("0::/docker/app\n")
    return file


def test_this_machine_has_memory_and_cores() -> None:
    machine = look()
    assert 0 < machine.free_ram_bytes <= machine.total_ram_bytes <= psutil.virtual_memory().total
    assert 1 <= machine.cores <= (psutil.cpu_count() or 1)


def test_a_container_has_what_it_may_use_and_can_give_up_its_file_pages(tmp_path: Path, own: Path) -> None:
    stat = f"anon {GB}\ninactive_file {GB}\nactive_file 5\n"
    limits = {"memory__max": str(4 * GB), "memory__current": str(2 * GB), "memory__stat": stat}
    write(tmp_path / "docker/app", **limits)
    assert within_cgroup(60 * GB, 64 * GB, tmp_path, own) == (3 * GB, 4 * GB)


def test_the_tightest_of_nested_limits_counts(tmp_path: Path, own: Path) -> None:
    write(tmp_path / "docker/app", memory__max="max", memory__current="5")
    write(tmp_path / "docker", memory__max=str(8 * GB), memory__current=str(GB))
    assert within_cgroup(60 * GB, 64 * GB, tmp_path, own) == (7 * GB, 8 * GB)


def test_a_limit_above_what_is_free_changes_nothing(tmp_path: Path, own: Path) -> None:
    write(tmp_path / "docker/app", memory__max=str(32 * GB), memory__current="0")
    assert within_cgroup(10 * GB, 64 * GB, tmp_path, own) == (10 * GB, 32 * GB)


def test_the_first_version_of_control_groups_too(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("5:cpu:/box\n4:memory:/box\n0::/\n")
    limits = {"memory__limit_in_bytes": str(4 * GB), "memory__usage_in_bytes": str(3 * GB)}
    write(tmp_path / "memory/box", **limits, memory__stat=f"total_inactive_file {GB}\n")
    assert within_cgroup(60 * GB, 64 * GB, tmp_path, own) == (2 * GB, 4 * GB)


def test_a_group_that_is_mounted_as_the_root_is_found(tmp_path: Path, own: Path) -> None:
    write(tmp_path, memory__max=str(2 * GB), memory__current=str(GB))
    assert within_cgroup(60 * GB, 64 * GB, tmp_path, own) == (GB, 2 * GB)


def test_without_control_groups_all_is_ours(tmp_path: Path) -> None:
    assert within_cgroup(6 * GB, 8 * GB, tmp_path, tmp_path / "none") == (6 * GB, 8 * GB)
