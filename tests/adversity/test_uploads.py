"""Files that are no good picture, through the page's own upload and its Send button."""

import asyncio
import io
import struct
import zlib
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image

from tests.adversity.house import House, Page, page, send, upload
from tests.pictures import page as sheet

WORDS = sheet("Invoice 2041", letters=40)


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a kilobyte whose header promises more."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def exif(turn: int) -> bytes:
    tags = Image.Exif()
    tags[0x0112] = turn
    return tags.tobytes()


BAD = {
    "empty.png": (b"", "0 bytes"),
    "text.png": (b"hello " * 100, "not a picture"),
    "page.png": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
    "bomb.png": (claiming(60_000, 60_000), "more than 64 megapixels"),
    "cut.jpg": (saved(WORDS, "JPEG")[:3000], "broken or cut off"),
    "flipped.png": (saved(WORDS, "PNG").replace(b"IHDR", b"IHDX", 1), "not a picture"),
    "print.tiff": (saved(WORDS, "TIFF"), "not a picture"),
}
GOOD = {
    "turned.jpg": saved(WORDS.transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif(6)),
    "print.jpg": saved(WORDS.convert("CMYK"), "JPEG"),
    "palette.png": saved(WORDS.convert("P"), "PNG"),
    "deep.png": saved(WORDS.convert("I;16").point(lambda value: value * 256), "PNG"),
    "glass.png": saved(WORDS.convert("RGBA"), "PNG"),
    "moving.gif": saved(WORDS, "GIF", save_all=True, append_images=[Image.new("RGB", WORDS.size)] * 3),
    "moving.webp": saved(WORDS, "WEBP", save_all=True, append_images=[Image.new("RGB", WORDS.size)] * 3),
    "wrong-name.png": saved(WORDS, "BMP"),
}


async def sent(house: House, at: Page, name: str, data: bytes) -> str:
    (path,) = await asyncio.to_thread(upload, house, (name, data))
    return await asyncio.to_thread(send, house, at, "what does it say?", [path], [name])


def test_each_bad_picture_is_refused_in_words_that_name_it_and_the_page_goes_on(house: House) -> None:
    async def script() -> None:
        async with page(house) as one:
            for name, (data, says) in BAD.items():
                told = await sent(house, one, name, data)
                assert says in told, name
                assert name in told
            assert (await one.ask("what time is it?")).startswith("It is")

    with house.peak() as grown:
        asyncio.run(script())
    assert grown[0] < 100


def test_pictures_of_every_kind_are_read(house: House) -> None:
    async def script() -> None:
        async with page(house) as one:
            for name, data in GOOD.items():
                assert await sent(house, one, name, data) == "", name
                ended = await one.until("reply_ended")
                assert "Invoice 2041" in one.words(ended["turn"]), name

    asyncio.run(script())


def test_the_largest_picture_that_is_taken_costs_bounded_memory(house: House) -> None:
    largest = saved(Image.new("RGBA", (8000, 8000), (200, 200, 200, 128)), "PNG")

    async def script() -> None:
        async with page(house) as one:
            assert await sent(house, one, "largest.png", largest) == ""
            assert one.words((await one.until("reply_ended"))["turn"])

    with house.peak() as grown:
        asyncio.run(script())
    assert grown[0] < 900


def body(megabytes: int) -> Iterator[bytes]:
    yield b'--edge\r\nContent-Disposition: form-data; name="files"; filename="huge.png"\r\n\r\n'
    for _ in range(megabytes):
        yield bytes(1_000_000)
    yield b"\r\n--edge--\r\n"


def test_two_hundred_megabytes_are_refused_while_they_come_and_leave_no_file(house: House) -> None:
    with house.peak() as grown:
        try:
            answer = httpx.post(
                f"{house.address}/gradio_api/upload",
                content=body(200),
                headers={"Content-Type": "multipart/form-data; boundary=edge"},
                timeout=20,
            )
            assert answer.status_code == 413
        except httpx.WriteError:
            pass  # refused before all of it was sent
    assert grown[0] < 180
    assert sum(file.stat().st_size for file in house.uploads.rglob("*") if file.is_file()) < 1_000_000


def test_a_page_closed_in_the_middle_of_an_upload_leaves_no_file_and_no_bug(house: House) -> None:
    def cut() -> Iterator[bytes]:
        yield from body(5)
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        httpx.post(
            f"{house.address}/gradio_api/upload",
            content=cut(),
            headers={"Content-Type": "multipart/form-data; boundary=other"},
        )
    assert sum(file.stat().st_size for file in house.uploads.rglob("*") if file.is_file()) < 1_000_000


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../../../etc/passwd", "http://127.0.0.1/x.png", "file:///etc/passwd"]
)
def test_only_what_was_uploaded_can_be_sent(house: House, path: str) -> None:
    async def script() -> None:
        async with page(house) as one:
            try:
                told = await asyncio.to_thread(send, house, one, "read that", [path], ["x.png"])
            except httpx.HTTPStatusError as refused:
                told = refused.response.text
            assert "not uploaded here" in told or "Only uploaded files" in told

    asyncio.run(script())
