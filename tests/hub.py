"""A hub of models on this machine: listings, redirects to the place of large files, ranges, refusals and cut lines."""

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

LARGE = 10_000  # bytes from which on a file is kept beside the repository, under its SHA-256
COMMIT = "c0ffee" + "0" * 34


@dataclass
class Asked:
    method: str
    path: str
    range: str = ""
    key: str = ""
    sent: int = 0  # bytes of the answer's content


@dataclass
class LocalHub:
    """`models` by id, each a dict of names and contents. `asked` holds all that was requested.

    refuse: HTTP status and X-Error-Code for every request about a model. cut: after so many bytes of a content the
    line breaks, once for each number. busy: so many requests are answered with 503 first.
    pause: seconds after each 64 KiB of a large file.
    """

    models: dict[str, dict[str, bytes]]
    refuse: tuple[int, str] | None = None
    cut: list[int] = field(default_factory=list)
    busy: int = 0
    pause: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    endpoint: str = ""

    def contents(self) -> list[Asked]:
        """The requests for the bytes of large files."""
        return [asked for asked in self.asked if asked.method == "GET" and asked.path.startswith("/large/")]


@contextlib.contextmanager
def serving(hub: LocalHub) -> Iterator[LocalHub]:
    class Handler(_Handler):
        of = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    hub.endpoint = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def git_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    of: LocalHub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        headers = self.headers
        self.now = Asked(self.command, path, headers.get("Range", ""), headers.get("Authorization", ""))
        self.of.asked.append(self.now)
        if self.of.busy:
            self.of.busy -= 1
            return self._answer(503, b"")
        if path.startswith("/large/"):
            return self._give(self._large()[path.rpartition("/")[2]], {})
        if self.of.refuse:
            return self._answer(self.of.refuse[0], b"", {"X-Error-Code": self.of.refuse[1]})
        return self._about(path)

    def _about(self, path: str) -> None:
        _, *parts = path.split("/")
        api = parts[:2] == ["api", "models"]
        id = "/".join(parts[2:4] if api else parts[:2])
        files = self.of.models.get(id)
        if files is None:
            return self._answer(401, b"", {"X-Error-Code": "RepoNotFound"})
        if api and "tree" in parts:
            return self._json([_entry(name, content) for name, content in files.items()])
        if api:
            return self._json({"id": id, "sha": COMMIT, "siblings": [_sibling(*item) for item in files.items()]})
        return self._resolve(files, "/".join(parts[4:]))

    def _resolve(self, files: dict[str, bytes], name: str) -> None:
        if name not in files:
            return self._answer(404, b"", {"X-Error-Code": "EntryNotFound"})
        content, sha = files[name], sha256(files[name])
        if len(content) < LARGE:
            return self._give(content, {"ETag": f'"{git_sha1(content)}"', "X-Repo-Commit": COMMIT})
        linked = {"X-Linked-ETag": f'"{sha}"', "X-Linked-Size": str(len(content)), "X-Repo-Commit": COMMIT}
        # Another name of this machine stands for another host: the key must not follow there.
        place = self.of.endpoint.replace("127.0.0.1", "localhost")
        return self._answer(302, b"", {"Location": f"{place}/large/{sha}", **linked})

    def _give(self, content: bytes, headers: dict[str, str]) -> None:
        begun = int(self.now.range.removeprefix("bytes=").rstrip("-") or 0)
        part = {"Content-Range": f"bytes {begun}-{len(content) - 1}/{len(content)}"} if self.now.range else {}
        self._answer(206 if part else 200, content[begun:], {"Accept-Ranges": "bytes", **headers, **part})

    def _json(self, value: object) -> None:
        self._answer(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _answer(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self._send(content)

    def _send(self, content: bytes) -> None:
        large = self.now.path.startswith("/large/")
        breaks = self.of.cut.pop(0) if large and self.of.cut else len(content)
        with contextlib.suppress(OSError):
            for at in range(0, min(breaks, len(content)), 65_536):
                self.now.sent += self.wfile.write(content[at : min(at + 65_536, breaks)])
                if large and self.of.pause:
                    time.sleep(self.of.pause)
        if breaks < len(content):
            self.close_connection = True

    def _large(self) -> dict[str, bytes]:
        return {sha256(content): content for files in self.of.models.values() for content in files.values()}

    def log_message(self, format: str, *args: object) -> None:
        return


def _sibling(name: str, content: bytes) -> dict[str, object]:
    about: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": git_sha1(content)}
    large = {"sha256": sha256(content), "size": len(content), "pointerSize": 134}
    return {**about, "lfs": large} if len(content) >= LARGE else about


def _entry(name: str, content: bytes) -> dict[str, object]:
    about: dict[str, object] = {"type": "file", "path": name, "size": len(content), "oid": git_sha1(content)}
    large = {"oid": sha256(content), "size": len(content), "pointerSize": 134}
    return {**about, "lfs": large} if len(content) >= LARGE else about
