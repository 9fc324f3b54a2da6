import pytest

from assistant.web.access import Access, is_loopback_name, is_own_page

NOW = 1_700_000_000.0


def test_a_ticket_opens_the_socket_for_half_a_minute() -> None:
    access = Access("ann")
    ticket = access.ticket(NOW)
    assert access.admits(ticket, NOW)
    assert access.admits(ticket, NOW + 30)
    assert not access.admits(ticket, NOW + 31)


def test_a_ticket_of_another_user_or_another_start_is_refused() -> None:
    secret = bytes(32)
    ticket = Access("ann", secret).ticket(NOW)
    assert not Access("ben", secret).admits(ticket, NOW)
    assert not Access("ann").admits(ticket, NOW)


@pytest.mark.parametrize("forged", ["", ".", "..", "9999999999.aa.bb", "9999999999", "é.ü.ö", "\udc80", "x" * 10_000])
def test_a_forged_ticket_is_refused(forged: str) -> None:
    assert not Access("ann").admits(forged.encode("utf-8", "replace").decode(), NOW)


def test_a_ticket_cannot_be_made_to_last_longer() -> None:
    access = Access("ann")
    until, rest = access.ticket(NOW).split(".", 1)
    assert not access.admits(f"{int(until) + 1000}.{rest}", NOW)


def test_a_ticket_for_one_purpose_is_none_for_another() -> None:
    access = Access("ann")
    assert access.admits(access.ticket(NOW, "export"), NOW, "export")
    assert not access.admits(access.ticket(NOW, "export"), NOW)
    assert not access.admits(access.ticket(NOW), NOW, "export")


def test_a_picture_key_opens_its_own_picture_only() -> None:
    access = Access("ann")
    key = access.picture_key(12)
    assert access.opens_picture(12, key)
    assert not access.opens_picture(13, key)
    assert not access.opens_picture(12, "")
    assert not Access("ann").opens_picture(12, key)


@pytest.mark.parametrize(
    ("origin", "host", "public", "own"),
    [
        ("http://127.0.0.1:7860", "127.0.0.1:7860", None, True),
        ("https://home.example", "home.example", None, True),
        ("https://home.example", "home.example:443", None, True),
        ("https://HOME.example", "home.example", None, True),
        ("https://home.example", "127.0.0.1:7860", "https://home.example", True),
        ("http://127.0.0.1:7861", "127.0.0.1:7860", None, False),
        ("https://evil.example", "home.example", None, False),
        ("https://home.example.evil.example", "home.example", None, False),
        ("https://evil.example", "127.0.0.1:7860", "https://home.example", False),
        ("null", "127.0.0.1:7860", None, False),
        ("", "127.0.0.1:7860", None, False),
        ("", "", None, False),
        ("file://", "", None, False),
    ],
)
def test_only_pages_of_our_own_are_let_in(origin: str, host: str, public: str | None, own: bool) -> None:
    assert is_own_page(origin, host, public) is own


@pytest.mark.parametrize("host", ["localhost", "localhost:7860", "127.0.0.1:7860", "127.8.8.8", "[::1]:7860"])
def test_this_machine_has_these_names(host: str) -> None:
    assert is_loopback_name(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "192.168.1.4:7860", "127.0.0.1.evil.example", "[::1", "localhost.evil"]
)
def test_other_names_are_not_this_machine(host: str) -> None:
    assert not is_loopback_name(host)
