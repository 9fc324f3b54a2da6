"""Keepsight: settings in, parts built, page served. `python app.py --help` lists the settings."""

import asyncio
import logging
import sys
import time
from pathlib import Path

from assistant.settings import Settings, read, stop_telemetry, take_uploads

stop_telemetry()  # before Gradio and Hugging Face are imported: they look once

from assistant.core.errors import KeepsightError, VoiceError  # noqa: E402
from assistant.core.ports import TextToSpeech, Transport  # noqa: E402
from assistant.session import Parts, Session  # noqa: E402
from assistant.web import tls  # noqa: E402
from assistant.web.listening import listen, serve  # noqa: E402
from assistant.web.server import WebOptions, build  # noqa: E402
from memory.retention import Limits  # noqa: E402
from memory.store import SqliteMemory  # noqa: E402
from models import registry  # noqa: E402


async def run(settings: Settings) -> None:
    """Until Ctrl-C or SIGTERM. Raises SettingsError, RememberingError."""
    listening = listen("0.0.0.0" if settings.lan else settings.host, settings.port)
    memory = SqliteMemory.open(settings.data, Limits(round(settings.memory_gb * 1e9), settings.memory_days * 86_400.0))
    engine = registry.vlm(settings.vlm, memory, settings.api_key)
    ears = registry.stt(settings.stt, memory)
    voice, notices = choose_voice(settings.tts)

    async def open_session(transport: Transport) -> None:
        parts = Parts(engine, registry.vad(), ears, voice, memory, time.time)
        await Session(f"{id(transport) & 0xFFFF:04x}", parts, transport).run()

    options = WebOptions(
        engine.answerer.name,
        notices,
        server_voice=voice is not None,
        user=settings.user if settings.password else None,
        password=settings.password or None,
        public_origin=settings.public_origin or None,
        root_path=settings.root_path,
        max_upload_bytes=settings.max_upload_mb * 1_000_000,
        max_pixels=settings.max_megapixels * 1_000_000,
        idle_minutes=settings.idle_minutes,
        uploads=take_uploads(settings.data / "uploads"),
    )
    address, certificate = f"http://{settings.host}:{settings.port}", dict[str, Path]()
    if settings.lan:
        address, certificate = tls.invite(settings.data, settings.port)
    page = build(open_session, memory, options)
    print(f"Keepsight is at {address}", flush=True)
    try:
        await serve(page, listening, **certificate)
    finally:
        for part in (ears, voice, engine, memory):
            getattr(part, "close", lambda: None)()


def choose_voice(name: str) -> tuple[TextToSpeech | None, list[str]]:
    """Without a voice everything else works, and the page says what to install."""
    try:
        return registry.tts(name), []
    except VoiceError as error:
        return None, [str(error)]


if __name__ == "__main__":
    try:
        settings = read(sys.argv[1:])
        logging.basicConfig()
        logging.getLogger("keepsight").setLevel(logging.INFO if settings.verbose else logging.WARNING)
        asyncio.run(run(settings))
    except KeepsightError as error:
        sys.exit(f"Keepsight cannot start: {error}")
    except KeyboardInterrupt:
        pass
