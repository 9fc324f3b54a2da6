"""`openai:<base url>#<model>` for ears and voice: speech to text and back behind any OpenAI-compatible server.

vLLM and speaches serve Whisper, Kokoro-FastAPI and speaches a voice; Keepsight's sound goes there and nowhere else.
"""

import io
import math
import wave
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import Any

from assistant.core.errors import HearingError, VoiceError
from assistant.core.ports import Backend, SpeechToText, TextToSpeech
from assistant.core.values import AudioChunk, Language, Transcript, Utterance
from models.openai.address import parse
from models.openai.client import Client, Request, Unreadable, parsed
from models.openai.sound import RATE, Decoder, NotSound
from models.openai.troubles import Troubles, said, told_in
from models.wants import Wants
from models.whisper.guards import NOTHING, Heard, judge
from models.whisper.languages import Spoken, spoken

# Seconds; less than this holds no word, and OpenAI refuses it.
SHORTEST = 0.1
RATE_UP = 16_000  # samples a second, of what the session hears
# What a server that gives no likelihood is trusted with: sure, and good for the guards that need none.
TRUSTED = math.log(0.8)
VOICE = "alloy"  # of OpenAI's; others know it as an alias of their own
CHUNK = RATE // 20 * 2  # bytes: 50 ms


def create_ears(source: str, wants: Wants) -> Backend[SpeechToText]:
    """Nothing is connected to until something is said. Raises SettingsError."""
    client = Client(parse(source, "--stt", offline=wants.offline), wants.api_key)
    return Backend(OpenAIEars(client, wants.languages), close=client.close)


def create_voice(source: str, wants: Wants) -> Backend[TextToSpeech]:
    """Nothing is connected to until something is to be said. Raises SettingsError."""
    client = Client(parse(source, "--tts", offline=wants.offline), wants.api_key)
    return Backend(OpenAIVoice(client, wants.voice), close=client.close)


class OpenAIEars:
    """languages: as in Wants; one is told to the server, of several it must find one."""

    def __init__(self, client: Client, languages: Sequence[str] = ()) -> None:
        self._client = client
        self._spoken: Spoken = spoken(languages, {tag.partition("-")[0].lower() for tag in languages})
        self._troubles = Troubles(client.address, HearingError, told_in(languages))

    async def transcribe(self, utterance: Utterance) -> Transcript:
        """What was said, without what Whisper invents, as far as the server can tell. Raises HearingError."""
        if utterance.rate != RATE_UP:
            raise ValueError(f"expected {RATE_UP} Hz, got {utterance.rate}")
        if len(utterance.pcm) / 2 / RATE_UP < SHORTEST:
            return NOTHING
        codes, sound = self._spoken.codes, _wav(utterance)
        heard = await self._heard(sound, codes[0] if len(codes) == 1 else "")
        if len(codes) > 1 and any(len(each.language) == 2 and each.language not in codes for each in heard):
            heard = await self._heard(sound, codes[0])
        return self._spoken.written(judge(heard))

    async def _heard(self, sound: bytes, language: str) -> list[Heard]:
        troubles = self._troubles
        fields = {"model": await self._client.model(troubles)} | ({"language": language} if language else {})
        asked, plain = (_form(sound, fields, form) for form in ("verbose_json", "json"))
        async with self._client.post(
            "/audio/transcriptions", asked, troubles, plain=plain, unknown="verbose_json"
        ) as response:
            answer = parsed(await response.aread())
            if "text" not in answer:
                raise troubles.stopped(said(response.content))
            return stretches(answer, len(sound) / 2 / RATE_UP, language)


class OpenAIVoice:
    def __init__(self, client: Client, voice: str = "") -> None:
        self._client = client
        self._voice = voice or VOICE

    async def speak(self, sentence: str, language: Language) -> AsyncGenerator[AudioChunk, None]:
        """Sound as soon as the server sends the first of it; closing it closes the connection. Raises VoiceError."""
        if not any(map(str.isalnum, sentence)):
            return
        troubles = Troubles(self._client.address, VoiceError, language)
        body = {"model": await self._client.model(troubles), "input": sentence, "voice": self._voice}
        asked, plain = ({"json": {**body, "response_format": form}} for form in ("pcm", "wav"))
        async with self._client.post("/audio/speech", asked, troubles, plain=plain) as response:
            kind = response.headers.get("content-type", "")
            if "json" in kind:
                raise troubles.stopped(said(await response.aread()))
            try:
                sound = Decoder(kind)
                async for data in response.aiter_bytes():
                    for chunk in _chunks(sound.feed(data)):
                        yield chunk
                for chunk in _chunks(sound.finish()):
                    yield chunk
            except NotSound as other:
                raise troubles.not_sound(str(other)) from other


def _chunks(pcm: bytes) -> Iterator[AudioChunk]:
    return (AudioChunk(pcm[at : at + CHUNK], RATE) for at in range(0, len(pcm), CHUNK))


def stretches(answer: dict[str, Any], seconds: float, language: str = "") -> list[Heard]:
    """What a transcription says was heard in so many seconds, one for each segment where it has any (pure).

    Raises Unreadable.
    """
    found = _code(str(answer.get("language") or "")) or language
    try:
        segments = answer.get("segments") or [{"text": answer["text"], "start": 0.0, "end": seconds}]
        return [
            Heard(
                each["text"].strip(),
                found,
                float(each["end"]) - float(each["start"]),
                _number(each, "avg_logprob", TRUSTED),
                _number(each, "no_speech_prob", 0.0),
                _number(each, "compression_ratio", 1.0),
            )
            for each in segments
        ]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Unreadable from error


def _number(segment: dict[str, Any], name: str, otherwise: float) -> float:
    """Servers send null for what they do not compute."""
    value = segment.get(name)
    return otherwise if value is None else float(value)


def _code(language: str) -> str:
    """OpenAI writes `english`, everyone else `en`. Of the long names only Chinese changes anything."""
    language = language.lower()
    return {"english": "en", "chinese": "zh", "mandarin": "zh", "cantonese": "yue"}.get(language, language)


def _form(sound: bytes, fields: dict[str, str], answer: str) -> Request:
    return {"data": {**fields, "response_format": answer}, "files": {"file": ("speech.wav", sound, "audio/wav")}}


def _wav(utterance: Utterance) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, utterance.rate, 0, "NONE", ""))
        sound.writeframes(utterance.pcm)
    return file.getvalue()
