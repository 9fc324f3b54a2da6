import asyncio

from assistant.web.outbox import MOST_BYTES, Outbox, Parcel
from tests.clock import run


async def drained(outbox: Outbox) -> list[str | bytes]:
    taken: list[str | bytes] = []
    try:
        while True:
            taken.append((await asyncio.wait_for(outbox.take(), 1)).data)
    except TimeoutError:
        return taken


def test_what_is_put_is_taken_in_order() -> None:
    async def main() -> None:
        outbox = Outbox()
        for word in ("a", "b", "c"):
            outbox.put(Parcel(word))
        assert await drained(outbox) == ["a", "b", "c"]

    run(main())


def test_a_taker_waits_for_what_comes() -> None:
    async def main() -> None:
        outbox = Outbox()
        taking = asyncio.create_task(outbox.take())
        await asyncio.sleep(5)
        outbox.put(Parcel("late"))
        assert (await taking).data == "late"

    run(main())


def test_sound_of_a_silenced_turn_is_taken_back_and_nothing_else() -> None:
    async def main() -> None:
        outbox = Outbox()
        outbox.put(Parcel(b"one", 1))
        outbox.put(Parcel("seen"))
        outbox.put(Parcel(b"two", 2))
        outbox.silence(1)
        assert await drained(outbox) == ["seen", b"two"]

    run(main())


def test_a_page_that_is_away_costs_bounded_memory() -> None:
    async def main() -> None:
        outbox = Outbox()
        for _ in range(500):
            outbox.put(Parcel(bytes(10_000), 1))
        outbox.put(Parcel("last"))
        kept = await drained(outbox)
        assert sum(map(len, kept)) <= MOST_BYTES
        assert kept[-1] == "last"

    run(main())
