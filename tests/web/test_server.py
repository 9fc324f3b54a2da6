"""The whole web application over HTTP and its socket, with a session that echoes."""

import asyncio
import dataclasses
import io
import json
import logging
import re
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.core.ports import Transport
from assistant.core.values import Observation, Progress
from assistant.progress import Board
from assistant.settings import take_uploads
from assistant.web.server import WebOptions, build
from tests.web.scripted import Echo, ListMemory

BASE = "http://127.0.0.1:7860"
LIVE = "ws://127.0.0.1:7860/keepsight/live"
OWN = {"origin": BASE}
# Gradio sums up how long its events took with an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings(
    "ignore:'future.no_silent_downcasting' is deprecated", "ignore:The copy keyword"
)
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x01\xe0\x02\x80 picture"  # up to its frame header: 640x480


def cup() -> Observation:
    return Observation(time.time(), "camera", "cup: on the desk", "HOT", picture=JPEG)


class House:
    def __init__(self, options: WebOptions) -> None:
        self.memory = ListMemory()
        self.client = TestClient(asyncio.run(self._built(options)), base_url=BASE)

    async def _built(self, options: WebOptions) -> FastAPI:
        """In a loop that is closed again: without one Gradio makes its own and leaves it open."""
        return build(self._session, self.memory, options)

    async def _session(self, transport: Transport) -> None:
        await Echo(transport, self.memory).run()

    def ask(self, function: str, data: dict[str, Any]) -> Any:
        """Calls a server function of the page, as its script does."""
        config = self.client.get("/config").json()
        html = [part for part in config["components"] if part["type"] == "html"]
        (part,) = [part for part in html if function in part["props"]["server_fns"]]
        body = {"session_hash": "s", "component_id": part["id"], "fn_name": function, "data": data}
        return self.client.post("/gradio_api/component_server", json=body, headers=OWN)

    def ticket(self) -> str:
        ticket: str = self.ask("ticket", {}).json()
        return ticket


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


def test_the_page_loads_nothing_from_any_other_host(house: House) -> None:
    page = house.client.get("/").text
    loading = re.findall(r"<(?:script|img|iframe|link|source)\b[^>]*?(?:src|href)=[\"'](https?:)?//([^\"'/]+)", page)
    assert [host for _, host in loading] == []
    theme = house.client.get("/theme.css").text
    assert re.findall(r"(?:url\(|@import)\s*[\"']?https?://[^)\"']+", theme) == []


def test_the_browser_is_told_to_ask_no_other_host(house: House) -> None:
    headers = house.client.get("/").headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "img-src 'self' data: blob:;" in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_gradio_keeps_nothing_and_offers_no_api(house: House) -> None:
    config = house.client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert not config.get("run_history")
    assert {event["api_visibility"] for event in config["dependencies"]} == {"private"}
    assert house.client.get("/gradio_api/info").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://127.0.0.1:9/x",
        "/gradio_api/file=https%3A%2F%2Fexample.org%2Fx",
        "/gradio_api/file=http%253A%252F%252Fexample.org",
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/file=/etc/hostname",
        "/gradio_api/file=../../../../etc/hostname",
        "/keepsight/static/../server.py",
        "/keepsight/static/%2e%2e/server.py",
    ],
)
def test_nothing_is_fetched_or_read_for_a_caller(house: House, path: str) -> None:
    assert house.client.get(path).status_code in (403, 404)


def joined(house: House, message: Any) -> Any:
    """What comes of sending `message` from the text box, as the page's script would."""
    config = house.client.get("/config").json()
    (submit,) = [event for event in config["dependencies"] if len(event["inputs"]) == 2]
    body = {"data": [message, "key page id"], "fn_index": submit["id"], "session_hash": "joining"}
    return house.client.post("/gradio_api/queue/join", json=body, headers=OWN)


@pytest.mark.parametrize(
    "path", ["http://127.0.0.1:9/x.png", "https://example.org/x.png", "HTTPS://example.org/", " ftp://x/"]
)
def test_an_address_in_place_of_an_upload_is_not_fetched(house: House, path: str) -> None:
    files = [{"path": path, "meta": {"_type": "gradio.FileData"}}]
    assert joined(house, {"text": "", "files": files}).status_code == 403
    assert joined(house, {"text": "", "files": [], "deep": [{"in": files}]}).status_code == 403


def test_an_event_that_is_too_long_or_no_json_is_refused(house: House) -> None:
    assert joined(house, {"text": "x" * 1_000_001}).status_code == 413
    answer = house.client.post("/gradio_api/queue/join", content=b"[" * 100_000, headers=OWN)
    assert answer.status_code == 403


def test_a_message_that_cannot_be_sent_is_refused_in_words_and_without_a_traceback(house: House) -> None:
    assert joined(house, {"text": "see http://example.org", "files": []}).status_code == 200
    stream = house.client.get("/gradio_api/queue/data?session_hash=joining").text
    (done,) = [line for line in stream.splitlines() if "process_completed" in line]
    assert "This page is not connected yet. Your text is kept" in done
    assert "Traceback" not in stream


