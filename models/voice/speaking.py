"""A neural voice, as it runs in a process of its own: a model of sherpa-onnx that brings a dictionary of its language.

sherpa-onnx (Apache-2.0) has no GPL code in it from 2.0 on; before, espeak-ng was linked in. What a folder holds says
what it is: Kokoro has `voices.bin`, Matcha a second model that makes sound of its spectra, and VITS neither. Models
that want phonemes made by espeak-ng (Piper's, Kitten) are not for us.
"""

import os
import queue
import threading
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.core.errors import ModelError, VoiceError
from assistant.core.values import AudioChunk, Language
from models.openai.sound import RATE
from models.voice.pronouncing import Pronouncing

CHUNK = 1_200  # samples: 50 ms
# Words that are made in one go where no comma parts them. They are what a closed stream may have to wait for: 4 s of
# sound, 3 s of work on one slow core.
STRIDE = 12
THREADS = 4  # more make Kokoro hardly faster


@dataclass(frozen=True, slots=True)
class Say:
    sentence: str
    language: Language


class Speaking:
    """One loaded model; blocking, for one thread. voices: which of the model's voices speaks a language."""

    def __init__(self, model: Any, pronounce: Pronouncing, voices: Mapping[Language, int]) -> None:
        self._model = model
        self._pronounce = pronounce
        self._voices = voices

    def handle(self, request: Say, stop: threading.Event) -> Generator[AudioChunk, None, None]:
        """24 kHz sound as it is made. Raises VoiceError where the model makes none that could be heard."""
        text = self._pronounce(request.sentence, request.language)
        if any(letter.isalnum() for letter in text):
            yield from _resampled(self._made(text, self._voices[request.language], stop), self._model.sample_rate)

    def _made(self, text: str, voice: int, stop: threading.Event) -> Generator[NDArray[np.float32], None, None]:
        made: queue.SimpleQueue[NDArray[np.float32] | None] = queue.SimpleQueue()

        def heard(samples: NDArray[np.float32], _: float) -> int:
            made.put(samples.copy())
            return 0 if stop.is_set() else 1

        with ThreadPoolExecutor(1) as pool:  # sherpa-onnx pushes what it makes; here it is pulled
            work = pool.submit(self._model.generate, text, _generation(voice), heard)
            work.add_done_callback(lambda _: made.put(None))
            try:
                while (samples := made.get()) is not None:
                    if not np.isfinite(samples).all():  # as 8-bit models of Kokoro do on some processors
                        raise VoiceError("The voice's numbers overflow on this processor. Choose another with --tts.")
                    yield samples
            finally:
                stop.set()
            work.result()


def hosted(folder: Path, voices: Mapping[Language, int]) -> Speaking:
    """For a process of its own, whose stderr is closed: sherpa-onnx writes each word there that it does not know, and
    words of a user belong in no log. Raises ModelError.
    """
    speaking = open_speaking(folder, voices)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return speaking


def open_speaking(folder: Path, voices: Mapping[Language, int]) -> Speaking:
    """From a folder as sherpa-onnx's models come. Raises ModelError where files are missing, or a voice is."""
    import sherpa_onnx

    settings = sherpa_onnx.OfflineTtsConfig(
        model=sherpa_onnx.OfflineTtsModelConfig(
            num_threads=min(THREADS, os.cpu_count() or 1), **_parts(folder, sherpa_onnx)
        )
    )
    if not settings.validate():
        raise ModelError(f"The voice in {folder} is incomplete. Delete the folder, so that it is fetched again.")
    try:
        model = sherpa_onnx.OfflineTts(settings)  # ends this process where a model says nothing about itself
    except RuntimeError as error:
        raise ModelError(f"The voice in {folder} is broken ({error}). Delete the folder and start again.") from error
    if max(voices.values()) >= model.num_speakers:
        raise ModelError(f"This model has {model.num_speakers} voices, numbered from 0. Choose one with --voice.")
    return Speaking(model, Pronouncing(_words(_dictionaries(folder))), voices)


def _parts(folder: Path, library: Any) -> dict[str, Any]:
    """Which files are what. Raises ModelError."""
    models = sorted(folder.glob("*.onnx"), key=lambda path: ("int8" in path.name, path.name))
    sounding = [path for path in models if path.name.startswith(("vocos", "hifigan"))]
    speaking = [path for path in models if path not in sounding]
    dictionaries = _dictionaries(folder)
    if not speaking or not dictionaries or not (folder / "tokens.txt").is_file():
        raise ModelError(
            f"{folder} holds no voice that can be used: it takes a model (.onnx), tokens.txt and lexicon*.txt."
        )
    common = {"tokens": str(folder / "tokens.txt"), "lexicon": ",".join(map(str, dictionaries))}
    model, voices = str(speaking[0]), folder / "voices.bin"
    if voices.is_file():
        return {"kokoro": library.OfflineTtsKokoroModelConfig(model=model, voices=str(voices), **common)}
    if sounding:
        vocoder = str(sounding[0])
        return {"matcha": library.OfflineTtsMatchaModelConfig(acoustic_model=model, vocoder=vocoder, **common)}
    return {"vits": library.OfflineTtsVitsModelConfig(model=model, **common)}


def _dictionaries(folder: Path) -> list[Path]:
    """One of English at most: American before British, for it is the first that counts."""
    found = sorted(folder.glob("lexicon*.txt"))
    american = any(path.name == "lexicon-us-en.txt" for path in found)
    return [path for path in found if not (american and path.name == "lexicon-gb-en.txt")]


def _words(dictionaries: Iterable[Path]) -> frozenset[str]:
    words: set[str] = set()
    for dictionary in dictionaries:
        with dictionary.open(encoding="utf-8") as lines:
            words.update(word for word, _, _ in (line.partition(" ") for line in lines) if word.isascii())
    return frozenset(words)


def _generation(voice: int) -> Any:
    import sherpa_onnx

    generation = sherpa_onnx.GenerationConfig()
    generation.sid = voice
    generation.extra = {"max_words_in_sentence": str(STRIDE)}
    return generation


def _resampled(made: Generator[NDArray[np.float32], None, None], rate: int) -> Generator[AudioChunk, None, None]:
    """Chunks of 50 ms, the last one shorter; by FFmpeg's resampler, which leaves no seam between what was made."""
    import av
    from av.audio.resampler import AudioResampler

    resampler = AudioResampler(format="s16", layout="mono", rate=RATE, frame_size=CHUNK)
    for samples in made:
        frame = av.AudioFrame.from_ndarray(samples.clip(-1, 1)[None], format="flt", layout="mono")
        frame.sample_rate = rate
        for piece in resampler.resample(frame):
            yield AudioChunk(piece.to_ndarray().tobytes(), RATE)
    for piece in resampler.resample(None):
        yield AudioChunk(piece.to_ndarray().tobytes(), RATE)
