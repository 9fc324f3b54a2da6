"""Failures that are expected: one class per stage. Each message says what to do about it."""


class KeepsightError(Exception):
    """The base of every expected failure; its text is shown to the user as it is."""

    stage = "keepsight"


class HearingError(KeepsightError):
    stage = "hearing"


class SeeingError(KeepsightError):
    stage = "seeing"


class PictureError(KeepsightError):
    """An upload that is no picture, too large, empty or broken."""

    stage = "picture"


class AnswerError(KeepsightError):
    stage = "answer"


class VoiceError(KeepsightError):
    stage = "voice"


class RememberingError(KeepsightError):
    """The memory could not be read or written: a full disk, a file of another version."""

    stage = "memory"


class PacketError(KeepsightError):
    """A packet from the page that is malformed, too large or out of order."""

    stage = "transport"


class SettingsError(KeepsightError):
    stage = "settings"


class ModelError(KeepsightError):
    """A model that cannot be fetched, does not fit, or cannot be loaded."""

    stage = "model"
