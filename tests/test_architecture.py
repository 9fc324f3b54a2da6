"""The rules of the house: import arrows, one reader of the environment, no prints, small composition and session."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("assistant", "models", "memory", "app", "tests", "benchmarks")
SOURCES = sorted(path for folder in ("assistant", "models", "memory") for path in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.ImportFrom):
            raise AssertionError(f"{path}: a relative import hides which way it points")
    return {name for name in names if name.split(".")[0] in OURS}


def area(name: str) -> str:
    return "assistant.core" if name.startswith("assistant.core") else name.split(".")[0]


ALLOWED = {
    "assistant.core": {"assistant.core"},
    "assistant": {"assistant", "assistant.core"},
    "models": {"models", "assistant.core"},
    "memory": {"memory", "assistant.core"},
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_only_where_the_arrows_do(path: Path) -> None:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    allowed = ALLOWED[area(name)]
    wrong = {other for other in imported(path) if area(other) not in allowed and other != "assistant"}
    assert not wrong


def calls(path: Path) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)}


def test_only_settings_reads_the_environment() -> None:
    readers = [
        path.name
        for path in [ROOT / "app.py", *SOURCES]
        if {"os.environ", "os.getenv"}
        & {ast.unparse(node) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    ]
    assert readers == ["settings.py"]


def test_nothing_prints_but_the_composition_root() -> None:
    assert [path.name for path in SOURCES if "print" in calls(path)] == []


@pytest.mark.parametrize(("path", "most"), [("app.py", 80), ("assistant/session.py", 250)])
def test_what_puts_things_together_stays_small(path: str, most: int) -> None:
    assert len((ROOT / path).read_text().splitlines()) <= most


def test_nothing_is_called_utils_helpers_or_manager() -> None:
    banned = ("utils", "helpers", "manager", "common", "misc")
    assert [path.name for path in SOURCES if any(word in path.stem for word in banned)] == []


def test_no_broad_except_but_at_the_boundaries_to_the_page_and_to_a_process() -> None:
    broad = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    assert set(broad) <= {"assistant/web/conversation.py", "models/process/worker.py"}
