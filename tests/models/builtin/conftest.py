"""One reading model for all tests of the built-in engine: it takes a second to load."""

import threading
from collections.abc import Iterator

import pytest

from assistant.core.lane import Lane
from models.builtin.looking import Sight
from models.builtin.looks import Looks
from models.builtin.reading import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    reader = Reader()
    reader.load()
    return reader


@pytest.fixture
def sight(reader: Reader) -> Iterator[Sight]:
    lane = Lane("test")
    yield Sight(lane, reader, Looks())
    lane.close()


@pytest.fixture
def never() -> threading.Event:
    """Nobody asks to stop."""
    return threading.Event()
