"""Look again: before a sighting is told, its picture is shown to whoever can tell, with the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.values import Box, Frame, Observation, Stay, Verdict
from assistant.recalling.sources import Asked, Sources

LOOKS = 3  # pictures looked at for one answer: each costs a model on a CPU about two seconds


@dataclass(frozen=True, slots=True)
class Found:
    """A sighting that stands: confirmed, told, or one that nobody here can check (`verdict` is "unsure")."""

    stay: Stay
    observation: Observation
    verdict: Verdict

    @property
    def box(self) -> Box | None:
        return self.verdict.box or self.stay.box


@dataclass(frozen=True, slots=True)
class Looked:
    """`found` is the newest sighting that stands; `refused` are newer ones in whose pictures the thing is not."""

    found: Found | None
    refused: tuple[Observation, ...] = ()


async def look_again(stays: Sequence[Stay], thing: str, asked: Asked, sources: Sources) -> Looked:
    """Newest first, until one stands. Raises AnswerError, RememberingError."""
    refused: list[Observation] = []
    for stay in stays[:LOOKS]:
        observation = await sources.memory.get(stay.last)
        if observation is None:
            continue
        verdict = await _verdict(stay, observation, thing, asked, sources)
        if verdict.seen != "no":
            return Looked(Found(stay, observation, verdict), tuple(refused))
        refused.append(observation)
    return Looked(None, tuple(refused))


async def _verdict(stay: Stay, observation: Observation, thing: str, asked: Asked, sources: Sources) -> Verdict:
    """A told sentence needs no picture: it stands as what was told."""
    if stay.told or not (witness := sources.witness):
        return Verdict("unsure")
    jpeg = await sources.memory.picture(observation.id, large=True)
    if not jpeg:
        return Verdict("unsure")
    return await witness.examine(thing, asked.question, Frame(jpeg, observation.time, observation.source))


async def in_view(thing: str, asked: Asked, sources: Sources) -> Verdict | None:
    """What is to be said of the thing in the pictures in view now; None where it is not seen there for sure."""
    if not (witness := sources.witness):
        return None
    for frame in asked.view:
        verdict = await witness.examine(thing, asked.question, frame)
        if verdict.seen == "yes":
            return verdict
    return None
