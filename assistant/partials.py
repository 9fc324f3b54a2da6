"""How much of what is understood so far can be relied on: what two hypotheses in a row agree on (pure).

The same rule commits words in streaming recognisers (LocalAgreement-2: Macháček et al., "Turning Whisper into Real-Time
Transcription System", 2023).
"""

from assistant.core.units import units


def agreed(before: str, now: str) -> str:
    """The beginning of `now` that says the same as `before`, in whole words; case and punctuation do not matter."""
    end = 0
    for old, new in zip(units(before), units(now), strict=False):
        if old.sound != new.sound:
            break
        end = new.end
    return now[:end]
