"""Is what the microphone hears the reply itself, from the loudspeaker? (pure; time is counted in heard sound)

Of what was sent and what is heard the energies of 14 bands, every 20 ms, are laid side by side at each delay up to half
a second. Where they rise and fall together (over 0.6 s) it is an echo, and how loud each band comes back is learned
from it. From then on whatever is louder than that is somebody who talks over the reply.
"""

import numpy as np
from numpy.typing import NDArray

RATE = 16_000  # of the microphone
STEP = 0.02  # seconds
WINDOW = 30  # steps: of 305 windows of 0.4 s 5 % of other people's speech went for echo, of 0.6 s 1 %
DELAYS = 26  # steps, up to 0.5 s: loudspeaker, room, microphone, and the way of the report
ALIKE = 0.68  # correlation: of windows of an echo 95 % lie above 0.69, of other speech 1 % above 0.69
PERHAPS = 0.58  # the same where the time before had the same delay, which other speech has one time in nine
MORE = 1.2  # dB over the echo, on the average of the bands: 2 % of an echo; 50 % of speech over one of -6 dB, 95 of -24
GONE = 16.0  # dB below what is expected in the loudest band, over 0.6 s: an echo in a ringing room stays below 13
_REACH = 8  # steps that a room rings on,
_FADING = 1.2  # dB a step: 60 dB within a second, a bare room
_SILENT = -75.0  # dB
_FLOOR = -55.0  # dB: below it is the room, at usual gain
_LOUD = -45.0  # dB in some band: something is heard
_BANDS = np.geomspace(250, 5500, 15)  # Hz: what small loudspeakers play
_COUNT = len(_BANDS) - 1
_JUMP = 6.0  # dB, at the median of the bands: so much louder, somebody has turned the loudspeaker up
_SLOWLY = 10  # times as much as what is learned anew counts what was learned before
_OFTEN = 5  # steps after which it is looked for again
_LONGEST = 0.16  # seconds after a report for which playing is taken to go on: reports come each 0.1 s

Floats = NDArray[np.float32]


