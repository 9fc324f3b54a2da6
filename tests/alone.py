"""How the application is started where nothing may be fetched and no model is loaded."""

ALONE = ("--offline", "--vlm", "builtin", "--stt", "builtin", "--tts", "builtin", "--embedder", "off")
