"""A real model one address away, over real HTTP to a small server that speaks the wire format."""

import asyncio
import base64
import json
from contextlib import aclosing
from dataclasses import replace

import pytest

from assistant.core.values import Frame, Message, Prompt
from assistant.prompting import History, messages
from models.openai.server import TOKENS
from tests import served as wire
from tests.clock import run
from tests.models.openai.asking import OPEN, VIEW, answer, ask, engine, prompt
from tests.pictures import desk, encode
from tests.served import DONE, delta, plain, says, serve, stream


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
