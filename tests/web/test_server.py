"""The whole web application over HTTP and its socket, with a session that echoes."""

import asyncio
import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from assistant.core.values import Progress
from assistant.progress import Board
from assistant.settings import take_uploads
from assistant.web.server import WebOptions
from tests.web.house import JPEG, LIVE, OWN, House

# Gradio sums up how long its events took with an option that pandas is about to drop.
pytestmark = pytest.mark.filterwarnings(
    "ignore:'future.no_silent_downcasting' is deprecated", "ignore:The copy keyword"
)


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
