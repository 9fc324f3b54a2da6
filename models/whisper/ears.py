"""faster-whisper as ears: one model for all sessions in a thread of its own, final transcripts before partial ones.

CTranslate2 works outside Python's global lock, so that sound goes on arriving while it does (benchmarks.transcription
measures it).
"""

import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from assistant.core.errors import HearingError
from assistant.core.lane import Lane
from assistant.core.ports import Backend, SpeechToText
from assistant.core.values import Transcript, Utterance
from models.auto import Choice, Loaded, bring
from models.files import CTRANSLATE2
from models.swapping import Slot, SwappingEars
from models.wants import Wants
from models.whisper.guards import NOTHING, Heard, judge
from models.whisper.languages import Spoken, spoken
from models.whisper.sizes import choose, source_of

# Seconds. An utterance ends 0.6 s after its last word, and a partial transcript is begun at a word: one whose encoder
# takes no longer than this never delays the final one. While it takes longer (a large model, a busy machine) there are
# none.
QUICK = 0.4


def create(name: str, wants: Wants, builtin: Backend[SpeechToText]) -> Backend[SpeechToText]:
    """A size, a hub id or a folder, such as `base`; `builtin` hears until it is there. Raises SettingsError."""
    return _bringing([name], wants, builtin)


def auto(wants: Wants, builtin: Backend[SpeechToText], cores: int, memory: int, gpu: int) -> Backend[SpeechToText]:
    """The size that fits this machine (see `sizes.choose`), the smallest where that one does not load."""
    best = choose(cores, memory, gpu, wants.languages)
    return _bringing(dict.fromkeys((best, "tiny")), wants, builtin)


def _bringing(names: Iterable[str], wants: Wants, builtin: Backend[SpeechToText]) -> Backend[SpeechToText]:
    slot = Slot(builtin.part, builtin.close)
    needed = (CTRANSLATE2, ("faster_whisper",))
    choices = [Choice(source_of(name), lambda folder: load(folder, wants), *needed) for name in names]
    return Backend(SwappingEars(slot), lambda: bring(slot, "stt", choices, wants), slot.close)


async def load(folder: Path, wants: Wants) -> Loaded[SpeechToText]:
    """Warm when this returns. Raises ModelError where there is no Whisper or it does not fit, SettingsError for a
    language that it does not know."""

    def opened(_: threading.Event) -> tuple[Any, Spoken]:
        from models.whisper.decoding import Decoder  # a second, and 100 MB

        decoder = Decoder(folder, wants.quantization)
        languages = spoken(wants.languages, decoder.languages)
        decoder.warm_up()
        return decoder, languages

    with ExitStack() as undo:
        lane = Lane("whisper")
        undo.callback(lane.close)
        decoder, languages = await lane.call(opened)
        undo.pop_all()
    ears = Whisper(decoder, languages, lane)
    return Loaded(ears, ears.close)


class Whisper:
    """`decoder`: models.whisper.decoding.Decoder, which only the lane's thread touches."""

    def __init__(self, decoder: Any, languages: Spoken, lane: Lane) -> None:
        self._decoder = decoder
        self._languages = languages
        self._lane = lane

    async def transcribe(self, utterance: Utterance) -> Transcript:
        """What was said, without what was not; unsure where the user should look at it first. Raises HearingError."""
        return await self._understood(utterance, urgent=True)

    async def partial(self, utterance: Utterance) -> Transcript:
        """One hypothesis instead of five, the rest as for the whole utterance; nothing while that would take long.

        The encoder reads its full 30 s here too. A window of 10 s costs a fifth, but Whisper was not trained on any:
        it falls into loops (whisper.cpp issues 1117 and 1951), and whether it would cannot be told without its weights.
        """
        if self._decoder.encoding > QUICK:
            return NOTHING
        return await self._understood(utterance, urgent=False, beams=1)

    def close(self) -> None:
        self._lane.close()

    async def _understood(self, utterance: Utterance, *, urgent: bool, **options: int) -> Transcript:
        if utterance.rate != 16_000:
            raise ValueError(f"expected 16000 Hz, got {utterance.rate}")

        def work(stop: threading.Event) -> Sequence[Heard]:
            heard: Sequence[Heard] = self._decoder.hear(utterance.pcm, self._languages.codes, stop, **options)
            return heard

        try:
            heard = await self._lane.call(work, urgent=urgent)
        except RuntimeError as error:  # what CTranslate2 raises, for example where a GPU's memory is full
            raise HearingError(
                f"The speech model failed: {error}. Type instead, or start Keepsight with a smaller --stt."
            ) from error
        return self._languages.written(judge(heard))