def bands(sound: Floats, rate: int) -> Floats:
    """dB of each band every 20 ms, float32[n, 14]; `sound` is -1..1, at least 40 ms."""
    length = rate // 25

    frames = np.lib.stride_tricks.sliding_window_view(sound, length)[:: rate // 50]
    power = np.abs(np.fft.rfft(frames * np.hanning(length).astype(np.float32), axis=1)) ** 2 / length
    edges = np.searchsorted(np.fft.rfftfreq(length, 1 / rate), _BANDS)
    return np.asarray(10 * np.log10(np.add.reduceat(power, edges, axis=1)[:, :-1] / np.diff(edges) + 1e-9), np.float32)


def floats(pcm: bytes) -> Floats:
    """PCM16 as -1..1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32_768)


class Spectrum:
    """Sound in pieces of any length -> its bands, one row for each 20 ms."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._rest = np.zeros(rate // 50, np.float32)

    def feed(self, pcm: bytes) -> Floats:
        sound = np.concatenate([self._rest, floats(pcm)])
        steps = len(sound) // (self._rate // 50) - 1
        if steps < 1:
            self._rest = sound
            return np.zeros((0, _COUNT), np.float32)
        self._rest = sound[steps * (self._rate // 50) :]
        return bands(sound[: (steps + 1) * (self._rate // 50)], self._rate)


class Echo:
    """What was sent of the replies, how far it was played, and what the microphone heard meanwhile."""

    def __init__(self) -> None:
        self._turn = 0
        self._sent: list[Floats] = []
        self._spectrum = Spectrum(24_000)
        self._ear = Spectrum(RATE)
        self._heard = np.full((WINDOW, _COUNT), _SILENT, np.float32)  # the newest last
        self._played = np.full((WINDOW + DELAYS - 1, _COUNT), _SILENT, np.float32)
        self._at = 0.0  # seconds of the turn's voice that were played
        self._reported = 0.0
        self._since = 0.0  # seconds since that report
        self._steps = 0
        self._delay: int | None = None
        self._gain = np.zeros(_COUNT, np.float32)
        self._learned = 0
        self._guess = -DELAYS  # the likeliest delay when it was last looked for
        self._surprised = False

    @property
    def surprised(self) -> bool:
        """Whether the echo was found in the newest packet to be much louder than it was until then.

        One that was unknown is none: by chance other people's speech is taken for one.
        """
        return self._surprised

    def sent(self, turn: int, pcm: bytes) -> None:
        """The next sound of a reply, 24 kHz PCM16."""
        if turn != self._turn:
            self._turn, self._sent, self._spectrum = turn, [], Spectrum(24_000)
            self._at = self._reported = 0.0
        self._sent.extend(self._spectrum.feed(pcm))

    def played(self, turn: int, seconds: float) -> None:
        """The page's report."""
        if turn == self._turn:
            self._reported, self._since = seconds, 0.0

    def heard(self, pcm: bytes) -> list[bool]:
        """For each 20 ms whether somebody else than the reply is heard in it. 16 kHz PCM16."""
        self._surprised = False
        return [self._hear(row) for row in self._ear.feed(pcm)]

    @property
    def known(self) -> bool:
        """Whether an echo was ever heard."""
        return self._delay is not None

    def _hear(self, row: Floats) -> bool:
        _append(self._heard, row)
        _append(self._played, self._playing())
        self._steps += 1
        if self._steps % _OFTEN == 0:
            self._forget()
            self._learn()
        if row.max() < _LOUD:
            return False
        return float((row - self._expected()).clip(0, 20).mean()) > MORE

    def _playing(self) -> Floats | float:
        """The row that leaves the loudspeaker now; silence while nothing is played."""
        self._since += STEP
        before = self._at
        self._at = max(self._at, self._reported) if self._since > _LONGEST else self._reported + self._since
        step = int(self._at / STEP)
        return self._sent[step] if self._at > before and step < len(self._sent) else _SILENT

    def _delayed(self) -> Floats:
        """What was played while the window was heard, for each delay."""
        windows = np.lib.stride_tricks.sliding_window_view(self._played, WINDOW, axis=0)[::-1]
        return np.asarray(windows.transpose(0, 2, 1), np.float32)

    def _forget(self) -> None:
        """Where the reply is played and does not come back, there is no echo, whatever it was that sounded like one."""
        if self._delay is None:
            return
        expected = self._delayed()[self._delay] + self._gain
        loud = expected.max(axis=1) > _LOUD
        if loud.sum() >= WINDOW // 2 and (expected - np.maximum(self._heard, _FLOOR))[loud].max(axis=1).mean() > GONE:
            self._delay, self._learned = None, 0
            self._gain[:] = 0

    def _learn(self) -> None:
        loud = self._heard.max(axis=1) > _LOUD
        if loud.sum() < WINDOW // 2 or self._played.max() < _FLOOR:
            return
        heard, played = self._heard[loud], self._delayed()[:, loud]
        alike = likeness(heard, played)
        best = int(np.argmax(alike))
        again, self._guess = abs(best - self._guess) <= 1, best
        if alike[best] < (PERHAPS if again else ALIKE):
            return
        sound = played[best]
        strong = np.argsort(sound, axis=0)[len(sound) // 2 :]  # of each band the half in which most was played
        gain = np.median(np.take_along_axis(heard - sound, strong, axis=0), axis=0)
        before = self._delay
        if before is not None and abs(best - before) <= 1 and float(np.median(gain - self._gain)) > _JUMP:
            self._surprised, self._learned = True, 0
        self._learned += 1
        self._gain += (gain - self._gain) / np.float32(min(self._learned, _SLOWLY))
        self._delay = best

    def _expected(self) -> Floats | float:
        """dB of each band that the echo, or the room, has now."""
        if self._delay is None:
            return _FLOOR
        played = self._played[::-1][max(0, self._delay - 1) : self._delay + _REACH]
        fading = _FADING * np.maximum(0, np.arange(len(played), dtype=np.float32) - 2)
        return np.asarray(np.maximum((played - fading[:, None]).max(axis=0) + self._gain, _FLOOR), np.float32)


def _append(rows: Floats, row: Floats | float) -> None:
    rows[:-1] = rows[1:]
    rows[-1] = row


def likeness(heard: Floats, played: Floats) -> Floats:
    """Correlation of float32[n, 14] with each of float32[delays, n, 14], -1..1; each band about its own middle.

    So the colour that a loudspeaker and a room give to the sound does not count.
    """
    one, other = np.maximum(heard, _FLOOR), np.maximum(played, _FLOOR)
    one, other = one - one.mean(axis=0), other - other.mean(axis=1, keepdims=True)
    both = np.sqrt((one**2).sum() * (other**2).sum(axis=(1, 2)) + 1e-6)
    return np.asarray((other * one).sum(axis=(1, 2)) / both, np.float32)
