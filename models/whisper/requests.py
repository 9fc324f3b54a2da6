"""What is asked of the process of a Whisper, and what it answers."""

from dataclasses import dataclass

from assistant.core.values import Transcript


@dataclass(frozen=True, slots=True)
class Listen:
    """`pcm` is 16 kHz PCM16; of `beams` hypotheses at a time the best is taken."""

    pcm: bytes
    beams: int


@dataclass(frozen=True, slots=True)
class Understood:
    """`encoding` is how many seconds the encoder took the last time: nearly all of a partial transcript."""

    transcript: Transcript
    encoding: float
