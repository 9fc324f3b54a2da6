import pytest
from starlette.types import Scope

from assistant.web.guard import refusal
from assistant.web.options import WebOptions

HOST = "127.0.0.1:7860"
ALONE = WebOptions(engine="test")
WITH_PASSWORD = WebOptions(engine="test", user="ann", password="secret", public_origin="https://home.example")


def request(path: str, method: str = "GET", host: str = HOST, origin: str | None = None) -> Scope:
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin else [])
    return {"type": "http", "method": method, "path": path, "headers": headers}


def status(scope: Scope, options: WebOptions = ALONE) -> int:
    refused = refusal(scope, options)
    return refused[0] if refused else 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/config",
        "/theme.css",
        "/assets/index.js",
        "/keepsight/static/main.js",
        "/keepsight/picture/3",
        "/gradio_api/upload",
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/gradio_api/heartbeat/abc",
        "/gradio_api/component_server",
        "/gradio_api/file=/tmp/gradio/1/a.png",
    ],
)
def test_what_the_page_needs_is_open(path: str) -> None:
    assert status(request(path)) == 200


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://192.168.1.1/admin",
        "/gradio_api/file=HTTPS://example.org/x",
        "/gradio_api/file= http://example.org/x",
        "/gradio_api/file=file:///etc/passwd",
        "/gradio_api/proxy=https://example.org",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/run/predict",
        "/gradio_api/call/submit",
        "/gradio_api/run-history/records",
        "/gradio_api/vibe-edit",
        "/gradio_api/process_recording",
        "/gradio_api/deep_link",
        "/monitoring",
        "/monitoring/summary",
        "/runs",
        "/docs",
        "/openapi.json",
        "/gradio_api/upload\nx",
    ],
)
def test_what_it_does_not_need_does_not_exist(path: str) -> None:
    assert status(request(path)) == 404


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.4:7860", "", "localhost.evil.example"])
def test_without_a_password_only_this_machine_is_answered(host: str) -> None:
    assert status(request("/", host=host)) == 421
    assert status(request("/", host=host), WITH_PASSWORD) == 200


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860"])
def test_this_machine_is_answered_under_each_of_its_own_names(host: str) -> None:
    assert status(request("/", host=host)) == 200


@pytest.mark.parametrize(
    "path", ["/gradio_api/component_server", "/gradio_api/queue/join", "/gradio_api/upload", "/login"]
)
def test_a_foreign_page_cannot_make_the_browser_act_for_it(path: str) -> None:
    assert status(request(path, "POST", origin="https://evil.example")) == 403
    assert status(request(path, "POST", origin="null")) == 403
    assert status(request(path, "POST", origin=f"http://{HOST}")) == 200


def test_behind_a_proxy_the_public_address_is_our_own_page() -> None:
    posted = request("/login", "POST", host="127.0.0.1:7860", origin="https://home.example")
    assert status(posted, WITH_PASSWORD) == 200
    assert status(posted) == 403


def test_under_a_sub_path_the_same_things_are_open() -> None:
    options = WebOptions(engine="test", root_path="/assist")
    assert status(request("/assist/keepsight/static/main.js"), options) == 200
    assert status(request("/assist/gradio_api/info"), options) == 404
