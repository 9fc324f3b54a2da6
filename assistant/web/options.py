"""What the composition root decides about the page."""

from dataclasses import dataclass
from pathlib import Path

from assistant.progress import Board
from assistant.settings import LOOPBACK, Settings, take_uploads
from assistant.web.tls import address, lan_addresses

EVERYWHERE = ("0.0.0.0", "::")  # hosts that stand for every address of this machine


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How the page is served.

    engine: what the status line says answers.
    server_voice: whether the server can speak where the browser cannot.
    user, password: asked for before anything is served; None where only this machine can connect.
    public_origin: the page's address behind a proxy, such as https://home.example; None without one.
    root_path: the sub-path a proxy serves the page under, such as /assist.
    max_upload_bytes, max_pixels: the largest picture taken.
    idle_minutes: how long a conversation without a page is kept.
    max_conversations: how many are kept at a time.
    board: what models are on their way in; None where there are none.
    address: where other devices reach the page; empty where only this machine can.
    uploads: the folder that uploads are laid into until they are sent, emptied at start (a crash may have left some)
        and at the end; None leaves them to Gradio.
    """

    engine: str
    server_voice: bool = False
    user: str | None = None
    password: str | None = None
    public_origin: str | None = None
    root_path: str = ""
    max_upload_bytes: int = 25_000_000
    max_pixels: int = 50_000_000
    idle_minutes: float = 30.0
    max_conversations: int = 16
    uploads: Path | None = None
    board: Board | None = None
    address: str = ""

    @classmethod
    def of(cls, settings: Settings, engine: str, server_voice: bool, board: Board) -> "WebOptions":
        """As the user set it; uploads are laid into the data folder from now on."""
        return cls(
            engine,
            server_voice,
            user=settings.user if settings.password else None,
            password=settings.password or None,
            public_origin=settings.public_origin or None,
            root_path=settings.root_path,
            max_upload_bytes=settings.max_upload_mb * 1_000_000,
            max_pixels=settings.max_megapixels * 1_000_000,
            idle_minutes=settings.idle_minutes,
            uploads=take_uploads(settings.data / "uploads"),
            board=board,
            address=_address(settings),
        )


def _address(settings: Settings) -> str:
    root = settings.root_path.rstrip("/") + "/"
    if settings.public_origin:
        return settings.public_origin.rstrip("/") + root
    if settings.lan or settings.host in EVERYWHERE:
        hosts = lan_addresses()
    else:
        hosts = [] if settings.host in LOOPBACK else [settings.host]
    return next((address(host, settings.port, "https" if settings.lan else "http") + root for host in hosts), "")
