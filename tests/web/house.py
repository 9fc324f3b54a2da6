"""The whole web application over HTTP and its socket, with a session that echoes."""

import asyncio
import time
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.core.ports import Transport
from assistant.core.values import Observation
from assistant.web.server import WebOptions, build
from tests.web.scripted import Echo, ListMemory

BASE = "http://127.0.0.1:7860"
LIVE = "ws://127.0.0.1:7860/keepsight/live"
OWN = {"origin": BASE}
JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x01\xe0\x02\x80 picture"  # up to its frame header: 640x480


def cup() -> Observation:
    return Observation(time.time(), "camera", "cup: on the desk", "HOT", picture=JPEG)


class House:
    def __init__(self, options: WebOptions) -> None:
        self.memory = ListMemory()
        self.client = TestClient(asyncio.run(self._built(options)), base_url=BASE)

    async def _built(self, options: WebOptions) -> FastAPI:
        """In a loop that is closed again: without one Gradio makes its own and leaves it open."""
        return build(self._session, self.memory, options)

    async def _session(self, transport: Transport) -> None:
        await Echo(transport, self.memory).run()

    def ask(self, function: str, data: dict[str, Any]) -> Any:
        """Calls a server function of the page, as its script does."""
        config = self.client.get("/config").json()
        html = [part for part in config["components"] if part["type"] == "html"]
        (part,) = [part for part in html if function in part["props"]["server_fns"]]
        body = {"session_hash": "s", "component_id": part["id"], "fn_name": function, "data": data}
        return self.client.post("/gradio_api/component_server", json=body, headers=OWN)

    def ticket(self) -> str:
        ticket: str = self.ask("ticket", {}).json()
        return ticket
