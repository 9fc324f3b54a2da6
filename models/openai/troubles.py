"""What may go wrong with a server, each in words that say what to do, in the user's language (pure)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.errors import KeepsightError
from assistant.core.values import Language
from assistant.core.wording import say
from models.openai.address import Address
from models.whisper.languages import spoken

NAMED = 12  # models of a server that are listed in a message; a public one has hundreds
QUOTED = 200  # characters of the server's own words


@dataclass(frozen=True, slots=True)
class Troubles:
    """Makes the errors of one request. error: the class for what was asked for, for example AnswerError."""

    address: Address
    error: type[KeepsightError]
    language: Language = "en"

    def unreachable(self) -> KeepsightError:
        return self._make(
            f"cannot be reached. Check that it runs and that {self.address.setting} names the right address.",
            f"連不上，請確認它已啟動，而且 {self.address.setting} 的位址正確。",
        )

    def silent(self, seconds: float) -> KeepsightError:
        return self._make(
            f"has said nothing for {seconds:.0f} seconds. It may still be loading the model: ask again, or choose a "
            "smaller one.",
            f"{seconds:.0f} 秒沒有回應，可能還在載入模型：請再問一次，或換小一點的模型。",
        )

    def broke_off(self) -> KeepsightError:
        return self._make(
            "did not answer to the end. Ask again; if it happens again, its own log says why.",
            "話沒說完就斷了，請再問一次；若又發生，它自己的記錄會說明原因。",
        )

    def stopped(self, words: str) -> KeepsightError:
        """words: what the server itself says in the middle of a reply."""
        return self._make(
            f"stopped with an error{_quoted(words)}. Ask again.", f"中途出錯{_quoted(words)}，請再問一次。"
        )

    def no_words(self) -> KeepsightError:
        return self._make("gave an empty answer. Ask in other words.", "的回答是空的，請換個說法再問。")

    def only_thought(self) -> KeepsightError:
        return self._make(
            "used up its tokens thinking. Turn its thinking off where the model is served, or choose one that answers "
            "at once.",
            "只顧著思考，把字數用完了：請在提供模型的地方關閉思考，或換一個直接回答的模型。",
        )

    def not_this(self) -> KeepsightError:
        return self._make(
            f"does not answer in the form of OpenAI's API. Check {self.address.setting}: the address usually ends in "
            "/v1.",
            f"的回應不是 OpenAI API 的格式，請檢查 {self.address.setting}：位址通常以 /v1 結尾。",
        )

    def not_sound(self, kind: str) -> KeepsightError:
        """kind: what it sends instead, for example `audio/mpeg`."""
        return self._make(
            f"sends its voice as {kind}. Choose a model there that can send pcm or 16-bit wav.",
            f"的語音格式是 {kind}，請在那裡選一個能輸出 pcm 或 16 位元 wav 的模型。",
        )

    def unnamed(self, models: Sequence[str]) -> KeepsightError:
        """The setting names no model, and the server has none or several."""
        setting = f"{self.address.setting} openai:{self.address.base}#MODEL"
        if not models:
            return self._make(f"lists no model. Name one: {setting}", f"沒有列出模型，請指定一個：{setting}")
        return self._make(
            f"has several models; choose one with {setting}: {_listed(models)}.",
            f"有好幾個模型，請用 {setting} 選一個：{_listed(models)}。",
        )

    def refused(self, status: int, words: str, wait: str = "", models: Sequence[str] = ()) -> KeepsightError:
        """status: of HTTP. words: the server's own. wait: its Retry-After. models: those it has, where known."""
        english, chinese = self._advice(status, wait, models)
        said = _quoted(words)
        return self._make(f"refused (HTTP {status}){said}. {english}", f"拒絕了（HTTP {status}）{said}。{chinese}")

    def _advice(self, status: int, wait: str, models: Sequence[str]) -> tuple[str, str]:
        setting, model = self.address.setting, self.address.model
        match status:
            case 401 | 403:
                key = "KEEPSIGHT_API_KEY" if setting == "--vlm" else "KEEPSIGHT_SPEECH_API_KEY"
                return f"Give its key with {key}.", f"請用 {key} 提供它的金鑰。"
            case 404 if models:
                return (
                    f"It does not serve {model!r}; name one of these after the #: {_listed(models)}.",
                    f"它沒有 {model!r}，請在 # 後面改用其中之一：{_listed(models)}。",
                )
            case 404 | 405:
                return (
                    f"Check {setting}: the address usually ends in /v1, and it must serve {model or 'a model'}.",
                    f"請檢查 {setting}：位址通常以 /v1 結尾，而且那裡要有 {model or '模型'}。",
                )
            case 413:
                return "Send fewer or smaller pictures.", "請少傳幾張，或傳小一點的圖片。"
            case 429 | 503:
                return f"Ask again in {wait} seconds." if wait.isdigit() else "Ask again in a moment.", (
                    f"請過 {wait} 秒再問。" if wait.isdigit() else "請稍後再問。"
                )
            case _ if 300 <= status < 400:
                return f"It has moved: name its new address with {setting}.", f"它搬家了，請用 {setting} 改成新的位址。"
            case _:
                return "Its own log says why.", "它自己的記錄會說明原因。"

    def _make(self, english: str, chinese: str) -> KeepsightError:
        base = self.address.base
        return self.error(say(self.language, f"The model server at {base} {english}", f"{base} 的模型伺服器{chinese}"))


def told_in(tags: Sequence[str]) -> Language:
    """The language for who speaks `tags` (ISO 639-1, likeliest first), where no conversation tells."""
    speaks = spoken(tags, {tag.partition("-")[0].lower() for tag in tags})
    if speaks.codes[:1] != ("zh",):
        return "en"
    return "zh-Hans" if speaks.traditional is False else "zh-Hant"


def said(body: bytes) -> str:
    """The server's own words on what went wrong, in any of the shapes in use; empty where they are for a browser."""
    text = body.decode(errors="replace").strip()
    try:
        return _message(json.loads(text))
    except ValueError:
        return "" if text.startswith("<") else text


def _message(answer: object) -> str:
    """`{"error": {"message": …}}` (OpenAI, vLLM, llama.cpp), `{"error": …}` (Ollama), `{"detail": …}` (FastAPI)."""
    if isinstance(answer, dict):
        return next((_message(answer[key]) for key in ("error", "message", "detail", "msg") if key in answer), "")
    if isinstance(answer, list):
        return "; ".join(filter(None, map(_message, answer)))
    return answer if isinstance(answer, str) else ""


def _quoted(words: str) -> str:
    words = " ".join(words.split()).rstrip(".")
    return f": {words[:QUOTED]}{'…' if len(words) > QUOTED else ''}" if words else ""


def _listed(models: Sequence[str]) -> str:
    return ", ".join(models[:NAMED]) + (" …" if len(models) > NAMED else "")
