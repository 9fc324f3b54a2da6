"""Ears and a voice one address away, over real HTTP to a small server that speaks the wire format."""

import asyncio
import json
import struct
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assistant.core.errors import HearingError, VoiceError
from assistant.core.ports import SpeechToText, TextToSpeech
from assistant.core.values import AudioChunk, Language, Transcript, Utterance
from memory.store import Store
from models.openai.sound import RATE, Decoder
from models.openai.speech import create_ears, create_voice
from tests import served as wire
from tests.clock import run
from tests.served import Answer, Served, form, plain, serve, stream
from tests.wants import wants

SPEECH = Utterance(bytes(32_000), 0.0)
TONE = (8_000 * np.sin(np.arange(RATE) / 10)).astype("<i2").tobytes()


@asynccontextmanager
async def ears(address: str, *languages: str) -> AsyncGenerator[SpeechToText, None]:
    memory = Store.open(None)
    backend = create_ears(f"{address}#whisper", replace(wants(memory), languages=languages))
    try:
        yield backend.part
    finally:
        backend.close()
        memory.close()


@asynccontextmanager
async def voice(address: str, name: str = "") -> AsyncGenerator[TextToSpeech, None]:
    memory = Store.open(None)
    backend = create_voice(f"{address}#kokoro", replace(wants(memory), voice=name))
    try:
        yield backend.part
    finally:
        backend.close()
        memory.close()


def hear(*answers: Answer, languages: tuple[str, ...] = (), utterance: Utterance = SPEECH) -> tuple[Transcript, Served]:
    async def scene() -> tuple[Transcript, Served]:
        async with serve(*answers) as server, ears(server.address, *languages) as made:
            return await made.transcribe(utterance), server

    return run(scene())


def transcription(text: str, language: str = "en", **segment: object) -> Answer:
    part = {"start": 0.0, "end": 1.0, "text": f" {text}", "avg_logprob": -0.2, "no_speech_prob": 0.01} | segment
    return plain(200, json.dumps({"text": text, "language": language, "segments": [part]}))


def test_an_utterance_is_sent_as_a_wav_file_and_comes_back_as_words() -> None:
    transcript, server = hear(transcription("Where is my cup?"))
    fields = form(server.requests[0])
    assert server.requests[0].line == "POST /v1/audio/transcriptions HTTP/1.1"
    assert (fields["model"], fields["response_format"]) == (b"whisper", b"verbose_json")
    assert "language" not in fields
    assert fields["file"][:4] == b"RIFF"
    assert fields["file"].endswith(SPEECH.pcm)
    assert (transcript.text, transcript.language, transcript.sure) == ("Where is my cup?", "en", True)
    assert transcript.confidence == pytest.approx(np.exp(-0.2))


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("Thank you for watching.", {"avg_logprob": -0.9}),
        ("Where is it?", {"avg_logprob": -1.2, "no_speech_prob": 0.9}),
        ("la la la la la la la la la la la la", {"compression_ratio": 6.0}),
    ],
)
def test_what_whisper_invents_is_dropped_where_the_server_tells_how_sure_it_is(
    text: str, segment: dict[str, Any]
) -> None:
    assert hear(transcription(text, **segment))[0].text == ""  # fmt: skip


def test_words_the_server_doubts_are_for_the_user_to_confirm() -> None:
    assert not hear(transcription("Where is my cup?", avg_logprob=-0.9))[0].sure


def test_a_server_that_knows_words_only_is_asked_for_no_more_from_then_on() -> None:
    error = '{"error": {"message": "response_format \'verbose_json\' is not compatible with this model"}}'

    async def scene() -> list[bytes]:
        answers = (plain(400, error), plain(200, '{"text": "Where is my cup?"}'))
        async with serve(*answers) as server, ears(server.address) as made:
            for _ in range(2):
                transcript = await made.transcribe(SPEECH)
                assert (transcript.text, transcript.sure) == ("Where is my cup?", True)
            return [form(request)["response_format"] for request in server.requests]

    assert run(scene()) == [b"verbose_json", b"json", b"json"]


def test_one_language_is_told_to_the_server_and_of_several_it_must_find_one() -> None:
    transcript, server = hear(transcription("Wo ist sie?", "german"), languages=("de",))
    assert (form(server.requests[0])["language"], transcript.text) == (b"de", "Wo ist sie?")

    transcript, server = hear(transcription("Ble mae?", "cy"), transcription("Blame me."), languages=("en", "de"))
    assert [form(request).get("language") for request in server.requests] == [None, b"en"]
    assert transcript.text == "Blame me."


def test_chinese_is_written_as_the_user_reads_it() -> None:
    assert hear(transcription("我的眼镜在桌上。", "chinese"), languages=("zh-Hant", "en"))[0].text == "我的眼鏡在桌上。"


@pytest.mark.parametrize("seconds", [0.0, 0.05])
def test_what_is_too_short_for_a_word_is_not_sent(seconds: float) -> None:
    transcript, server = hear(transcription("you"), utterance=Utterance(bytes(int(32_000 * seconds)), 0.0))
    assert (transcript.text, server.requests) == ("", [])


@pytest.mark.parametrize(
    ("bad", "advice"),
    [
        (plain(401), "KEEPSIGHT_SPEECH_API_KEY"),
        (wire.by_path(transcriptions=plain(404), models=wire.models("base")), "after the #: base."),
        (plain(503, retry_after="3"), "Ask again in 3 seconds"),
        (plain(200, "<html></html>", "text/html"), "--stt: the address usually ends in /v1"),
        (plain(200, "so what"), "form of OpenAI's API"),
        (plain(200, '{"error": "out of memory"}'), "stopped with an error: out of memory."),
        (plain(200, '{"text": "a", "segments": [7]}'), "form of OpenAI's API"),
        (wire.is_silent, "said nothing for 120 seconds"),
        (wire.hangs_up, "did not answer to the end"),
    ],
)
def test_ears_that_fail_say_what_to_do(bad: Answer, advice: str) -> None:
    with pytest.raises(HearingError) as error:
        hear(bad)
    assert advice in str(error.value)


