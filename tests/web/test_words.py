"""The page's words: each sentence it can show is in its dictionary, in both kinds of Chinese."""

import ast
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.core.wording import to_simplified, to_traditional
from assistant.web import conversation, hub, inviting, socket
from assistant.web.page import STATIC
from assistant.web.seat import Goodbye

DICTIONARIES = sorted(STATIC.glob("chinese*.js"))
SCRIPTS = sorted(set(STATIC.glob("*.js")) - set(DICTIONARIES))
PAGES = sorted(STATIC.glob("*.html"))
MODELS = Path(__file__).parents[2] / "models"
NAMES = {"Keepsight", "Enter", "Escape", "Space", "Invalid"}  # the product, and keys as browsers call them
PAIR = re.compile(r'"((?:[^"\\]|\\.)+)":\s*\[\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)",?\s*\]')
CHINESE = {english: (old, new) for path in DICTIONARIES for english, old, new in PAIR.findall(path.read_text())}
COMMENT = re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
SENTENCE = re.compile(r"\{?[A-Z][a-z]+\}?([ ,.?:…–—'’].*)?", re.DOTALL)


def literals(path: Path) -> set[str]:
    """What the file holds between quotes and looks like words for people: a capital, then small letters."""
    found = {one or other for one, other in LITERAL.findall(COMMENT.sub("", path.read_text()))}
    return {text for text in found if SENTENCE.fullmatch(text) and not text.endswith("Error")} - NAMES


class Reader(HTMLParser):
    """Texts and names of a page's elements, and those that the scripts will translate."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: set[str] = set()
        self.translated: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.shown |= {given[name] for name in ("aria-label", "placeholder", "title", "alt") if given.get(name)}
        self.translated |= {given[name] for name in ("data-say", "data-say-label") if name in given}

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.shown.add(data.strip())


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text())
    return reader


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_sentence_of_the_scripts_has_a_translation(path: Path) -> None:
    assert literals(path) - set(CHINESE) == set()


def test_the_sentences_of_the_scripts_are_found() -> None:
    assert sum(len(literals(path)) for path in SCRIPTS) > 40


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_what_is_said_is_in_the_dictionary(path: Path) -> None:
    assert set(re.findall(r'\bsay\(\s*"([^"]+)"', path.read_text())) - set(CHINESE) == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_sentence_of_the_pages_has_a_translation(path: Path) -> None:
    assert (read(path).shown | read(path).translated) - set(CHINESE) - NAMES == set()


@pytest.mark.parametrize("name", ["live.html", "memory.html"])
def test_every_text_and_name_is_marked_to_be_translated(name: str) -> None:
    page = read(STATIC / name)
    assert page.shown - page.translated - NAMES == set()


def test_why_a_connection_closed_is_said_in_chinese_too() -> None:
    reasons = {
        why.reason
        for module in (conversation, hub, socket)
        for why in vars(module).values()
        if isinstance(why, Goodbye)
    }
    assert len(reasons) > 5
    assert reasons - set(CHINESE) - {""} == set()


def test_what_is_wrong_with_a_code_is_said_in_chinese_too() -> None:
    assert {inviting.NO_CONVERSATION, inviting.UNKNOWN, inviting.TOO_MANY} <= set(CHINESE)


def said_of_models(path: Path) -> set[str]:
    """What the server may say of a model on its way in, `{}` where something is filled in."""
    saying = {"ModelError", "Lost", "Needs", "self._wait", "_after"}
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    given = [given for call in calls if ast.unparse(call.func) in saying for given in call.args]
    return {template(node) for node in given if isinstance(node, ast.JoinedStr | ast.Constant)}


def template(node: ast.JoinedStr | ast.Constant) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in parts)  # type: ignore[misc]


def test_what_is_said_of_models_is_said_in_chinese_too() -> None:
    said = set[str]().union(
        *(
            said_of_models(MODELS / f"{name}.py")
            for name in (
                "fetching/hub",
                "fetching/answers",
                "fetching/files",
                "auto",
                "local/beginning",
                "local/fitting",
            )
        )
    )
    assert len(said) > 15
    assert said - {re.sub(r"\{\w+\}", "{}", english) for english in CHINESE} == set()


def node(language: str, expression: str, folder: Path) -> str:
    """What an expression over the page's words is in a browser of that language."""
    for path in (STATIC / "words.js", *DICTIONARIES):
        (folder / f"{path.stem}.mjs").write_text(path.read_text().replace('.js"', '.mjs"'))
    (folder / "ask.mjs").write_text(
        f"Object.defineProperty(globalThis, 'navigator', {{ value: {{ language: {json.dumps(language)} }} }});"
        f"const {{ say, retell }} = await import('./words.mjs'); process.stdout.write({expression});"
    )
    return subprocess.run(["node", "ask.mjs"], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_each_kind_of_chinese_is_written_in_its_own_characters() -> None:
    assert len(CHINESE) > 80
    for traditional, simplified in CHINESE.values():
        assert to_simplified(simplified) == simplified
        assert to_traditional(traditional).replace("臺", "台") == traditional


def test_translations_keep_what_is_filled_in() -> None:
    for english, both in CHINESE.items():
        for chinese in both:
            assert set(re.findall(r"\{(\w+)\}", english.lower())) == set(re.findall(r"\{(\w+)\}", chinese)), english


def test_scripts_stay_small() -> None:
    assert [path.name for path in STATIC.glob("*.js") if len(path.read_text().splitlines()) >= 200] == []


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "The screen did not start (X). Try again."),
        ("zh-TW", "螢幕沒有啟動（X）。請再試一次。"),
        ("zh-Hant-HK", "螢幕沒有啟動（X）。請再試一次。"),
        ("zh-CN", "屏幕没有启动（X）。请再试一次。"),
        ("zh", "屏幕没有启动（X）。请再试一次。"),
        ("de-DE", "The screen did not start (X). Try again."),
    ],
)
def test_the_browsers_language_decides(language: str, words: str, tmp_path: Path) -> None:
    asked = "say('{What} did not start ({error}). Try again.', { what: say('the screen'), error: 'X' })"
    assert node(language, asked, tmp_path) == words


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("There is no network. It is fetched as soon as there is one.", "沒有網路。一有網路就會下載。"),
        ("Trying again in 5 s: model.safetensors arrived damaged.", "5 秒後再試：model.safetensors 收到時已損壞。"),
        (
            "a/b was loaded, but does not answer: It is broken. c/d is tried instead.",
            "a/b 已載入，但沒有回應：It is broken. 改試 c/d。",
        ),
        ("Something nobody knows of.", "Something nobody knows of."),
    ],
)
def test_what_the_server_says_is_told_in_the_browsers_language(english: str, chinese: str, tmp_path: Path) -> None:
    assert node("zh-TW", f"retell({json.dumps(english)})", tmp_path) == chinese
    assert node("en", f"retell({json.dumps(english)})", tmp_path) == english
