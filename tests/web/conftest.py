"""One web application for all tests of a module, and one behind a password."""

from collections.abc import Iterator

import pytest

from assistant.web.server import WebOptions
from tests.web.house import House


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    house = House(WebOptions(engine="test", max_upload_bytes=1_000_000))
    with house.client:
        yield house


@pytest.fixture(scope="module")
def locked() -> Iterator[House]:
    house = House(WebOptions(engine="test", user="ann", password="a good one"))
    with house.client:
        yield house
