"""Pictures found by words: the one that says it, else those that look most like it, else an honest no."""

import asyncio
import io
from collections.abc import Sequence
from contextlib import aclosing

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assistant.core.errors import SeeingError
from assistant.core.ports import Embedder
from assistant.core.values import Frame, Observation
from assistant.finding import find, index
from memory.store import Store
from tests.clock import run
from tests.pictures import encode

COLOURS = {"red": (200, 0, 0), "green": (0, 200, 0), "blue": (0, 0, 200)}
NOW = 10_000.0


class Hues:
    """An embedder that knows three colours, in pictures and in words."""

    name = "hues"

    async def embed(self, items: Sequence[str] | Sequence[Frame]) -> NDArray[np.float32]:
        vectors = [_word(item) if isinstance(item, str) else _picture(item) for item in items]
        return np.array([vector / np.linalg.norm(vector) for vector in vectors], np.float32)


def _word(words: str) -> NDArray[np.float64]:
    return np.array([word in words for word in COLOURS]) + 0.01


def _picture(frame: Frame) -> NDArray[np.float64]:
    mean = np.asarray(Image.open(io.BytesIO(frame.jpeg))).mean((0, 1))
    if mean.max() < 20:
        raise SeeingError("It is too dark.")
    vector: NDArray[np.float64] = mean + 0.01
    return vector


def sheet(colour: tuple[int, int, int]) -> bytes:
    return encode(Image.new("RGB", (160, 120), colour))


async def asked(words: str, memory: Store, embedder: Embedder | None) -> str:
    async with aclosing(find(words, memory, embedder, "en", NOW)) as pieces:
        return "".join([piece async for piece in pieces])


async def indexed(memory: Store, embedder: Embedder | None) -> None:
    working = asyncio.create_task(index(memory, lambda: embedder))
    await asyncio.sleep(60)
    working.cancel()
    await asyncio.wait([working])


async def bags(memory: Store) -> dict[str, int]:
    """Three pictures whose captions do not tell them apart, by the name of their colour."""
    ids = {}
    for number, (name, colour) in enumerate(COLOURS.items()):
        kept = await memory.add(Observation(1000.0 * number, "camera", f"scene {number}", picture=sheet(colour)))
        ids[name] = kept.id
    return ids


def test_what_looks_most_like_the_words_comes_first_and_is_called_no_more_than_that() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        ids = await bags(memory)
        await indexed(memory, Hues())
        said = await asked("something green", memory, Hues())
        assert said.startswith("Closest to “something green”, by their looks: ")
        assert said.index(f"[#{ids['green']}]") < said.index(f"[#{ids['red']}]")
        memory.close()

    run(scene())


def test_a_caption_that_says_it_wins_over_looks() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        await bags(memory)
        named = await memory.add(Observation(9_940.0, "camera", "a green apple", picture=sheet((9, 90, 9))))
        await indexed(memory, Hues())
        said = await asked("green apple", memory, Hues())
        assert said.startswith("I found it: ")
        assert said.endswith(f"(1 minute ago) [#{named.id}]")
        memory.close()

    run(scene())


def test_nothing_that_fits_is_said_and_how_to_find_more() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        assert await asked("red bag", memory, Hues()) == "I have no picture that says “red bag”."
        assert "--embedder auto" in await asked("red bag", memory, None)
        told = await memory.add(Observation(1.0, "told", "my red bag is at home"))
        assert f"[#{told.id}]" not in await asked("red bag", memory, None)
        memory.close()

    run(scene())


def test_a_caption_says_it_in_other_words_too() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        bag = await memory.add(Observation(100.0, "camera", "red rucksack: on the chair.", picture=sheet((200, 0, 0))))
        await memory.add(Observation(9_000.0, "camera", "blue rucksack: on the sofa.", picture=sheet((0, 0, 200))))
        for words in ("red bag", "my red backpack", "紅色的背包"):
            for embedder in (None, Hues()):
                said = await asked(words, memory, embedder)
                assert said.startswith("I found it: ")
                assert said.count("[#") == said.count(f"[#{bag.id}]") == 1
        memory.close()

    run(scene())


def test_the_closest_caption_is_not_called_it() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        blue = await memory.add(Observation(100.0, "camera", "blue bag: on the sofa.", picture=sheet((0, 0, 200))))
        said = await asked("red bag", memory, None)
        assert said.startswith("No caption says “red bag”. The closest: ")
        assert f"[#{blue.id}]" in said
        assert "--embedder auto" in said
        await indexed(memory, Hues())
        assert (await asked("red bag", memory, Hues())).startswith("Closest to “red bag”, by looks and captions: ")
        memory.close()

    run(scene())


def test_a_picture_that_cannot_be_embedded_holds_no_other_up() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        ids = await bags(memory)
        dark = await memory.add(Observation(9000.0, "camera", "night", picture=sheet((0, 0, 0))))
        await indexed(memory, Hues())
        assert await memory.unembedded("hues", 9) == [dark.id]
        (vector,) = await Hues().embed(["blue"])
        assert (await memory.nearest("hues", vector, 1))[0][0].id == ids["blue"]
        memory.close()

    run(scene())


def test_without_an_embedder_nothing_is_indexed() -> None:
    async def scene() -> None:
        memory = Store.open(None)
        await bags(memory)
        await indexed(memory, None)
        assert len(await memory.unembedded("hues", 9)) == 3
        memory.close()

    run(scene())
