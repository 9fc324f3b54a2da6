"""The wire to one OpenAI-compatible server: connections stay open between turns, and what fails is said in words."""

import asyncio
import functools
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from typing import Any

import httpx

from assistant.core.errors import SettingsError
from models.openai.address import Address
from models.openai.troubles import Troubles, said

SILENCE = 120.0  # seconds; a cold model may load for a minute before its first token
# Connections are not counted: how much it can do at once is the server's to say. A minute lies between most turns.
_TIMES = httpx.Timeout(10.0, read=SILENCE)
_LIMITS = httpx.Limits(max_connections=None, keepalive_expiry=60.0)
# The server closed a kept connection just as it was used again: nothing was done yet.
_STALE = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)

DONE = b"[DONE]"

Request = dict[str, Any]  # arguments of httpx's build_request


class Unreadable(Exception):
    """What the server sent has not the shape that was agreed."""


class Client:
    """Used from one event loop, by as many turns at once as there are. Raises SettingsError for what is no key."""

    def __init__(self, address: Address, api_key: str = "") -> None:
        if not (api_key.isascii() and api_key.isprintable()):
            raise SettingsError(f"The key for {address.setting} holds letters that no key has; copy it again.")
        self.address = address
        self._model = address.model
        self._plainly: set[str] = set()
        # A proxy of the environment is for the internet; what stays near must not take the way through it.
        self._http = httpx.AsyncClient(
            timeout=_TIMES,
            limits=_LIMITS,
            trust_env=not address.near,
            # Compressed, tokens would come in bursts, or all at the end.
            headers={"Accept-Encoding": "identity", **({"Authorization": f"Bearer {api_key}"} if api_key else {})},
        )

    @property
    def name(self) -> str:
        """The model's, as far as it is known."""
        return self._model or self.address.base

    async def model(self, troubles: Troubles) -> str:
        """The one that was named, else the only one the server has."""
        if not self._model:
            with _translated(troubles):
                models = await self._models()
            if len(models) != 1:
                raise troubles.unnamed(models)
            self._model = models[0]
        return self._model

    @asynccontextmanager
    async def post(
        self,
        path: str,
        request: Request,
        troubles: Troubles,
        *,
        plain: Request | None = None,
        unknown: str = "",
        large: bool = False,
    ) -> AsyncGenerator[httpx.Response, None]:
        """The response, its body not read yet; leaving closes it, and with it what the server does for it.

        plain: what to send instead where the server refuses `request` and names what it does not know with the word
        `unknown`; from then on it is sent at once. large: it takes so long to write that sound would wait for it.
        """
        with _translated(troubles):
            response = await self._ask(path, request, plain, unknown, large)
            async with aclosing(response):
                await self._check(response, troubles)
                yield response

    def close(self) -> None:
        """Call it while the loop runs: closing begins before whatever is scheduled later, the end of the loop too."""
        with suppress(RuntimeError):
            self._closing = asyncio.get_running_loop().create_task(self._http.aclose())

    async def _ask(
        self, path: str, request: Request, plain: Request | None, unknown: str, large: bool
    ) -> httpx.Response:
        if plain and path in self._plainly:
            return await self._send(path, plain, large)
        response = await self._send(path, request, large)
        if plain and response.status_code in (400, 422) and unknown in said(await response.aread()):
            second = await self._send(path, plain, large)
            if second.status_code == httpx.codes.OK:
                self._plainly.add(path)
                return second
            await second.aclose()
        return response

    async def _send(self, path: str, request: Request, large: bool) -> httpx.Response:
        build = functools.partial(self._http.build_request, "POST", f"{self.address.base}{path}", **request)
        built = await asyncio.to_thread(build) if large else build()
        with suppress(*_STALE):
            return await self._http.send(built, stream=True)
        return await self._http.send(built, stream=True)

    async def _check(self, response: httpx.Response, troubles: Troubles) -> None:
        status = response.status_code
        if status != httpx.codes.OK:
            words, models = said(await response.aread()), list[str]()
            if status == httpx.codes.NOT_FOUND:
                with suppress(httpx.HTTPError, Unreadable):
                    models = await self._models()
            raise troubles.refused(status, words, response.headers.get("retry-after", ""), models)
        if "html" in response.headers.get("content-type", ""):
            raise Unreadable

    async def _models(self) -> list[str]:
        """Raises httpx.HTTPError, and Unreadable."""
        response = await self._http.get(f"{self.address.base}/models")
        response.raise_for_status()
        try:
            return [str(each["id"]) for each in parsed(response.content)["data"] or ()]
        except (KeyError, TypeError) as error:
            raise Unreadable from error


@contextmanager
def _translated(troubles: Troubles) -> Iterator[None]:
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
        raise troubles.unreachable() from error
    except httpx.TimeoutException as error:
        raise troubles.silent(SILENCE) from error
    except httpx.HTTPStatusError as error:
        raise troubles.refused(error.response.status_code, said(error.response.content)) from error
    except httpx.HTTPError as error:
        raise troubles.broke_off() from error
    except Unreadable as error:
        raise troubles.not_this() from error


async def events(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The data of server-sent events, `DONE` the last. Not httpx's lines: those end at U+2028, which JSON may hold."""
    rest = b""
    async for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if line.startswith(b"data:") and (data := line[5:].strip()):
                yield data
                if data == DONE:
                    await _read_out(chunks)
                    return


async def _read_out(chunks: AsyncIterator[bytes]) -> None:
    """To the end, which a server sends along with its last words: only then can the connection be used again."""
    with suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            async for _ in chunks:
                pass


def parsed(data: bytes | str) -> dict[str, Any]:
    """A JSON object. Raises Unreadable."""
    try:
        answer = json.loads(data)
    except ValueError as error:
        raise Unreadable from error
    if not isinstance(answer, dict):
        raise Unreadable
    return answer
