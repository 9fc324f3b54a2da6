"""What the user wants of models, as far as a backend needs to know it."""

from dataclasses import dataclass
from typing import Literal

from assistant.core.ports import Detector, Grounder, Memory, Report

Quantization = Literal["auto", "none", "8bit", "4bit"]


@dataclass(frozen=True, slots=True)
class Wants:
    """report: told how far a model is on its way in; may be called from any thread.
    api_key: sent to the `openai:` server.
    offline: no connection may be made; what is in the cache may be used.
    quantization: of weights that are loaded here; `auto` takes the best that fits.
    languages: what the user speaks, likeliest first, as BCP 47 tags such as en or zh-Hant; empty for any.
    voice: the voice's name, empty for the backend's own choice.
    captions: who describes what the camera sees; `auto`: the model unless it is on another machine.
    grounder: points at things for a model that cannot.
    detector: names things beside the built-in eyes, whatever the engine.
    """

    memory: Memory
    report: Report
    api_key: str = ""
    offline: bool = False
    quantization: Quantization = "auto"
    languages: tuple[str, ...] = ()
    voice: str = ""
    captions: Literal["auto", "model", "builtin"] = "auto"
    grounder: Grounder | None = None
    detector: Detector | None = None
