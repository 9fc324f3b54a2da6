"""Each of two people hears the other's language, as an interpreter between them does it: in order, and all of it."""

from collections.abc import AsyncGenerator, Callable

from assistant.core.intents import Open
from assistant.core.ports import Answerer
from assistant.core.values import Language, Prompt, Transcript
from assistant.core.wording import say
from assistant.prompting import History, interpreted, interpreting
from assistant.tongues import CHINESE, called, has_voice, spoken_in, tongue_of
from assistant.turn import Task


class Interpreter:
    """`history` holds the lines before, which give the next its context; `clock` tells Unix seconds."""

    def __init__(self, answerer: Answerer, history: History, clock: Callable[[], float]) -> None:
        self._answerer = answerer
        self._history = history
        self._clock = clock
        self.pair: tuple[str, str] | None = None
        self.user: Language = "en"  # who asked for it; gone by where no voice speaks what is rendered

    def task(self, transcript: Transcript) -> Task:
        """What is to be made of a line."""
        pair, user = self.pair, self.user
        assert pair is not None, "nothing is interpreted"
        source = spoken_in(transcript.text, transcript.language, pair)
        target = pair[1] if source == pair[0] else pair[0]
        voiced = has_voice(target)

        async def make() -> AsyncGenerator[str, None]:
            asked = interpreting(transcript.text, source, target, self._history)
            return self._answerer.answer(Prompt(asked, Open(), voiced or user, self._clock(), question=transcript.text))

        return Task(make, voiced or user, interpreted(transcript.text, source, target), written=voiced is None)


def paired(wished: tuple[str, ...], user: Language) -> tuple[str, str] | str:
    """The two languages to interpret between; the name of what cannot be, where they are not two (pure).

    Of one the other is the user's own; without any it is between English and the user's Chinese.
    """
    chinese = user if user != "en" else "zh-Hant"
    codes: list[str] = []
    for code in wished[:2]:
        tongue = tongue_of(code)
        if tongue is None:
            return code
        codes.append(chinese if code == CHINESE else tongue.code)
    if not codes:
        codes = [user]
    if len(codes) == 1:
        codes = [user, codes[0]] if user != codes[0] else [user, "en" if user != "en" else chinese]
    return (codes[0], codes[1]) if _base(codes[0]) != _base(codes[1]) else codes[0]


def began(pair: tuple[str, str], language: Language) -> str:
    """What it says when it begins: what happens now, and how to end it (pure)."""
    one, two = (called(code, language) for code in pair)
    words = say(
        language,
        f"I interpret between {one} and {two} now: each hears the other's language. Say “stop interpreting” to end it.",
        f"我現在為{one}和{two}口譯：各自會聽到對方的語言。說「停止翻譯」就結束。",
    )
    silent = [called(code, language) for code in pair if has_voice(code) is None]
    if not silent:
        return words
    names = say(language, " and ", "和").join(silent)
    return words + say(
        language,
        f" No voice here speaks {names}: that is only written.",
        f"這裡沒有{names}的聲音，只會寫出來。",
    )


def refused(unknown: str, language: Language) -> str:
    name = called(unknown, language)
    return say(
        language,
        f"I cannot interpret with {name} alone, or do not know it. Name two languages: interpret between English and "
        "Chinese.",
        f"只有{name}沒辦法口譯，或是我不認得它。請說出兩種語言，例如：幫我們翻譯中文和英文。",
    )


def unable(language: Language, *, coming: bool) -> str:
    """Why it cannot, and what to do."""
    if coming:
        return say(
            language,
            "Interpreting needs a model, and it is still being loaded. Ask again when the page says that it is ready.",
            "口譯需要模型，而模型還在載入。等頁面顯示就緒後再說一次。",
        )
    return say(
        language,
        "Interpreting needs a model, and the built-in engine is none: start Keepsight with --vlm auto, or with --vlm "
        "openai:http://localhost:11434/v1#MODEL to use one served by Ollama or vLLM.",
        "口譯需要模型，內建引擎做不到：請用 --vlm auto 啟動 Keepsight，"
        "或用 --vlm openai:http://localhost:11434/v1#MODEL 使用 Ollama 或 vLLM 提供的模型。",
    )


def _base(code: str) -> str:
    return code.partition("-")[0]
