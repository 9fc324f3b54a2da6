import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assistant.core.errors import PacketError, PictureError
from assistant.core.values import Typed
from assistant.web.conversation import Conversation
from assistant.web.options import WebOptions
from assistant.web.typed import hand_over
from tests.clock import run

OPTIONS = WebOptions(engine="test", max_upload_bytes=100_000, max_pixels=1_000_000)


def sent(uploads: Path, message: Any, *, connected: bool = True) -> list[Typed]:
    """What the session is given for `message`; raises what the page would show."""

    async def main() -> list[Typed]:
        conversation = Conversation("key", str, lambda event, besides: None, 60)
        await hand_over(message, "id", conversation if connected else None, uploads, OPTIONS)
        conversation.end()
        return [value async for value in conversation.inputs() if isinstance(value, Typed)]

    return run(main())


def upload(uploads: Path, data: bytes, name: str = "picture.png") -> dict[str, str]:
    path = uploads / name
    path.write_bytes(data)
    return {"path": str(path), "orig_name": name}


def png(width: int = 30, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return out.getvalue()


def test_words_and_pictures_reach_the_session_and_the_upload_is_deleted(tmp_path: Path) -> None:
    file = upload(tmp_path, png())
    (typed,) = sent(tmp_path, {"text": " what is this? ", "files": [file]})
    assert (typed.id, typed.text) == ("id", "what is this?")
    assert [one.name for one in typed.attachments] == ["picture.png"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "message", [None, {}, {"text": "  "}, {"text": None, "files": None}, "hello", {"files": ["x"]}]
)
def test_an_empty_box_sends_nothing(tmp_path: Path, message: Any) -> None:
    assert sent(tmp_path, message) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "0 bytes"), (b"words", "not a picture"), (png()[:60], "broken"), (bytes(100_001), "larger than 0.1 MB")],
)
def test_a_bad_upload_is_refused_in_words_and_deleted_and_the_others_stay_for_another_try(
    tmp_path: Path, data: bytes, says: str
) -> None:
    good, bad = upload(tmp_path, png()), upload(tmp_path, data, "bad.png")
    with pytest.raises(PictureError, match=f"bad.png.*{says}"):
        sent(tmp_path, {"text": "look", "files": [good, bad]})
    assert [path.name for path in tmp_path.iterdir()] == ["picture.png"]


def test_too_many_pixels_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="more than 1 megapixels"):
        sent(tmp_path, {"files": [upload(tmp_path, png(1100, 1000))]})


def test_too_many_pictures_are_refused(tmp_path: Path) -> None:
    files = [upload(tmp_path, png(), f"{number}.png") for number in range(7)]
    with pytest.raises(PictureError, match="More than 6 pictures"):
        sent(tmp_path, {"files": files})


@pytest.mark.parametrize("path", ["/etc/hostname", "../../etc/hostname", "http://127.0.0.1/picture.png", ""])
def test_only_what_was_uploaded_can_be_sent(tmp_path: Path, path: str) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    with pytest.raises(PictureError, match=r"not uploaded here"):
        sent(uploads, {"files": [{"path": path}]})


def test_an_upload_that_is_gone_is_asked_for_again(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="not there any more"):
        sent(tmp_path, {"files": [{"path": str(tmp_path / "gone.png")}]})


def test_without_a_connection_the_text_is_kept(tmp_path: Path) -> None:
    with pytest.raises(PacketError, match="not connected"):
        sent(tmp_path, {"text": "hello"}, connected=False)


def test_a_whole_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PacketError, match="Send it in parts"):
        sent(tmp_path, {"text": "x" * 16_001})
