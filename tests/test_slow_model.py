"""A model that takes its time says so once; one that fails in the middle leaves whole sentences and one message."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from assistant.core.errors import AnswerError
from assistant.core.events import Event, Failed, ReplyText, Sentence, Silence, Thinking, Voice, VoiceEnded
from assistant.core.values import AudioChunk, Language, Played
from assistant.reply import SLOW, Reply, Stage
from tests.clock import run

WORDS = "The kettle is on. It is 10–12 cm wide. And th"


class Voices:
    """One second of sound for each sentence."""

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        yield AudioChunk(bytes(48_000), 24_000)


async def written(after: float, *, failing: bool = False) -> AsyncGenerator[str, None]:
    await asyncio.sleep(after)
    yield WORDS
    if failing:
        raise AnswerError("The model has stopped. Ask again.")


def reply_to(words: AsyncGenerator[str, None], speaks: str = "server", **how: bool) -> tuple[Reply, list[Event]]:
    """A page that plays each sound as soon as it comes."""
    came: list[Event] = []

    async def main() -> Reply:
        async def send(event: Event) -> None:
            came.append(event)
            if isinstance(event, Voice | VoiceEnded):
                seconds = sum(sound.sound.seconds for sound in came if isinstance(sound, Voice))
                reply.report(Played(1, seconds, isinstance(event, VoiceEnded)))

        async def find(id: int) -> None:
            return None

        voice = Voices() if speaks == "server" else None
        reply = Reply(1, "zh-Hant" if how.pop("chinese", False) else "en", 0.0,
                      Stage(send, find, lambda id: None, voice, "server"))  # fmt: skip
        await reply.run(words, **how)
        return reply

    return run(main()), came


def sentences(came: list[Event]) -> list[str]:
    return [event.text for event in came if isinstance(event, Sentence)]


def test_it_says_once_that_it_is_thinking_and_that_is_no_part_of_the_reply() -> None:
    reply, came = reply_to(written(4 * SLOW))
    assert [event for event in came if isinstance(event, Thinking)] == [Thinking(1)]
    assert sentences(came)[:2] == ["One moment, I am thinking.", "The kettle is on."]
    assert sum("thinking" in sentence for sentence in sentences(came)) == 1
    assert "".join(event.text for event in came if isinstance(event, ReplyText)) == WORDS
    assert reply.heard == reply.text == WORDS


def test_the_first_sound_is_that_of_the_reply() -> None:
    assert (reply_to(written(4 * SLOW))[0].timing.first_sound or 0) >= 4 * SLOW


def test_it_says_so_in_the_users_language() -> None:
    assert sentences(reply_to(written(4 * SLOW), chinese=True)[1])[0] == "請稍等，我想一想。"


def test_who_answers_in_time_says_nothing_of_it() -> None:
    assert not any(isinstance(event, Thinking) for event in reply_to(written(0.9 * SLOW))[1])


def test_without_a_voice_it_is_shown_and_not_said() -> None:
    came = reply_to(written(4 * SLOW), speaks="off")[1]
    assert Thinking(1) in came
    assert sentences(came) == []


def test_what_nobody_asked_for_is_waited_for_in_silence() -> None:
    assert not any(isinstance(event, Thinking) for event in reply_to(written(4 * SLOW), unasked=True)[1])


@pytest.mark.parametrize("after", [0.0, 4 * SLOW])
def test_a_model_that_fails_in_a_sentence_is_told_of_once_and_what_was_whole_is_spoken(after: float) -> None:
    reply, came = reply_to(written(after, failing=True))
    assert [event for event in came if isinstance(event, Failed)] == [
        Failed("answer", "The model has stopped. Ask again.")
    ]
    assert sentences(came)[-2:] == ["The kettle is on.", "It is 10 to 12 centimetres wide."]
    assert isinstance(came[-1], VoiceEnded)  # and the page knows that no more is to come
    assert not any(isinstance(event, Silence) for event in came)
    assert reply.failed
    assert reply.heard == "The kettle is on. It is 10–12 cm wide."


def test_without_a_voice_all_that_was_shown_is_kept_of_a_reply_that_failed() -> None:
    assert reply_to(written(0.0, failing=True), speaks="off")[0].heard == WORDS
