"""Where a server is and which of its models is meant: `<base url>#<model>` (pure)."""

from dataclasses import dataclass
from ipaddress import ip_address

import httpx

from assistant.core.errors import SettingsError

# Names that no public server has: a label alone, and what RFC 6761, 6762, 8375 and ICANN's 2024 resolution set apart.
_NEAR = (".localhost", ".local", ".home.arpa", ".internal")


@dataclass(frozen=True, slots=True)
class Address:
    """base: without a slash at its end. model: empty where the server is to be asked which it has.

    setting: the option that named it, for example `--vlm`. near: on this machine or its own network.
    """

    base: str
    model: str
    setting: str
    near: bool


def parse(source: str, setting: str, *, offline: bool = False) -> Address:
    """`http://localhost:11434/v1#qwen3-vl:8b` -> its parts. Raises SettingsError."""
    base, _, model = source.partition("#")
    base = base.rstrip("/")
    host = _host(base)
    if not base.startswith(("http://", "https://")) or not host:
        raise SettingsError(
            f"{setting} openai:{source} is not an address; write it like openai:http://localhost:11434/v1#MODEL."
        )
    near = is_near(host)
    if offline and not near:
        raise SettingsError(
            f"{setting} openai:{base} is on the internet, where --offline lets nothing go: name a server of your own "
            "network, or leave --offline out."
        )
    return Address(base, model, setting, near)


def is_near(host: str) -> bool:
    """This machine or its own network, by the look of the name alone: nothing is looked up."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.lower().endswith(_NEAR)


def _host(base: str) -> str:
    """Empty where there is none."""
    try:
        return httpx.URL(base).host
    except httpx.InvalidURL:
        return ""
