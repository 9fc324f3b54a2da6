"""Keepsight: settings in, parts built, page served. `python app.py --help` lists the settings."""

import asyncio
import logging
import sys
import time
from pathlib import Path

from assistant.settings import Settings, read, stop_telemetry

stop_telemetry()  # before Gradio and Hugging Face are imported: they look once

from assistant.core.errors import KeepsightError, VoiceError  # noqa: E402
from assistant.core.ports import Backend, TextToSpeech, Transport  # noqa: E402
from assistant.session import Parts, Session  # noqa: E402
from assistant.web import tls  # noqa: E402
from assistant.web.listening import listen, serve  # noqa: E402
from assistant.web.options import WebOptions  # noqa: E402
from assistant.web.server import build  # noqa: E402
from memory.retention import Limits  # noqa: E402
from memory.store import SqliteMemory  # noqa: E402
from models import registry  # noqa: E402
from models.wants import Wants  # noqa: E402


async def run(settings: Settings) -> None:
    """Until Ctrl-C or SIGTERM. Raises SettingsError, RememberingError."""
    listening = listen("0.0.0.0" if settings.lan else settings.host, settings.port)
    memory = SqliteMemory.open(settings.data, Limits(round(settings.memory_gb * 1e9), settings.memory_days * 86_400.0))
    wants = Wants(
        memory,
        report=lambda progress: None,
        api_key=settings.api_key,
        offline=settings.offline,
        quantization=settings.quantization,
        languages=tuple(filter(None, map(str.strip, settings.languages.split(",")))),
        voice=settings.voice,
        captions=settings.captions,
    )
    engine, ears = registry.vlm(settings.vlm, wants), registry.stt(settings.stt, wants)
    voice, notices = choose_voice(settings.tts, wants)

    async def open_session(transport: Transport) -> None:
        parts = Parts(engine.part, registry.vad(), ears.part, voice.part, memory, time.time)
        await Session(f"{id(transport) & 0xFFFF:04x}", parts, transport).run()

    options = WebOptions.of(settings, engine.part.answerer.name, notices, voice.part is not None)
    address, certificate = f"http://{settings.host}:{settings.port}", dict[str, Path]()
    if settings.lan:
        address, certificate = tls.invite(settings.data, settings.port)
    page = build(open_session, memory, options)
    print(f"Keepsight is at {address}", flush=True)
    try:
        await serve(page, listening, **certificate)
    finally:
        for part in (ears, voice, engine, memory):
            part.close()


def choose_voice(name: str, wants: Wants) -> tuple[Backend[TextToSpeech | None], list[str]]:
    """Without a voice everything else works, and the page says what to install."""
    try:
        return registry.tts(name, wants), []
    except VoiceError as error:
        return Backend(None), [str(error)]


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
