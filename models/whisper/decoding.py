"""One loaded Whisper: sound in, words and how likely they are out. Blocking, for one thread.

faster-whisper brings features, tokenizer and voice detector, CTranslate2 the model. faster-whisper's own `transcribe`
is not used: it encodes twice where the language is not fixed, and cannot be stopped between its steps. An utterance
is at most one window of 30 s, so that what it does besides (seeking by timestamps, context of windows before) has no
work to do; leaving timestamps out also makes short utterances more accurate (whisper.cpp issue 1724: a quarter of the
errors in short Portuguese recordings).
"""

import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens
from faster_whisper.vad import VadOptions, collect_chunks, get_speech_timestamps
from numpy.typing import NDArray

from assistant.core.errors import HearingError, ModelError
from models.wants import Quantization
from models.whisper.guards import Heard

RATE = 16_000
WINDOW = 30.0  # seconds, what the encoder always reads
LEAST_SPEECH = 96  # milliseconds: as in the session's own endpointing, lets no click through
PAUSE = 250  # milliseconds after which a sound is over; what lies within 0.4 s of speech is kept all the same
MOST_TOKENS = 448  # of a window, the prompt among them
# Speech has up to 14 tokens a second (fast Mandarin). A model that loops on noise costs no more than that.
TOKENS_A_SECOND = 20
TOKENS_AT_ONCE = 16
MOST_THREADS = 4  # beyond that faster-whisper gains little, and the rest of the machine has other work

Sound = NDArray[np.float32]


class Decoder:
    """Raises ModelError for a folder that holds no Whisper in CTranslate2's format, or does not fit."""

    def __init__(self, folder: Path, quantization: Quantization = "auto") -> None:
        if not (folder / "tokenizer.json").is_file():  # faster-whisper would ask the hub for one
            raise ModelError(f"{folder} holds no tokenizer.json. {_CONVERTED}")
        device, compute = _placed(quantization)
        try:
            self._model = WhisperModel(
                str(folder), device=device, compute_type=compute, cpu_threads=_threads(), local_files_only=True
            )
        except (RuntimeError, ValueError) as error:  # what CTranslate2 raises for a wrong file and for a full memory
            raise ModelError(f"The speech model in {folder} cannot be loaded: {error}. {_CONVERTED}") from error
        self.encoding = 0.0  # seconds that the encoder took the last time
        self._tokenizers: dict[str, Tokenizer] = {}

    @property
    def languages(self) -> list[str]:
        """ISO 639-1 codes, and some longer ones, of what it understands."""
        known: list[str] = self._model.supported_languages
        return [code for code in known if len(known) == 1 or self._model.hf_tokenizer.token_to_id(f"<|{code}|>")]

    def hear(self, pcm: bytes, languages: Sequence[str], stop: threading.Event, *, beams: int) -> list[Heard]:
        """The stretches of speech in 16 kHz PCM16, in order; what there is so far when `stop` is set.

        languages: codes that may be spoken; empty for any. Raises HearingError.
        """
        heard = []
        try:
            for piece in _speech(_sound(pcm)):
                if stop.is_set():
                    break
                encoded = self._encoded(piece)
                if stop.is_set():
                    break
                heard.append(self._decoded(encoded, len(piece) / RATE, self._language(encoded, languages), beams))
        except RuntimeError as error:  # what CTranslate2 raises, for example where a GPU's memory is full
            raise HearingError(
                f"The speech model failed: {error}. Type instead, or start Keepsight with a smaller --stt."
            ) from error
        return heard

    def warm_up(self) -> None:
        """What is set up at the first use is set up now, and `encoding` is known."""
        for _ in range(2):
            self._decoded(self._encoded(np.zeros(RATE, np.float32)), 0.0, self.languages[0], beams=1)

    def _encoded(self, piece: Sound) -> ctranslate2.StorageView:
        begun = time.perf_counter()
        encoded = self._model.encode(pad_or_trim(self._model.feature_extractor(piece)[:, :-1]))
        self.encoding = time.perf_counter() - begun
        return encoded

    def _language(self, encoded: ctranslate2.StorageView, allowed: Sequence[str]) -> str:
        if len(allowed) == 1 or not self._model.model.is_multilingual:
            return allowed[0] if allowed else "en"
        ranked = [token[2:-2] for token, _ in self._model.model.detect_language(encoded)[0]]
        language: str = next((code for code in ranked if not allowed or code in allowed), ranked[0])
        return language

    def _decoded(self, encoded: ctranslate2.StorageView, seconds: float, language: str, beams: int) -> Heard:
        tokenizer = self._tokenizer(language)
        prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        most = len(prompt) + TOKENS_AT_ONCE + round(TOKENS_A_SECOND * seconds)
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=beams,
            max_length=min(most, MOST_TOKENS),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        )[0]
        return _scored(result, tokenizer, language, seconds)

    def _tokenizer(self, language: str) -> Tokenizer:
        """Kept: each works out anew which tokens are no speech."""
        if language not in self._tokenizers:
            self._tokenizers[language] = Tokenizer(
                self._model.hf_tokenizer, self._model.model.is_multilingual, task="transcribe", language=language
            )
        return self._tokenizers[language]


def _sound(pcm: bytes) -> Sound:
    """-1..1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32_768)


_CONVERTED = (
    "It has to be a Whisper in CTranslate2's format, such as Systran/faster-whisper-base; another one is converted "
    "with ct2-transformers-converter --copy_files tokenizer.json preprocessor_config.json."
)


def _speech(sound: Sound) -> list[Sound]:
    """Where someone speaks, with 0.4 s around it, in pieces of at most one window; cut at silences where it can be."""
    options = VadOptions(
        min_speech_duration_ms=LEAST_SPEECH, min_silence_duration_ms=PAUSE, max_speech_duration_s=WINDOW
    )
    found = get_speech_timestamps(sound, options) if len(sound) else []
    pieces: list[Sound] = collect_chunks(sound, found, max_duration=WINDOW)[0] if found else []
    return [piece for piece in pieces if len(piece)]


def _scored(result: Any, tokenizer: Tokenizer, language: str, seconds: float) -> Heard:
    tokens = result.sequences_ids[0]
    text = tokenizer.decode(tokens).strip()
    # CTranslate2 divides by the number of tokens; the paper counts the one that ends the text too.
    likelihood = result.scores[0] * len(tokens) / (len(tokens) + 1)
    compression = get_compression_ratio(text) if text else 0.0
    return Heard(text, language, seconds, likelihood, result.no_speech_prob, compression)


def _placed(quantization: Quantization) -> tuple[str, str]:
    """Device and compute type: on a CPU int8 is four times faster than float32 and as accurate to a tenth of a percent
    of words (OpenNMT's own figures); on a GPU 16 bits are fast already."""
    device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
    wanted = {"cpu": ["int8"], "cuda": ["float16", "int8_float16", "int8"]}[device]
    if quantization == "none":
        wanted = ["float16", "float32"] if device == "cuda" else ["float32"]
    elif quantization != "auto" and device == "cuda":
        wanted = ["int8_float16", "int8"]
    able = ctranslate2.get_supported_compute_types(device)
    return device, next((kind for kind in wanted if kind in able), "default")


def _threads() -> int:
    return min(MOST_THREADS, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
