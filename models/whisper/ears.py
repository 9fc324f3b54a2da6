"""faster-whisper as ears: one model for all sessions in a process of its own, final transcripts before partial ones.

CTranslate2 works outside the interpreter's lock, but not all of faster-whisper does: with the model in a thread of the
app, 20 ms packets of sound were handled 25 to 50 ms late (p99, on two busy cores), beside a process 15 to 17.
"""

from contextlib import ExitStack
from pathlib import Path

from assistant.core.errors import HearingError, ModelError
from assistant.core.ports import Backend, SpeechToText
from assistant.core.values import Progress, Transcript, Utterance
from models.auto import Choice, Loaded, bring
from models.fetching.files import CTRANSLATE2
from models.local.survey import this_machine
from models.process.host import Host
from models.swapping import Slot, SwappingEars
from models.wants import Wants
from models.whisper.guards import NOTHING
from models.whisper.requests import Listen, Understood
from models.whisper.sizes import choose, source_of

BEAMS = 5  # faster-whisper's default, for the whole utterance
# Seconds. A partial transcript is begun at a word, and the whole is transcribed from 0.13 s after the last one: an
# encoder that takes this long (its words take a tenth more) holds that up by 0.4 s at most. While it takes longer (a
# large model, a busy machine) there are none.
QUICK = 0.5


def create(name: str, wants: Wants, builtin: Backend[SpeechToText]) -> Backend[SpeechToText]:
    """A size, a hub id or a folder, such as `base`; `builtin` hears until it is there. Raises SettingsError."""
    slot, wanted = Slot(builtin.part, builtin.close), [_choice(name, wants)]
    return Backend(SwappingEars(slot), lambda: bring(slot, "stt", wanted, wants), slot.close)


def auto(wants: Wants, builtin: Backend[SpeechToText]) -> Backend[SpeechToText]:
    """The size that fits this machine (see `sizes.choose`), the smallest where that one does not load."""
    slot = Slot(builtin.part, builtin.close)

    async def bring_best() -> None:
        try:
            machine = await this_machine()
        except ModelError as error:
            wants.report(Progress("stt", "auto", "failed", str(error)))
            return
        cards = [card.free_bytes for card in machine.accelerators if card.kind == "cuda"]
        best = choose(machine.cores, machine.free_ram_bytes, max(cards, default=0), wants.languages)
        await bring(slot, "stt", [_choice(name, wants) for name in dict.fromkeys((best, "tiny"))], wants)

    return Backend(SwappingEars(slot), bring_best, slot.close)


def _choice(name: str, wants: Wants) -> Choice[SpeechToText]:
    return Choice(source_of(name), lambda folder: load(folder, wants), CTRANSLATE2, ("faster_whisper",))


async def load(folder: Path, wants: Wants) -> Loaded[SpeechToText]:
    """Warm when this returns. Raises ModelError where there is no Whisper or it does not fit, SettingsError for a
    language that it does not know."""
    with ExitStack() as undo:
        host = Host("The speech model", "models.whisper.hosted:Hearing", folder, wants.quantization, wants.languages)
        undo.callback(host.close)
        await host.start()
        ears = Whisper(host)
        await ears.transcribe(Utterance(b"", ended=0.0))  # says how fast the encoder was while it was warmed up
        undo.pop_all()
    return Loaded(ears, ears.close)


class Whisper:
    """`host` runs a models.whisper.hosted.Hearing."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._encoding = 0.0

    async def transcribe(self, utterance: Utterance) -> Transcript:
        """What was said, without what was not; unsure where the user should look at it first. Raises HearingError."""
        return await self._understood(utterance, BEAMS, urgent=True)

    async def partial(self, utterance: Utterance) -> Transcript:
        """One hypothesis instead of five, the rest as for the whole utterance; nothing while that would take long.

        The encoder reads its full 30 s here too. A window of 10 s costs a fifth, but Whisper was not trained on any:
        it falls into loops (whisper.cpp issues 1117 and 1951), and whether it would cannot be told without its weights.
        """
        return NOTHING if self._encoding > QUICK else await self._understood(utterance, 1, urgent=False)

    def close(self) -> None:
        self._host.close()

    async def _understood(self, utterance: Utterance, beams: int, *, urgent: bool) -> Transcript:
        if utterance.rate != 16_000:
            raise ValueError(f"expected 16000 Hz, got {utterance.rate}")
        understood: Understood = await self._host.call(Listen(utterance.pcm, beams), urgent=urgent, error=HearingError)
        self._encoding = understood.encoding
        return understood.transcript
