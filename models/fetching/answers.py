"""What a hub answers: a model's files and their bytes, and why it gives them not."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import httpx
from huggingface_hub import hf_hub_url
from huggingface_hub.utils import build_hf_headers

from assistant.core.errors import ModelError
from models.fetching.files import Needs

PATIENCE = httpx.Timeout(10.0)  # seconds for a connection, and between two pieces


class Lost(Exception):
    """The hub cannot be reached at the moment, or broke off: another try may succeed. Its words say why."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a model. `blob` is what the cache calls its content, the SHA-256 where it is `large`."""

    name: str
    size: int
    blob: str
    large: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """The hub at `endpoint`, asked about the model `id`. Everything raises Lost, or ModelError with what to do."""

    endpoint: str
    id: str
    client: httpx.AsyncClient

    async def files(self, needs: Needs) -> list[File]:
        async with self._answer(f"{self.endpoint}/api/models/{self.id}?blobs=true") as answer:
            await answer.aread()
        try:
            files = {one["rfilename"]: _file(one) for one in answer.json()["siblings"]}
        except (ValueError, KeyError, TypeError):
            raise ModelError(f"{self.endpoint} does not answer as a hub does; check HF_ENDPOINT.") from None
        picked = needs.pick(files)
        if not picked:
            raise ModelError(f"{self.id} holds no {needs.what}; choose another model.")
        return [files[name] for name in picked]

    @asynccontextmanager
    async def content(self, file: File, begun: int) -> AsyncGenerator[httpx.Response, None]:
        """The bytes of a file from `begun` on (HTTP 206), or all of them where the hub does not care (200)."""
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={begun}-"} if begun else {})
        async with self._answer(hf_hub_url(self.id, file.name, endpoint=self.endpoint), headers) as answer:
            yield answer

    @asynccontextmanager
    async def _answer(
        self, address: str, headers: Mapping[str, str] = MappingProxyType({})
    ) -> AsyncGenerator[httpx.Response, None]:
        """The user's key goes to the hub alone: httpx drops it on the way to any other host."""
        known = build_hf_headers(library_name="keepsight")
        try:
            async with self.client.stream("GET", address, headers={**known, **headers}) as answer:
                if not answer.is_success:
                    raise self._refused(answer)
                yield answer
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Lost(f"{urlsplit(self.endpoint).hostname} cannot be reached") from error
        except httpx.RequestError as error:
            raise Lost(f"{urlsplit(self.endpoint).hostname} broke off") from error

    def _refused(self, answer: httpx.Response) -> Lost | ModelError:
        status, code = answer.status_code, answer.headers.get("X-Error-Code")
        if status == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            return Lost(f"the hub is busy (HTTP {status})")
        if code == "GatedRepo" or status == httpx.codes.FORBIDDEN:
            return ModelError(
                f"{self.id} is given to those who accepted its licence: do that at {self.endpoint}/{self.id}, then "
                "start Keepsight with HF_TOKEN set to a token of your account."
            )
        return ModelError(
            f"{self.id} is not to be found at {self.endpoint} (HTTP {status}). Check the name; if it is private, set "
            "HF_TOKEN."
        )


def _file(listed: dict[str, Any]) -> File:
    large = listed.get("lfs")
    return File(listed["rfilename"], listed["size"], large["sha256"] if large else listed["blobId"], bool(large))