def test_who_speaks_chinese_is_told_in_chinese() -> None:
    with pytest.raises(HearingError, match="提供它的金鑰"):
        hear(plain(401), languages=("zh-Hant",))


async def said(speaker: TextToSpeech, sentence: str, language: Language = "en") -> list[AudioChunk]:
    async with aclosing(speaker.speak(sentence, language)) as chunks:
        return [chunk async for chunk in chunks]


def speak(*answers: Answer, sentence: str = "Hello.", name: str = "") -> tuple[bytes, Served]:
    async def scene() -> tuple[bytes, Served]:
        async with serve(*answers) as server, voice(server.address, name) as made:
            chunks = await said(made, sentence)
            assert all(chunk.rate == RATE for chunk in chunks)
            return b"".join(chunk.pcm for chunk in chunks), server

    return run(scene())


def test_a_sentence_is_asked_for_as_plain_samples_in_the_voice_of_choice() -> None:
    pcm, server = speak(stream(TONE[:999], TONE[999:], kind="audio/pcm"), name="af_heart")
    assert server.requests[0].line == "POST /v1/audio/speech HTTP/1.1"
    assert server.requests[0].json == {
        "model": "kokoro",
        "input": "Hello.",
        "voice": "af_heart",
        "response_format": "pcm",
    }
    assert pcm == TONE


def test_sound_is_there_as_soon_as_the_server_has_sent_it_and_a_closed_stream_stops_the_server() -> None:
    async def scene() -> None:
        async with (
            serve(stream(TONE[:4_800], asyncio.Event(), kind="audio/pcm")) as server,
            voice(server.address) as made,
        ):
            async with aclosing(made.speak("Hello.", "en")) as chunks:
                assert (await anext(chunks)).seconds == 0.05
            await server.left.wait()

    run(scene())  # fmt: skip


@pytest.mark.parametrize("sentence", ["", "  ", "...", "😀"])
def test_what_cannot_be_spoken_is_not_sent(sentence: str) -> None:
    pcm, server = speak(plain(500), sentence=sentence)
    assert (pcm, server.requests) == (b"", [])


def wav(pcm: bytes, rate: int = RATE, channels: int = 1, bits: int = 16) -> bytes:
    """As it is streamed: no lengths, and a chunk that nobody asked for."""
    kind = struct.pack("<HHIIHH", 1, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    return b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + kind + b"LIST\x03\0\0\0abc\0data\xff\xff\xff\xff" + pcm


def test_a_server_without_plain_samples_is_asked_for_wav() -> None:
    pcm, server = speak(plain(422, '{"detail": [{"msg": "Input should be wav"}]}'), plain(200, wav(TONE), "audio/wav"))
    assert [request.json["response_format"] for request in server.requests] == ["pcm", "wav"]
    assert pcm == TONE


@pytest.mark.parametrize("piece", [7, 1_000, 100_000])
def test_wav_in_stereo_at_another_rate_is_converted_however_it_is_cut(piece: int) -> None:
    at = np.arange(11_025) / 44_100
    mono = 8_000 * np.sin(2 * np.pi * 440 * at)
    sent = wav(np.stack([mono * 0.5, mono * 1.5], 1).astype("<i2").tobytes(), 44_100, 2)
    decoder = Decoder()
    pcm = b"".join(decoder.feed(sent[at : at + piece]) for at in range(0, len(sent), piece)) + decoder.finish()
    heard = np.frombuffer(pcm, "<i2").astype(float)
    expected = 8_000 * np.sin(2 * np.pi * 440 * np.arange(len(heard)) / RATE)
    assert len(heard) == pytest.approx(RATE / 4, abs=20)
    assert np.abs(heard - expected)[100:-100].max() < 40  # of 8 000


def test_samples_at_the_rate_that_the_server_names_are_converted() -> None:
    pcm, _ = speak(stream(TONE, kind="audio/pcm;rate=48000"))
    assert len(pcm) == pytest.approx(len(TONE) / 2, abs=100)


@pytest.mark.parametrize(
    ("bad", "advice"),
    [
        (plain(401), "KEEPSIGHT_SPEECH_API_KEY"),
        (plain(400, '{"error": {"message": "no voice alloy"}}'), "no voice alloy"),
        (plain(200, b"ID3" + bytes(99), "audio/mpeg"), "sends its voice as mpeg"),
        (plain(200, b"fLaC" + bytes(99), "application/octet-stream"), "sends its voice as flac"),
        (plain(200, wav(bytes(99), bits=24), "audio/wav"), "sends its voice as wav of 24 bits and 1 channels"),
        (plain(200, '{"error": "no such voice"}'), "no such voice"),
        (plain(200, "<html></html>", "text/html"), "--tts: the address usually ends in /v1"),
        (stream(TONE[:4_800], end=False, kind="audio/pcm"), "did not answer to the end"),
        (stream(TONE[:4_800], asyncio.Event(), kind="audio/pcm"), "said nothing for 120 seconds"),
    ],
)
def test_a_voice_that_fails_says_what_to_do(bad: Answer, advice: str) -> None:
    with pytest.raises(VoiceError) as error:
        speak(bad)
    assert advice in str(error.value)
