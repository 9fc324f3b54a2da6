"""The seams: what a part may ask of another. Structural and narrow; a backend inherits nothing.

Streams are async generators, read under `contextlib.aclosing`: closing one stops the work behind it.
"""

from assistant.core.ports.answering import Answerer, Forgetful, Warmable
from assistant.core.ports.engines import Backend, Engine, Report, nothing_to_load
from assistant.core.ports.eyes import (
    Captioner,
    DeepCaptioner,
    Detector,
    Embedder,
    Grounder,
    Judge,
    Namer,
    QuickCaptioner,
    Teacher,
    Witness,
)
from assistant.core.ports.memory import Memory, Shared
from assistant.core.ports.speech import (
    GrammarBound,
    PartialSpeechToText,
    SpeechToText,
    TextToSpeech,
    TurnDetector,
    VoiceDetector,
)
from assistant.core.ports.transport import Roaming, Transport

__all__ = [
    "Answerer",
    "Backend",
    "Captioner",
    "DeepCaptioner",
    "Detector",
    "Embedder",
    "Engine",
    "Forgetful",
    "GrammarBound",
    "Grounder",
    "Judge",
    "Memory",
    "Namer",
    "PartialSpeechToText",
    "QuickCaptioner",
    "Report",
    "Roaming",
    "Shared",
    "SpeechToText",
    "Teacher",
    "TextToSpeech",
    "Transport",
    "TurnDetector",
    "VoiceDetector",
    "Warmable",
    "Witness",
    "nothing_to_load",
]