def test_a_foreign_page_cannot_use_the_panel(house: House) -> None:
    body = {"session_hash": "s", "component_id": 1, "fn_name": "forget_everything", "data": {"sure": True}}
    asked = house.client.post("/gradio_api/component_server", json=body, headers={"origin": "https://evil.example"})
    assert asked.status_code == 403


def test_a_foreign_name_is_not_answered(house: House) -> None:
    answer = house.client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "set a password" in answer.text


def test_an_upload_over_the_limit_is_refused(house: House) -> None:
    files = {"files": ("big.png", bytes(1_000_001))}
    assert house.client.post("/gradio_api/upload", files=files, headers=OWN).status_code == 413


def test_an_upload_that_is_never_sent_is_gone_when_the_server_stops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")  # put back after the test
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "left by a crash.png").write_bytes(JPEG)
    house = House(WebOptions(engine="test", uploads=take_uploads(uploads)))
    with house.client:
        assert [path for path in uploads.rglob("*") if path.is_file()] == []
        sent = house.client.post("/gradio_api/upload", files={"files": ("mine.png", JPEG)}, headers=OWN).json()
        assert Path(sent[0]).is_relative_to(uploads)
        assert Path(sent[0]).read_bytes() == JPEG
    assert list(uploads.iterdir()) == []


def test_an_upload_that_is_never_sent_is_gone_when_everything_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    uploads = tmp_path / "uploads"
    house = House(WebOptions(engine="test", uploads=take_uploads(uploads)))
    with house.client:
        house.client.post("/gradio_api/upload", files={"files": ("mine.png", JPEG)}, headers=OWN)
        assert list(uploads.rglob("*.png"))
        assert house.ask("forget_everything", {"sure": True}).json() == {"gone": []}
        assert list(uploads.iterdir()) == []


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


def test_a_conversation_over_the_socket(house: House) -> None:
    with house.client.websocket_connect(f"{LIVE}?page=one&ticket={house.ticket()}", headers=OWN) as page:
        welcome = page.receive_json()
        assert (welcome["type"], welcome["engine"]) == ("welcome", "test")
        page.send_text(json.dumps({"type": "typed", "id": "1", "text": "hello"}))
        assert page.receive_json() == {
            "type": "user_said",
            "turn": 1,
            "text": "hello",
            "spoken": False,
            "pictures": [],
            "unkept": 0,
        }
        assert page.receive_json()["type"] == "reply_started"


def test_a_page_is_told_of_models_on_their_way_in_whenever_it_comes() -> None:
    half = Progress("vlm", "ann/tiny", "downloading", done=5, total=10)

    async def boarded() -> Board:
        board = Board()
        board.report(half)
        await asyncio.sleep(0)
        return board

    board = asyncio.run(boarded())
    house = House(WebOptions(engine="test", board=board))
    with house.client:
        with house.client.websocket_connect(f"{LIVE}?page=one&ticket={house.ticket()}", headers=OWN) as page:
            welcome = page.receive_json()
            assert (welcome["engine"], welcome["loading"]) == ("test", [dataclasses.asdict(half)])
            assert house.client.portal
            house.client.portal.call(board.note, ready := Progress("vlm", "ann/tiny", "ready"))
            assert page.receive_json() == {"type": "loading", "progress": dataclasses.asdict(ready)}
        with house.client.websocket_connect(f"{LIVE}?page=two&ticket={house.ticket()}", headers=OWN) as page:
            assert page.receive_json()["engine"] == "ann/tiny"


def test_a_ticket_is_asked_for_at_the_socket(house: House) -> None:
    with (
        house.client.websocket_connect(LIVE, headers=OWN) as page,
        pytest.raises(WebSocketDisconnect) as over,
    ):
        page.receive_json()
    assert over.value.code == 4401


def test_with_a_password_nothing_is_told_before_it_was_given(locked: House) -> None:
    for function in ("ticket", "invite", "join", "export"):
        asked = locked.client.post("/gradio_api/component_server", json={"fn_name": function}, headers=OWN)
        assert asked.status_code == 401
    assert locked.client.get("/config").status_code == 401
    assert "HOT" not in locked.client.get("/").text
    wrong = locked.client.post("/login", data={"username": "ann", "password": "guess"}, headers=OWN)
    assert wrong.status_code == 400


def test_with_the_password_everything_works(locked: House) -> None:
    given = {"username": "ann", "password": "a good one"}
    assert locked.client.post("/login", data=given, headers=OWN).status_code == 200
    with locked.client.websocket_connect(f"{LIVE}?ticket={locked.ticket()}", headers=OWN) as page:
        assert page.receive_json()["type"] == "welcome"
