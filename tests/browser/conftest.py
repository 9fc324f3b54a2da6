"""The real application in a process of its own, and Chromium with a camera and a microphone that play files."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.alone import ALONE
from tests.browser.media import Scene, write_wav, write_y4m

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
FAKE_MEDIA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")

Open = Callable[..., Page]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(data: Path, *arguments: str) -> tuple[subprocess.Popen[bytes], str]:
    """Runs `app.py`; returns its process and the page's address once it answers."""
    port = free_port()
    command = [sys.executable, "app.py", "--port", str(port), "--data", str(data), *ALONE, *arguments]
    process = subprocess.Popen(command, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    for _ in range(480):
        if process.poll() is not None:
            raise RuntimeError(f"app.py ended with {process.returncode}")
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return process, address
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    process.kill()
    raise RuntimeError("app.py did not answer within two minutes")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, address = start(tmp_path_factory.mktemp("memory"))
    yield address
    stop(process)


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Ends with this folder's tests: while it runs, its event loop would be in the way of theirs."""
    with sync_playwright() as running:
        yield running


def launch(playwright: Playwright, *flags: str) -> Browser:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed: sudo apt-get install chromium")
    return playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *flags])


def launch_with(playwright: Playwright, folder: Path, scene: Scene, *flags: str) -> Browser:
    """A browser whose camera and microphone play the scene; the files lie in `folder`."""
    video, audio = write_y4m(folder / "camera.y4m", scene.view), write_wav(folder / "mic.wav", scene.sound)
    files = (f"--use-file-for-fake-video-capture={video}", f"--use-file-for-fake-audio-capture={audio}%noloop")
    return launch(playwright, *FAKE_MEDIA, *files, *flags)


@pytest.fixture(scope="package")
def usual(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Sees a desk and hears nothing. For all who need no more, each in a context of their own."""
    browser = launch_with(playwright, tmp_path_factory.mktemp("usual"), Scene())
    yield browser
    browser.close()


@pytest.fixture
def open_page(playwright: Playwright, usual: Browser, server: str, tmp_path: Path) -> Iterator[Open]:
    """`open_page(scene)` opens the page in a browser whose camera and microphone play the scene from Start on.

    A test fails when its page asked any other host for anything, or a script on it failed.
    """
    opened: list[Browser | BrowserContext] = []
    troubles: list[str] = []

    def open_page(
        scene: Scene | None = None,
        *,
        size: tuple[int, int] = (1280, 800),
        devices: bool = True,
        flags: tuple[str, ...] = (),
        locale: str = "en-US",
    ) -> Page:
        if scene is None and devices and not flags:
            browser = usual
        elif devices:
            browser = launch_with(playwright, tmp_path, scene or Scene(), *flags)
        else:
            browser = launch(playwright, *flags)
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale)
        opened.append(context if browser is usual else browser)
        context.on("request", lambda request: note_foreign(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(server)
        page.wait_for_function("window.keepsight && window.keepsight.connected", timeout=30_000)
        return page

    def note_foreign(url: str) -> None:
        if not url.startswith((server, "data:", "blob:")):
            troubles.append(f"asked for {url}")

    yield open_page
    for part in opened:
        part.close()
    assert troubles == []
