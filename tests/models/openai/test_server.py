"""A real model one address away, over real HTTP to a small server that speaks the wire format."""

import asyncio
import base64
import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import pytest

from assistant.core.errors import AnswerError, SeeingError, SettingsError
from assistant.core.intents import Intent, Open
from assistant.core.ports import DeepCaptioner, Engine
from assistant.core.values import Description, Frame, Language, Message, Prompt
from assistant.prompting import History, messages
from memory.store import Store
from models.builtin import engine as builtin
from models.openai.address import is_near, parse
from models.openai.client import Client
from models.openai.giving_way import PATIENCE, GivingWay
from models.openai.server import TOKENS, OpenAIAnswerer, OpenAICaptioner, captioned, create
from tests import served as wire
from tests.clock import run
from tests.pictures import desk, encode, page
from tests.served import DONE, Answer, Served, delta, plain, says, serve, stream
from tests.wants import wants

VIEW = Frame(b"\xff\xd8jpeg", 999.0, "camera")
OPEN = Open()


def prompt(intent: Intent = OPEN, frames: tuple[Frame, ...] = (), language: Language = "en") -> Prompt:
    said = (Message("system", "Be brief."), Message("user", "What is this?", frames))
    return Prompt(said, intent, language, now=1000.0, frames=frames, question="What is this?")


@asynccontextmanager
async def engine(address: str, model: str = "#tiny", key: str = "") -> AsyncGenerator[Engine, None]:
    memory = Store.open(None)
    made = create(address + model, replace(wants(memory), api_key=key), builtin.create(memory, warm=False)).part
    try:
        yield made
    finally:
        made.close()
        memory.close()


async def answer(engine: Engine, asked: Prompt) -> tuple[str, str]:
    """The words, and the error that ended them if there was one."""
    words = []
    try:
        async with aclosing(engine.answerer.answer(asked)) as pieces:
            async for piece in pieces:
                words.append(piece)
    except AnswerError as failure:
        return "".join(words), str(failure)
    return "".join(words), ""


def ask(*answers: Answer, asked: Prompt | None = None, model: str = "#tiny") -> tuple[str, str, Served]:
    """Asks once; also what the server was asked."""

    async def scene() -> tuple[str, str, Served]:
        async with serve(*answers) as server, engine(server.address, model, key="secret") as made:
            return *await answer(made, asked or prompt()), server

    return run(scene())


def test_the_answer_streams_and_the_picture_and_key_are_sent_in_the_standard_form() -> None:
    words, error, server = ask(says("A red ", "cup."), asked=prompt(frames=(VIEW,)))
    (request,) = server.requests
    assert (words, error) == ("A red cup.", "")
    assert request.line == "POST /v1/chat/completions HTTP/1.1"
    assert "authorization: bearer secret" in request.head.lower()
    assert (request.json["model"], request.json["stream"], request.json["max_tokens"]) == ("tiny", True, TOKENS)
    assert request.json["messages"][1]["content"][0]["image_url"]["url"].startswith("data:image/jpeg;base64,/9h")


def test_a_picture_of_two_megabytes_arrives_whole() -> None:
    large = Frame(bytes(range(256)) * 8_000, 999.0, "upload")
    sent = ask(says("A cup."), asked=prompt(frames=(large,)))[2].requests[0].json["messages"][1]["content"][0]
    assert base64.b64decode(sent["image_url"]["url"].partition(",")[2]) == large.jpeg


def test_words_are_there_as_soon_as_the_server_has_sent_them() -> None:
    async def scene() -> None:
        more = asyncio.Event()
        async with (
            serve(stream(delta("A "), more, delta("cup.", "stop"), DONE)) as server,
            engine(server.address) as made,
            aclosing(made.answerer.answer(prompt())) as pieces,
        ):
            assert await anext(pieces) == "A "
            more.set()
            assert [piece async for piece in pieces] == ["cup."]

    run(scene())


def test_a_server_that_does_not_stream_is_understood_too() -> None:
    whole = {"choices": [{"message": {"role": "assistant", "content": "A cup."}, "finish_reason": "stop"}]}
    assert ask(plain(200, json.dumps(whole)))[:2] == ("A cup.", "")


