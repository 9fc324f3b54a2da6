"""One running application for all the scenes of this folder. Whatever they do, none may end in a bug."""

from collections.abc import Iterator

import pytest

from tests.adversity.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house") / "memory").answers()
    yield house
    assert house.end() == 0
    assert "Traceback" not in house.log()


@pytest.fixture(autouse=True)
def no_bug(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each scene is told apart from the next by what it leaves in the log."""
    yield
    if "house" in request.fixturenames:
        house: House = request.getfixturevalue("house")
        assert house.popen.poll() is None, "the application ended"
        assert "Traceback" not in house.log()
