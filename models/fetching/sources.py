"""Where a model's files may be: a folder, the cache of the hub on this machine, or the hub. Nobody else is asked."""

import ipaddress
import shutil
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from huggingface_hub import constants, snapshot_download
from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
from huggingface_hub.file_download import repo_folder_name
from huggingface_hub.utils import validate_repo_id

from assistant.core.errors import SettingsError
from models.fetching.files import Needs, is_complete

HERE = ("localhost", "127.0.0.1", "::1")
WAITS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


def has_network() -> bool:
    """Whether an interface is up that has an address which leads further than this machine. Asks nobody."""
    state = psutil.net_if_stats()
    addresses = (
        ipaddress.ip_address(one.address.partition("%")[0])
        for name, all in psutil.net_if_addrs().items()
        for one in all
        if name in state and state[name].isup and one.family in (socket.AF_INET, socket.AF_INET6)
    )
    return any(not (address.is_loopback or address.is_link_local) for address in addresses)


def free_bytes(folder: Path) -> int:
    """On the disk that `folder` is on, or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Hub:
    """Where models come from and are kept: HF_ENDPOINT and HF_HUB_CACHE decide, as for all programs that use the hub.

    waits: seconds before each next try after a failure; what came in between begins them anew.
    free: bytes that are free where a folder is. has_network: whether any other machine could be reached.
    """

    endpoint: str = constants.ENDPOINT
    cache: Path = Path(constants.HF_HUB_CACHE)
    waits: Sequence[float] = WAITS
    free: Callable[[Path], int] = free_bytes
    has_network: Callable[[], bool] = has_network

    def may_be_reached(self) -> bool:
        """Without asking it: a server on this machine may be there always, any other where there is a network."""
        return urlsplit(self.endpoint).hostname in HERE or self.has_network()

    def folder(self, id: str) -> Path:
        """Where the cache keeps all versions of a model."""
        return self.cache / str(repo_folder_name(repo_id=id, repo_type="model"))

    def kept(self, id: str, needs: Needs) -> Path | None:
        """The model's folder in the cache. What another program left half fetched there does not count."""
        try:
            folder = snapshot_download(id, cache_dir=self.cache, local_files_only=True, allow_patterns=["config.json"])
        except LocalEntryNotFoundError:
            return None
        return Path(folder) if is_complete(Path(folder), needs) else None


def folder_of(source: str) -> Path | None:
    """The folder that `source` names; None for a hub id. Raises SettingsError for what is neither."""
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder
    try:
        validate_repo_id(source)
    except HFValidationError:
        raise SettingsError(f"{source!r} is neither a folder nor a name on the hub, such as owner/model.") from None
    return None