def test_letters_that_end_a_line_elsewhere_do_not_break_an_answer() -> None:
    assert ask(says("one\u2028two\x85three"))[0] == "one\u2028two\x85three"


MISTRAL = wire.event({"choices": [{"delta": {"content": [{"type": "thinking", "thinking": "It is red."}]}}]})


@pytest.mark.parametrize(
    "parts",
    [
        [delta(reasoning_content="It is red."), delta("A cup.", "stop")],
        [delta(reasoning="It is red."), delta("A cup.", "stop")],
        [*map(delta, "<think>\nIt is red.</think>\n\nA cup."), delta(ending="stop")],
        [delta("<think>It is red. </thi"), delta("nk>A cu"), delta("p."), delta(ending="stop")],
        [MISTRAL, delta("A cup.", "stop")],
    ],
)
def test_what_the_model_thinks_first_is_not_part_of_its_answer(parts: list[bytes]) -> None:
    assert ask(stream(*parts, DONE))[:2] == ("A cup.", "")


def test_an_answer_may_begin_like_a_thought_and_speak_of_one() -> None:
    assert ask(says("<th", "ird>"))[0] == "<third>"
    assert ask(says("<thi"))[0] == "<thi"
    assert ask(says("Write <think> and </think>."))[0] == "Write <think> and </think>."


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


def test_models_that_know_the_limit_by_its_newer_name_alone_are_asked_with_that_from_then_on() -> None:
    error = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."

    async def scene() -> list[list[str]]:
        refuses = plain(400, json.dumps({"error": {"message": error}}))
        async with serve(refuses, says("A cup.")) as server, engine(server.address) as made:
            for _ in range(2):
                assert await answer(made, prompt()) == ("A cup.", "")
            return [[name for name in request.json if name.startswith("max")] for request in server.requests]

    assert run(scene()) == [["max_tokens"], ["max_completion_tokens"], ["max_completion_tokens"]]


def test_the_only_model_of_a_server_need_not_be_named() -> None:
    words, error, server = ask(wire.by_path(completions=says("A cup."), models=wire.models("one")), model="")
    assert (words, error) == ("A cup.", "")
    assert server.requests[-1].json["model"] == "one"


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


def test_the_connection_stays_open_between_turns_and_is_closed_with_the_engine() -> None:
    async def scene() -> tuple[list[int], int]:
        async with serve(says("A cup.")) as server:
            async with engine(server.address) as made:
                for _ in range(3):
                    await answer(made, prompt())
                assert server.open == 1
            await asyncio.sleep(1)
            return [request.connection for request in server.requests], server.open

    assert run(scene()) == ([0, 0, 0], 0)


def test_a_connection_that_the_server_drops_as_the_next_question_comes_is_made_anew() -> None:
    async def scene() -> tuple[str, str]:
        async with serve(says("One."), wire.hangs_up, says("Two.")) as server, engine(server.address) as made:
            await answer(made, prompt())
            return await answer(made, prompt())

    assert run(scene()) == ("Two.", "")


def test_the_prompt_of_a_turn_begins_with_the_prompt_of_the_turn_before() -> None:
    """Byte by byte, up to the question: what a server keeps of the first it need not read again."""

    async def scene() -> list[bytes]:
        history, view = History(), Frame(encode(desk()), 999.0, "upload")
        async with serve(says("A cup.")) as server, engine(server.address) as made:
            for question in ("What is this?", "And now?"):
                said = messages(question, (view,), history, (), 1000.0, "en")
                await answer(made, Prompt(said, OPEN, "en", 1000.0, (view,), question=question))
                history.add(1000.0, Message("user", question, (view,)))
                history.add(1000.0, Message("assistant", "A cup."))
            return [request.body for request in server.requests]

    first, second = run(scene())
    read = first[: first.index(b"}]}],")]
    assert b"What is this?" in read
    assert second.startswith(read)


