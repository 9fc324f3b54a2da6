from assistant.web.limits import PACKETS, Allowance


def test_what_a_page_sends_in_a_conversation_is_always_allowed() -> None:
    allowance = Allowance(*PACKETS)
    assert all(allowance.take(1, packet / 65) for packet in range(65 * 600))


def test_ten_seconds_that_arrive_at_once_are_allowed() -> None:
    allowance = Allowance(*PACKETS)
    assert all(allowance.take(1, 0.0) for _ in range(650))


def test_a_flood_is_not() -> None:
    allowance = Allowance(rate=10, burst=20)
    taken = sum(allowance.take(1, moment / 1000) for moment in range(1000))
    assert taken == 29  # 20 at once and 10 a second


def test_quiet_time_does_not_save_up_more_than_the_burst() -> None:
    allowance = Allowance(rate=10, burst=20)
    allowance.take(1, 0.0)
    assert sum(allowance.take(1, 1000.0) for _ in range(50)) == 20
