"""Keepsight: settings in, parts built, page served. `python app.py --help` lists the settings."""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings, read, stop_telemetry

stop_telemetry()  # before Gradio and Hugging Face are imported: they look once

from assistant import logs  # noqa: E402
from assistant.core.errors import KeepsightError  # noqa: E402
from assistant.core.ports import Transport  # noqa: E402
from assistant.finding import index  # noqa: E402
from assistant.progress import Board, Terminal, loading  # noqa: E402
from assistant.session import Parts, Session  # noqa: E402
from assistant.web import tls  # noqa: E402
from assistant.web.listening import listen, serve  # noqa: E402
from assistant.web.options import WebOptions  # noqa: E402
from assistant.web.server import build  # noqa: E402
from memory.ageing.retention import Limits  # noqa: E402
from memory.opening import opened  # noqa: E402
from models import registry  # noqa: E402
from models.wants import Wants  # noqa: E402


async def run(settings: Settings) -> None:
    """Until Ctrl-C or SIGTERM. Raises SettingsError, RememberingError."""
    if settings.tts == "list":
        return print(registry.voices())
    listening = listen("0.0.0.0" if settings.lan else settings.host, settings.port)
    limits = Limits(round(settings.memory_gb * 1e9), settings.memory_days * 86_400.0)
    memory = opened(settings.memory, settings.user, settings.data, limits)
    board, terminal = Board(), Terminal(is_tty=sys.stdout.isatty())
    board.listen(lambda told: print(terminal(told), end="", flush=True))
    wants = Wants(
        memory,
        report=board.report,
        api_key=settings.api_key,
        offline=settings.offline,
        quantization=settings.quantization,
        languages=tuple(filter(None, map(str.strip, settings.languages.split(",")))),
        voice=settings.voice,
        captions=settings.captions,
    )
    grounder, detector = registry.grounder(settings.grounder, wants), registry.detector(settings.detector, wants)
    engine = registry.vlm(settings.vlm, replace(wants, grounder=grounder.part, detector=detector.part))
    speech = replace(wants, api_key=settings.speech_api_key)
    ears, voice = registry.stt(settings.stt, speech), registry.tts(settings.tts, speech)
    embedder, turns = registry.embedder(settings.embedder, wants), registry.turns(settings.turns, wants)

    async def open_session(transport: Transport) -> None:
        senses = registry.vad(), ears.part, voice.part
        parts = Parts(engine.part, *senses, memory, time.time, embedder.part, turns.part, board.coming)
        await Session(f"{id(transport) & 0xFFFF:04x}", parts, transport).run()

    options = WebOptions.of(settings, engine.part.answerer.name, voice.part is not None, board)
    local = f"http://{settings.host}:{settings.port}", dict[str, Path]()
    address, certificate = tls.invite(settings.data, settings.port) if settings.lan else local
    print(f"Keepsight is at {address}", flush=True)
    backends = (engine, ears, voice, grounder, detector, embedder, turns)
    try:
        async with loading(*(backend.load for backend in backends), lambda: index(memory, embedder.part)):
            await serve(build(open_session, memory, options), listening, **certificate)
    finally:
        for part in (*backends, memory):
            part.close()


if __name__ == "__main__":
    try:
        settings = read(sys.argv[1:])
        logs.set_up(verbose=settings.verbose)
        asyncio.run(run(settings))
    except KeepsightError as error:
        sys.exit(f"Keepsight cannot start: {error}")
    except KeyboardInterrupt:
        pass
