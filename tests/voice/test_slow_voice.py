"""A voice of any speed: the text never waits for it, the first clause is spoken early, each sentence is spoken once."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from assistant.core.events import Event, ReplyText, Sentence, Voice
from assistant.core.values import AudioChunk, Language, Played
from assistant.reply import LEAD, PATIENCE, Reply, Stage
from tests.clock import run

WORDS = "Your glasses are on the piano, left of the lamp. It is 10–12 cm wide. Seen on 2026-11-24. "
SPOKEN = [
    "Your glasses are on the piano,",
    "left of the lamp.",
    "It is 10 to 12 centimetres wide.",
    "Seen on 24 November 2026.",
]


class Slow:
    """Takes `pause` seconds before each sentence's single second of sound."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self.asked: list[str] = []

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        self.asked.append(sentence)
        await asyncio.sleep(self._pause)
        yield AudioChunk(bytes(48_000), 24_000)


async def written(every: float) -> AsyncGenerator[str, None]:
    """Four letters every so many seconds."""
    for at in range(0, len(WORDS), 4):
        await asyncio.sleep(every)
        yield WORDS[at : at + 4]


def play(pause: float, every: float) -> tuple[list[tuple[float, Event]], Slow]:
    """What a page gets, and when, if it plays each sound as soon as it comes."""
    came: list[tuple[float, Event]] = []
    voice = Slow(pause)

    async def main() -> None:
        played = 0.0

        async def send(event: Event) -> None:
            nonlocal played
            came.append((asyncio.get_running_loop().time(), event))
            if isinstance(event, Voice):
                played += event.sound.seconds
                reply.report(Played(1, played, len(voice.asked) == len(SPOKEN)))

        async def find(id: int) -> None:
            return None

        reply = Reply(1, "en", 0.0, Stage(send, find, lambda id: None, voice, "server"))
        await reply.run(written(every))

    run(main())
    return came, voice


@pytest.mark.parametrize("pause", [0.0, 0.3, 60.0])
def test_the_text_never_waits_for_the_voice(pause: float) -> None:
    texts = [(when, event.text) for when, event in play(pause, every=0.05)[0] if isinstance(event, ReplyText)]
    assert "".join(text for _, text in texts) == WORDS
    assert texts[-1][0] == pytest.approx(0.05 * len(range(0, len(WORDS), 4)))


@pytest.mark.parametrize("pause", [0.0, 0.3, 60.0])
@pytest.mark.parametrize("every", [0.0, 0.05])
def test_each_sentence_is_spoken_once_and_in_order(pause: float, every: float) -> None:
    came, voice = play(pause, every)
    assert [event.text for _, event in came if isinstance(event, Sentence)] == voice.asked == SPOKEN


def test_the_voice_begins_with_the_first_clause_while_the_rest_is_written() -> None:
    came, _ = play(0.3, every=0.05)
    first = next(when for when, event in came if isinstance(event, Voice))
    assert first == pytest.approx(0.05 * len(range(0, len("Your glasses are on the piano, "), 4)) + 0.3, abs=0.01)
    assert first < max(when for when, event in came if isinstance(event, ReplyText))


def test_a_page_that_plays_nothing_is_not_sent_the_rest_of_a_long_sentence() -> None:
    class Tenths(Slow):
        """Twenty seconds of sound for each sentence, a tenth at a time."""

        async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
            self.asked.append(sentence)
            for _ in range(200):
                yield AudioChunk(bytes(4_800), 24_000)

    came: list[Event] = []

    async def main() -> float:
        async def send(event: Event) -> None:
            came.append(event)

        async def find(id: int) -> None:
            return None

        reply = Reply(1, "en", 0.0, Stage(send, find, lambda id: None, Tenths(0.0), "server"))
        await reply.run(written(0.0))
        assert reply.heard == WORDS.strip()  # it was read
        return asyncio.get_running_loop().time()

    assert run(main()) == pytest.approx(PATIENCE)
    assert sum(event.sound.seconds for event in came if isinstance(event, Voice)) == pytest.approx(LEAD, abs=0.11)


def test_a_reply_of_which_nothing_can_be_spoken_was_read() -> None:
    async def code() -> AsyncGenerator[str, None]:
        yield "```\nmake run\n```\n"

    async def main() -> str:
        async def send(event: Event) -> None:
            pass

        async def find(id: int) -> None:
            return None

        reply = Reply(1, "en", 0.0, Stage(send, find, lambda id: None, Slow(0.1), "server"))
        await reply.run(code())
        return reply.heard

    assert run(main()) == "```\nmake run\n```"


@pytest.mark.parametrize("back", [5.6, 5.9, 6.2, 6.5])
def test_a_page_that_has_just_come_back_is_given_as_long_as_any_other(back: float) -> None:
    """Its line is cut until then, and half a second later it plays on."""

    async def main() -> str:
        sent = played = 0.0
        now = asyncio.get_running_loop().time

        async def send(event: Event) -> None:
            nonlocal sent
            sent += event.sound.seconds if isinstance(event, Voice) else 0.0

        async def find(id: int) -> None:
            return None

        async def page() -> None:
            nonlocal played
            await asyncio.sleep(back + 0.5)
            while True:
                played = min(sent, played + 1.0)
                reply.report(Played(1, played, played == sent == len(SPOKEN)))
                await asyncio.sleep(0.1)

        stage = Stage(send, find, lambda id: None, Slow(0.0), "server", lambda: 0.5 < now() < back)
        reply = Reply(1, "en", 0.0, stage)
        playing = asyncio.create_task(page())
        await reply.run(written(0.0))
        playing.cancel()
        assert sent == len(SPOKEN)
        return reply.heard

    assert run(main()) == WORDS.strip()


class Mute:
    """Knows none of the letters."""

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        for chunk in list[AudioChunk]():
            yield chunk


def test_a_reply_of_which_a_voice_makes_no_sound_is_over_when_it_is_written() -> None:
    async def main() -> float:
        async def send(event: Event) -> None: ...

        async def find(id: int) -> None:
            return None

        reply = Reply(1, "en", 0.0, Stage(send, find, lambda id: None, Mute(), "server"))
        await reply.run(written(0.0))
        assert reply.heard == WORDS.strip()
        return asyncio.get_running_loop().time()

    assert run(main()) == 0.0
