"""A model server that fails, hangs up, or is none: what the user is told to do."""

import asyncio

import pytest

from assistant.core.errors import SettingsError
from models.openai.address import parse
from tests import served as wire
from tests.clock import run
from tests.models.openai.asking import answer, ask, engine, prompt
from tests.served import DONE, Answer, delta, plain, stream

HALF = delta("A red ")
MODELS = wire.models("small", "large")
BAD_ENDS: dict[str, tuple[Answer, str, str]] = {
    "dies in the middle of a chunk": (stream(HALF, end=False), "A red ", "Ask again"),
    "ends in the middle of a sentence": (stream(HALF), "A red ", "did not answer to the end"),
    "stops with an error event": (
        stream(HALF, wire.event({"error": {"message": "out of memory"}})),
        "A red ",
        "stopped with an error: out of memory. Ask again",
    ),
    "stops with an error that is no JSON": (
        stream(HALF, b'data: {"error": "no "such" tensor"}\n\n'),
        "A red ",
        'no "such" tensor',
    ),
    "falls silent": (stream(HALF, asyncio.Event()), "A red ", "said nothing for 120 seconds"),
    "never says a word": (wire.is_silent, "", "may still be loading the model"),
    "hangs up": (wire.hangs_up, "", "Ask again"),
    "is a page for people": (plain(200, "<html>Welcome</html>", "text/html; charset=utf-8"), "", "ends in /v1"),
    "speaks another language": (plain(200, "hello", "text/plain"), "", "ends in /v1"),
    "sends half a JSON": (stream(b'data: {"choices": [\n\n'), "", "form of OpenAI's API"),
    "sends JSON of another kind": (stream(b"data: [1]\n\n"), "", "form of OpenAI's API"),
    "wants a key": (plain(401), "", "KEEPSIGHT_API_KEY"),
    "has other models": (wire.by_path(completions=plain(404), models=MODELS), "", "after the #: small, large."),
    "knows no such path": (plain(404, "<html>Not found</html>", "text/html"), "", "usually ends in /v1"),
    "takes no such pictures": (plain(413), "", "smaller pictures"),
    "is busy and says for how long": (plain(429, retry_after="7"), "", "Ask again in 7 seconds"),
    "is still loading": (plain(503, '{"error": {"message": "Loading model"}}'), "", "Loading model. Ask again in a mo"),
    "cannot read so much": (
        plain(400, '{"object": "error", "message": "maximum context length is 512 tokens."}'),
        "",
        "(HTTP 400): maximum context length is 512 tokens. Its own log says why.",
    ),
    "has a bug": (plain(500, '{"detail": [{"msg": "boom"}]}'), "", "(HTTP 500): boom."),
    "has moved": (plain(301, location="http://elsewhere/v1"), "", "name its new address with --vlm"),
    "only thinks": (stream(delta("<think>Hm"), delta(ending="length"), DONE), "", "Turn its thinking off"),
    "says nothing": (stream(delta(""), delta(ending="stop"), DONE), "", "Ask in other words"),
}


@pytest.mark.parametrize("case", BAD_ENDS)
def test_a_server_that_fails_says_what_to_do_and_the_words_so_far_stand(case: str) -> None:
    bad, so_far, advice = BAD_ENDS[case]
    words, error, server = ask(bad)
    assert words == so_far
    assert error.startswith(f"The model server at {server.address} ")
    assert advice in error


def test_failures_are_told_in_the_language_of_the_conversation() -> None:
    assert "KEEPSIGHT_API_KEY 提供它的金鑰" in ask(plain(401), asked=prompt(language="zh-Hant"))[1]
    assert "KEEPSIGHT_API_KEY 提供它的金钥" in ask(plain(401), asked=prompt(language="zh-Hans"))[1]


def test_an_address_that_nobody_listens_on_says_what_to_check() -> None:
    async def scene() -> str:
        async with engine("http://127.0.0.1:9/v1") as made:
            return (await answer(made, prompt()))[1]

    assert "Check that it runs and that --vlm names the right address" in run(scene())


@pytest.mark.parametrize(
    ("listed", "advice"),
    [
        (MODELS, "choose one with --vlm openai:http://127.0.0.1:PORT/v1#MODEL: small, large."),
        (wire.models(), "lists no model. Name one: --vlm openai:http://127.0.0.1:PORT/v1#MODEL"),
        (plain(404), "(HTTP 404)"),
        (plain(200, "{}"), "form of OpenAI's API"),
    ],
)
def test_a_server_with_several_models_or_none_says_how_to_name_one(listed: Answer, advice: str) -> None:
    _, error, server = ask(wire.by_path(models=listed), model="")
    assert advice.replace("http://127.0.0.1:PORT/v1", server.address) in error


@pytest.mark.parametrize("source", ["localhost#tiny", "ftp://localhost/v1#tiny", "http://#tiny", "http://a:b/v1", ""])
def test_what_is_no_address_shows_how_to_write_one(source: str) -> None:
    with pytest.raises(SettingsError, match="openai:http://localhost:11434/v1#MODEL"):
        parse(source, "--vlm")


def test_offline_names_no_server_of_the_internet() -> None:
    assert parse("http://localhost:11434/v1/#qwen3-vl:8b", "--vlm", offline=True).model == "qwen3-vl:8b"
    with pytest.raises(SettingsError, match="leave --offline out"):
        parse("https://api.openai.com/v1#gpt", "--vlm", offline=True)


def test_a_key_that_cannot_be_one_is_refused_before_anything_is_sent() -> None:
    async def scene() -> None:
        with pytest.raises(SettingsError, match="The key for --vlm"):
            async with engine("http://127.0.0.1:9/v1", key="schlüssel"):
                pass

    run(scene())
