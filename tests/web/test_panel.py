"""What the page's panels ask of the server: pictures, forgetting, downloads, another device."""

import io
import logging
import time
import zipfile
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from assistant.core.values import Observation
from tests.web.house import BASE, JPEG, LIVE, OWN, House, cup

# Gradio sums up how long its events took with an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings(
    "ignore:'future.no_silent_downcasting' is deprecated", "ignore:The copy keyword"
)


def test_a_foreign_page_cannot_use_the_panel(house: House) -> None:
    body = {"session_hash": "s", "component_id": 1, "fn_name": "forget_everything", "data": {"sure": True}}
    asked = house.client.post("/gradio_api/component_server", json=body, headers={"origin": "https://evil.example"})
    assert asked.status_code == 403


def test_a_picture_is_shown_to_who_has_its_key_until_it_is_forgotten(house: House) -> None:
    id = house.client.portal.call(house.memory.add, cup()).id  # type: ignore[union-attr]
    (item,) = house.ask("memories", {"words": "cup"}).json()["items"]
    assert (item["id"], item["caption"], item["text"]) == (id, "cup: on the desk", "HOT")
    shown = house.client.get(item["picture"])
    assert (shown.content, shown.headers["content-type"]) == (JPEG, "image/jpeg")
    assert shown.headers["cache-control"] == "no-store"
    assert house.client.get(f"/keepsight/picture/{id}?key=guess").status_code == 403
    assert house.ask("forget", {"id": id}).json() == {"gone": [id]}
    assert house.client.get(item["picture"]).status_code == 404


@pytest.mark.parametrize(
    "data", [{}, {"words": 7, "before": "x"}, {"words": "x" * 10_000}, {"before": True}, [], None, "x"]
)
def test_a_strange_question_to_the_panel_gets_an_answer(house: House, data: Any) -> None:
    assert house.ask("memories", data).json().keys() == {"items", "more"}


def test_a_picture_is_large_where_it_is_still_kept_as_it_was_taken(house: House) -> None:
    id = house.client.portal.call(house.memory.add, cup()).id  # type: ignore[union-attr]
    address = house.ask("memory", {"id": id}).json()["item"]["picture"]
    assert house.client.get(f"{address}&size=large").content == JPEG
    house.memory.large[id] = JPEG + b" as it was taken"
    large = house.client.get(f"{address}&size=large")
    assert (large.content, large.headers["cache-control"]) == (JPEG + b" as it was taken", "no-store")
    assert house.client.get(address).content == JPEG
    house.ask("forget", {"id": id})
    assert house.client.get(f"{address}&size=large").status_code == 404
    assert house.ask("memory", {"id": id}).json() == {"item": None}


def test_the_last_minutes_are_forgotten_and_what_was_before_stays(house: House) -> None:
    portal = house.client.portal
    assert portal is not None
    old, new = (portal.call(house.memory.add, Observation(time.time() - age, "camera", "x")).id for age in (700, 500))
    assert house.ask("forget_span", {"minutes": 10}).json() == {"gone": [new]}
    assert house.ask("memory", {"id": old}).json()["item"]["id"] == old
    house.ask("forget", {"id": old})


@pytest.mark.parametrize("data", [{}, {"minutes": 0}, {"minutes": -5}, {"minutes": 1e9}, {"minutes": "10"}, None])
def test_a_strange_span_forgets_nothing(house: House, data: Any) -> None:
    assert house.ask("forget_span", data).json().keys() == {"error"}


def test_the_memory_is_downloaded_by_an_address_that_is_soon_over(house: House) -> None:
    house.client.portal.call(house.memory.add, cup())  # type: ignore[union-attr]
    taken = house.client.get(house.ask("export", {}).json()["address"])
    names = zipfile.ZipFile(io.BytesIO(taken.content)).namelist()
    assert names[0].endswith("/README.md")
    assert taken.headers["cache-control"] == "no-store"
    assert house.client.get("/keepsight/export").status_code == 403
    assert house.client.get(f"/keepsight/export?key={house.ticket()}").status_code == 403


def test_a_second_device_joins_with_a_code_that_no_log_holds(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with house.client.websocket_connect(f"{LIVE}?page=one&device=a&ticket={house.ticket()}", headers=OWN) as first:
        key = first.receive_json()["conversation"]
        code = house.ask("invite", {"conversation": key, "address": f"{BASE}/"}).json()["code"]
        assert house.ask("join", {"code": code}).json() == {"conversation": key}
        assert house.ask("join", {"code": code}).json().keys() == {"error"}
        query = f"page=two&device=b&conversation={key}&ticket={house.ticket()}"
        with house.client.websocket_connect(f"{LIVE}?{query}", headers=OWN) as second:
            assert second.receive_json()["conversation"] == key
            with pytest.raises(WebSocketDisconnect) as moved:
                first.receive_json()
        assert (moved.value.code, moved.value.reason) == (4410, "This conversation moved to another device.")
    assert code not in caplog.text


def test_everything_is_forgotten_only_when_it_was_confirmed(house: House) -> None:
    house.client.portal.call(house.memory.add, cup())  # type: ignore[union-attr]
    assert "error" in house.ask("forget_everything", {}).json()
    assert house.ask("memories", {}).json()["items"]
    assert house.ask("forget_everything", {"sure": True}).json() == {"gone": []}
    assert house.ask("memories", {}).json() == {"items": [], "more": False}