def test_turns_of_one_speaker_in_a_row_become_one_as_strict_templates_demand() -> None:
    said = (Message("system", "Be brief."), *(Message("user", words, (VIEW,)) for words in ("Look.", "What is it?")))
    sent = ask(says("A cup."), asked=replace(prompt(), messages=said))[2].requests[0].json["messages"]
    assert [message["role"] for message in sent] == ["system", "user"]
    assert [part["type"] for part in sent[1]["content"]] == ["image_url", "image_url", "text"]
    assert sent[1]["content"][2]["text"] == "Look.\n\nWhat is it?"


def test_stopping_a_reply_closes_the_connection_so_that_the_server_stops_too() -> None:
    async def scene() -> None:
        endless = stream(*[delta("word ")] * 3, asyncio.Event())
        async with serve(endless, says("A cup.")) as server, engine(server.address) as made:
            async with aclosing(made.answerer.answer(prompt())) as pieces:
                assert await anext(pieces) == "word "
            await server.left.wait()
            assert await answer(made, prompt()) == ("A cup.", "")

    run(scene())


def test_the_server_describes_what_the_camera_sees_and_the_built_in_eyes_read_it() -> None:
    async def scene() -> None:
        async with serve(says("- Cup: red, on the desk")) as server, engine(server.address) as made:
            eyes, frame = made.captioner(), Frame(encode(page("Field notes")), 999.0, "camera")
            assert isinstance(eyes, DeepCaptioner)
            described = await eyes.deepen(frame, await eyes.describe(frame))
            assert "Cup: red, on the desk." in described.caption
            assert described.text == "Field notes"
            assert server.requests[0].json["messages"][0]["content"][0]["type"] == "image_url"

    run(scene())


Caption = asyncio.Task[Description]
Script = Callable[[OpenAIAnswerer, Served, Caption], Awaitable[None]]


def describing(script: Script, *answers: Answer) -> None:
    """A script that begins while a caption is being made."""

    async def scene() -> None:
        async with serve(*answers) as server:
            client, turn = Client(parse(f"{server.address}#tiny", "--vlm")), GivingWay()
            caption = asyncio.create_task(OpenAICaptioner(client, turn).describe(VIEW))
            await server.asked.wait()
            await script(OpenAIAnswerer(client, turn), server, caption)
            client.close()

    run(scene())


def test_a_reply_cuts_a_caption_off_at_once_and_the_caption_is_made_afterwards() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        async with aclosing(answerer.answer(prompt())) as pieces:
            assert await anext(pieces) == "A "
            assert server.left.is_set()
            assert not caption.done()
            assert [piece async for piece in pieces] == ["cup."]
        assert (await caption).caption == "Cup: red."
        assert ["List the objects" in request.body.decode() for request in server.requests] == [True, False, True]

    describing(script, stream(delta("- Cup"), asyncio.Event()), says("A ", "cup."), says("Cup: red"))


def test_a_caption_waits_for_a_gap_between_replies_but_not_for_ever() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        async with aclosing(answerer.answer(prompt())) as pieces:
            await anext(pieces)
            assert (await caption).caption == "Cup: red."
        assert asyncio.get_running_loop().time() >= PATIENCE

    describing(script, stream(asyncio.Event()), stream(delta("A "), asyncio.Event()), says("Cup: red"))


def test_a_caption_that_nobody_waits_for_any_more_is_stopped_at_the_server_too() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        caption.cancel()
        await server.left.wait()
        assert caption.cancelled()

    describing(script, stream(delta("- Cup"), asyncio.Event()))


def test_a_caption_that_fails_says_so_as_one_who_sees() -> None:
    async def script(answerer: OpenAIAnswerer, server: Served, caption: Caption) -> None:
        with pytest.raises(SeeingError, match="out of memory"):
            await caption

    describing(script, plain(500, '{"error": "out of memory"}'))


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("10.1.2.3", True),
        ("fd00::1", True),
        ("vllm", True),
        ("box.local", True),
        ("api.openai.com", False),
        ("8.8.8.8", False),
        ("172.32.0.1", False),
        ("localhost.example.com", False),
    ],
)
def test_what_the_camera_sees_goes_by_itself_only_to_a_server_that_is_near(host: str, near: bool) -> None:
    assert is_near(host) is near
    assert captioned("auto", near) is near
    assert captioned("model", near)
    assert not captioned("builtin", near)


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
