"""A message from the text box: its pictures checked, then into the conversation, or an error in words."""

import asyncio
from pathlib import Path
from typing import Any

from assistant.core.errors import PacketError, PictureError
from assistant.core.values import Attachment, Typed
from assistant.pictures import check
from assistant.web.conversation import Conversation
from assistant.web.messages import MAX_WORDS
from assistant.web.options import WebOptions

MOST_PICTURES = 6


async def hand_over(
    message: Any, id: str, conversation: Conversation | None, uploads: Path, options: WebOptions
) -> bool:
    """Whether anything was sent; nothing was where there are neither words nor pictures.

    `message` is what the page says its box holds; files count only where they lie under `uploads`. They are
    deleted once they are accepted. Raises PictureError or PacketError, and then nothing was sent; of its files only a
    refused one is deleted.
    """
    text, files = _contents(message, uploads)
    if not (text or files):
        return False
    if conversation is None:
        raise PacketError("This page is not connected yet. Your text is kept; send it again in a moment.")
    if len(text) > MAX_WORDS:
        raise PacketError(f"More than {MAX_WORDS} characters. Send it in parts.")
    if len(files) > MOST_PICTURES:
        raise PictureError(f"More than {MOST_PICTURES} pictures at once. Send them in several messages.")
    pictures = [await asyncio.to_thread(_read, path, name, options) for path, name in files]
    conversation.receive(Typed(id, text, tuple(pictures)))
    for path, _ in files:
        path.unlink(missing_ok=True)
    return True


def _contents(message: Any, uploads: Path) -> tuple[str, list[tuple[Path, str]]]:
    fields = message if isinstance(message, dict) else {}
    text = fields.get("text")
    files = [_file(given, uploads) for given in fields.get("files") or [] if isinstance(given, dict)]
    return text.strip() if isinstance(text, str) else "", files


def _file(given: dict[str, Any], uploads: Path) -> tuple[Path, str]:
    path = Path(str(given.get("path", ""))).resolve()
    name = Path(str(given.get("orig_name") or path.name)).name[:80]
    if not path.is_relative_to(uploads.resolve()):
        raise PictureError(f"“{name}” was not uploaded here. Attach it again.")
    return path, name


def _read(path: Path, name: str, options: WebOptions) -> Attachment:
    try:
        return check(_data(path, name, options), name, options.max_pixels)
    except PictureError:
        path.unlink(missing_ok=True)
        raise


def _data(path: Path, name: str, options: WebOptions) -> bytes:
    try:
        if path.stat().st_size > options.max_upload_bytes:
            most = options.max_upload_bytes / 1e6
            raise PictureError(f"“{name}” is larger than {most:g} MB. Make it smaller, and send that.")
        return path.read_bytes()
    except OSError:
        raise PictureError(f"“{name}” is not there any more. Attach it again.") from None
