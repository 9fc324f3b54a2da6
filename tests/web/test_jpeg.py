"""The size of a camera picture, known before anything is decoded."""

import io

import pytest
from PIL import Image

from assistant.core.errors import PacketError
from assistant.web.jpeg import size_of
from tests.pictures import desk, jpeg


@pytest.mark.parametrize("progressive", [False, True])
def test_the_size_is_read_from_behind_any_metadata(progressive: bool) -> None:
    out = io.BytesIO()
    desk().save(out, "JPEG", progressive=progressive, comment="x" * 3000, dpi=(72, 72), exif=Image.Exif().tobytes())
    assert size_of(out.getvalue()) == desk().size


@pytest.mark.parametrize("length", [0, 1, 2, 3, 10, 19])
def test_a_picture_cut_off_before_its_frame_header_is_refused(length: int) -> None:
    with pytest.raises(PacketError, match="no JPEG"):
        size_of(jpeg("desk")[:length])


@pytest.mark.parametrize("hiding", [b"\xff\x01", b"\xff\xd0", b"\xff\xff", b"\x00\x00", b"\xff\xe0\x00\x00"])
def test_nothing_can_be_put_before_the_frame_header_that_a_decoder_may_skip_in_another_way(hiding: bytes) -> None:
    with pytest.raises(PacketError, match="no JPEG"):
        size_of(b"\xff\xd8" + hiding + jpeg("desk")[2:])
