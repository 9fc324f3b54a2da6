"""What runs in the process of a Whisper, behind a `models.process.host.Host`."""

import threading
from collections.abc import Generator, Sequence
from pathlib import Path

from models.wants import Quantization
from models.whisper.decoding import Decoder
from models.whisper.guards import judge
from models.whisper.languages import spoken
from models.whisper.requests import Listen, Understood


class Hearing:
    """Warm once it is made. Raises ModelError for what is no Whisper, SettingsError for a language it does not know."""

    def __init__(self, folder: Path, quantization: Quantization = "auto", languages: Sequence[str] = ()) -> None:
        self.decoder = Decoder(folder, quantization)
        self._languages = spoken(languages, self.decoder.languages)
        self.decoder.warm_up()

    def handle(self, request: object, stop: threading.Event) -> Generator[Understood, None, None]:
        """Raises HearingError."""
        assert isinstance(request, Listen), "a Whisper only listens"
        heard = self.decoder.hear(request.pcm, self._languages.codes, stop, beams=request.beams)
        yield Understood(self._languages.written(judge(heard)), self.decoder.encoding)
