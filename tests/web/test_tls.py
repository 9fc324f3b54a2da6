import datetime as dt
import ipaddress
import re
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509

from assistant.web import tls

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
NAMES = ["localhost", "127.0.0.1", "192.168.1.20", "fe80::1"]


def test_the_certificate_is_for_the_addresses_of_the_machine_and_for_no_longer_than_browsers_accept() -> None:
    pem, _ = tls.certificate(NAMES, NOW)
    made = x509.load_pem_x509_certificate(pem)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address(name) for name in NAMES[1:]]
    assert made.not_valid_after_utc - made.not_valid_before_utc <= dt.timedelta(days=397)


def test_a_certificate_is_used_until_the_address_changes_or_it_runs_out() -> None:
    pem, _ = tls.certificate(NAMES, NOW)
    assert tls.fits(pem, NAMES, NOW)
    assert tls.fits(pem, NAMES[:2], NOW)
    assert not tls.fits(pem, [*NAMES, "192.168.1.21"], NOW)
    assert not tls.fits(pem, NAMES, NOW + dt.timedelta(days=380))
    assert not tls.fits(b"not a certificate", NAMES, NOW)


def test_the_files_are_kept_and_the_key_is_the_owners_alone(tmp_path: Path) -> None:
    cert, key = tls.certificate_files(tmp_path / "new", NAMES)
    first = cert.read_bytes()
    assert key.stat().st_mode & 0o077 == 0
    tls.certificate_files(tmp_path / "new", NAMES)
    assert cert.read_bytes() == first
    tls.certificate_files(tmp_path / "new", [*NAMES, "10.0.0.9"])
    assert cert.read_bytes() != first


def test_a_client_that_trusts_the_certificate_can_talk_to_the_machine(tmp_path: Path) -> None:
    cert, key = tls.certificate_files(tmp_path, NAMES)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    client = ssl.create_default_context(cafile=str(cert))
    ours, theirs = socket.socketpair()
    answering = threading.Thread(target=lambda: server.wrap_socket(theirs, server_side=True).close())
    answering.start()
    with client.wrap_socket(ours, server_hostname="192.168.1.20") as talking:
        assert talking.version() == "TLSv1.3"
    answering.join()


@pytest.mark.parametrize(
    ("host", "url"), [("192.168.1.20", "https://192.168.1.20:7860"), ("fe80::1", "https://[fe80::1]:7860")]
)
def test_the_address_can_be_typed(host: str, url: str) -> None:
    assert tls.address(host, 7860) == url


def test_the_invitation_has_the_address_the_fingerprint_and_a_code() -> None:
    pem, _ = tls.certificate(NAMES, NOW)
    text = tls.invitation("https://192.168.1.20:7860", pem)
    assert "open https://192.168.1.20:7860" in text
    assert tls.fingerprint(pem) in text
    assert len([line for line in text.splitlines() if set(line) & set("█▀▄")]) > 10


def test_loopback_is_no_address_for_others() -> None:
    assert all(not ipaddress.ip_address(address).is_loopback for address in tls.lan_addresses())


def test_everything_that_the_local_network_needs_is_made_in_one_go(tmp_path: Path) -> None:
    words, options = tls.invite(tmp_path, 7860)
    assert re.search(r"https://\S+:7860", words)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options["ssl_certfile"], options["ssl_keyfile"])
