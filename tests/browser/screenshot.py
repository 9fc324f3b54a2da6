"""Makes `docs/keepsight.png`: the real application in real Chromium, its camera looking at a drawn desk.

python -m tests.browser.screenshot
"""

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import FAKE_MEDIA, launch, start, stop
from tests.browser.media import write_wav, write_y4m

SIZE = (1280, 720)


def wood() -> Image.Image:
    dice = np.random.default_rng(3)
    grain = np.cumsum(dice.normal(0, 1.2, (SIZE[1], 1)), axis=0) + dice.normal(0, 1.5, (SIZE[1], SIZE[0]))
    base = np.array([168, 122, 82]) + grain[..., None] * np.array([1.0, 0.9, 0.7])
    return Image.fromarray(base.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.2))


def notebook() -> Image.Image:
    book = Image.new("RGB", (330, 430), (26, 74, 110))
    draw = ImageDraw.Draw(book)
    dice = np.random.default_rng(8)
    for _ in range(60):
        x, y, r = (int(dice.integers(low, high)) for low, high in ((20, 310), (120, 410), (4, 26)))
        tone = tuple(int(part) for part in dice.integers(60, 250, 3))
        draw.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], fill=tone)
    draw.rectangle((0, 0, 26, 430), fill=(16, 50, 76))
    draw.rectangle((70, 36, 290, 96), fill=(240, 232, 214))
    draw.text((96, 46), "Field notes", (30, 40, 50), ImageFont.load_default(34))
    return book


def letter() -> Image.Image:
    sheet = Image.new("RGB", (360, 240), (250, 248, 242))
    draw = ImageDraw.Draw(sheet)
    for number, line in enumerate(("Dentist", "Tuesday 14:30", "Bring the X-rays")):
        draw.text((34, 34 + number * 58), line, (40, 40, 60), ImageFont.load_default(38))
    return sheet


def lay(scene: Image.Image, thing: Image.Image, at: tuple[int, int], turn: float) -> None:
    turned = thing.convert("RGBA").rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
    shadow = Image.new("RGBA", turned.size, (0, 0, 0, 90))
    scene.paste(shadow, (at[0] + 8, at[1] + 10), turned.getchannel("A").filter(ImageFilter.GaussianBlur(8)))
    scene.paste(turned, at, turned)


def desk(*, with_notebook: bool) -> Image.Image:
    scene = wood()
    draw = ImageDraw.Draw(scene)
    draw.ellipse((1010, 60, 1200, 250), fill=(222, 214, 200))
    draw.ellipse((1030, 80, 1180, 230), fill=(64, 40, 26))
    lay(scene, letter(), (780, 380), -6)
    if with_notebook:
        lay(scene, notebook(), (230, 150), 9)
    return scene


def ask(page: Page, words: str) -> None:
    box = page.locator("#ks-box textarea")
    ended = "window.keepsight.events.filter((event) => event[1] === 'reply_ended').length"
    before = page.evaluate(ended)
    box.fill(words)
    box.press("Enter")
    page.wait_for_function(f"{ended} > {before}", timeout=60_000)


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/keepsight.png")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        view = [(desk(with_notebook=False), 9.0), (desk(with_notebook=True), 33.0), (desk(with_notebook=False), 30.0)]
        video, audio = write_y4m(Path(made) / "camera.y4m", view), write_wav(Path(made) / "mic.wav", [])
        process, address = start(Path(made) / "memory")
        files = (f"--use-file-for-fake-video-capture={video}", f"--use-file-for-fake-audio-capture={audio}%noloop")
        browser = launch(playwright, *FAKE_MEDIA, *files)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(address)
            page.wait_for_function("window.keepsight && window.keepsight.connected")
            page.locator("#ks-start").click()
            page.wait_for_timeout(13_000)
            ask(page, "this is my notebook")
            page.wait_for_timeout(24_000)
            ask(page, "where is my notebook?")
            ask(page, "記住我的眼鏡在鋼琴上")
            page.wait_for_timeout(1_500)
            page.screenshot(path=target)
        finally:
            browser.close()
            stop(process)


if __name__ == "__main__":
    main()
