"""https for the local network: a certificate made here, and the address as a code to be scanned.

Camera and microphone need https everywhere but on localhost. A browser warns once of a certificate that nobody
vouches for; the fingerprint in the terminal is there to be compared.
"""

import datetime as dt
import io
import ipaddress
import os
import socket
from collections.abc import Sequence
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAYS = 397  # browsers refuse certificates that are valid for longer
RENEW = 30  # days before its end at which a new one is made


def certificate(names: Sequence[str], now: dt.datetime) -> tuple[bytes, bytes]:
    """A self-signed certificate for `names` (addresses or host names) and its key, both PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Keepsight on this machine")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=DAYS - 1))
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return made.public_bytes(serialization.Encoding.PEM), secret


def fits(pem: bytes, names: Sequence[str], now: dt.datetime) -> bool:
    """Whether a certificate is for all `names` and good for another 30 days."""
    try:
        made = x509.load_pem_x509_certificate(pem)
        held = set(made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except (ValueError, x509.ExtensionNotFound):
        return False
    return held >= {_name(name) for name in names} and made.not_valid_after_utc - now > dt.timedelta(days=RENEW)


def fingerprint(pem: bytes) -> str:
    """SHA-256 of the certificate, as browsers show it."""
    return x509.load_pem_x509_certificate(pem).fingerprint(hashes.SHA256()).hex(":").upper()


def certificate_files(folder: Path, names: Sequence[str]) -> tuple[Path, Path]:
    """Certificate and key in `folder`, kept from one start to the next so that a browser warns only once."""
    cert, key = folder / "lan-cert.pem", folder / "lan-key.pem"
    now = dt.datetime.now(dt.UTC)
    if not (cert.exists() and key.exists() and fits(cert.read_bytes(), names, now)):
        folder.mkdir(parents=True, exist_ok=True)
        made, secret = certificate(names, now)
        _write_secret(key, secret)
        cert.write_bytes(made)
    return cert, key


def lan_addresses() -> list[str]:
    """The addresses under which other machines reach this one, the one of the default route first."""
    found: list[str] = []
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        # Connecting a datagram socket sends nothing: it only asks the routing table which address would be used.
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            found.append(probe.getsockname()[0])
    return [address for address in found if not ipaddress.ip_address(address).is_loopback]


def address(host: str, port: int, scheme: str = "https") -> str:
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def invitation(url: str, pem: bytes) -> str:
    """For the terminal: the address, as text and as a code to be scanned, and what the browser will ask."""
    code = io.StringIO()
    segno.make(url, error="l").terminal(code, compact=True, border=2)
    return (
        f"{code.getvalue()}\nOn a phone or another machine open {url}\n"
        "The browser warns once, because this machine made the certificate itself. Compare, then go on:\n"
        f"SHA-256 {fingerprint(pem)}\n"
    )


def invite(folder: Path, port: int) -> tuple[str, dict[str, Path]]:
    """What the terminal says to the other devices of the network, and uvicorn's certificate arguments for them."""
    names = [*lan_addresses(), "localhost", "127.0.0.1"]
    cert, key = certificate_files(folder, names)
    return invitation(address(names[0], port), cert.read_bytes()), {"ssl_certfile": cert, "ssl_keyfile": key}


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write_secret(path: Path, secret: bytes) -> None:
    """Readable by its owner alone from the first byte on."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
