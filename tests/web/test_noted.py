"""Modes as the page gets them: chosen by a message, shown in the chat, and known to a page that was reloaded."""

import asyncio
import json

import pytest

from assistant.core.errors import PacketError
from assistant.core.events import Event, Forgotten, ModeChanged, Noted, ReplyStarted, ReplyText, UserSaid
from assistant.core.values import Capturing, Dictated, SetMode
from assistant.session import Parts, Session
from assistant.web import wire
from assistant.web.chat import ChatLog
from assistant.web.conversation import Conversation
from assistant.web.messages import read_message
from assistant.web.mode import READABLE, ModeState
from assistant.web.noted import SHOWN
from memory.store import Store
from tests.clock import run
from tests.scripted import clock
from tests.talking import Ears, Loudness, Words

NOW = 1_700_000_000.0


def chat(*events: Event) -> list[str]:
    log = ChatLog(str)
    for event in events:
        log.apply(event, NOW)
    return [message["content"] for message in log.messages(NOW)]


def test_notes_are_one_entry_that_grows_whatever_is_typed_between() -> None:
    begun, ended = Noted("we <b>start</b>", NOW, 1), Noted("and end", NOW + 60)
    typed = UserSaid(1, "who?", False), ReplyText(1, "Anna.")
    notes, question, answer = chat(ModeChanged("notes"), begun, *typed, ended)
    assert notes.count("<li>") == 2
    assert "we &lt;b&gt;start" in notes
    assert "Taking notes" in notes
    assert (question, answer) == ("who?", "Anna.")


def test_notes_that_were_ended_stay_and_the_next_ones_are_an_entry_of_their_own() -> None:
    first, second = chat(
        *(ModeChanged("notes"), Noted("one", NOW), ModeChanged("conversation")),
        *(ModeChanged("notes"), Noted("二", NOW)),
    )
    assert "Taking notes" not in first
    assert "one" in first
    assert "筆記中" in second


def test_what_is_understood_when_notes_have_been_ended_stands_among_them() -> None:
    [notes] = chat(ModeChanged("notes"), Noted("one", NOW), ModeChanged("conversation"), Noted("two", NOW))
    assert notes.count("<li>") == 2
    assert "Taking notes" not in notes


def test_the_summary_of_notes_that_a_button_ends_is_the_reply_that_begins_upon_it() -> None:
    log = ChatLog(str)
    summary = ReplyStarted(3, "test"), ReplyText(3, "The notes are closed.\n\nAll is well."), ReplyStarted(4, "test")
    for event in (ModeChanged("notes"), Noted("one", NOW), ModeChanged("conversation"), *summary):
        log.apply(event, NOW)
    taken = log.notes(1)
    assert taken is not None
    assert taken.summary == "All is well."


def test_forgetting_takes_lines_out_of_the_notes_by_time_and_by_memory() -> None:
    lines = [Noted(f"line {n}", NOW + 60 * n, n) for n in range(1, 5)]
    [left] = chat(*lines, Forgotten((), since=NOW + 200), Forgotten((2,)))
    assert [f"line {n}" in left for n in range(1, 5)] == [True, False, True, False]
    assert chat(*lines, Forgotten((), everything=True)) == []


def test_hours_of_notes_are_shown_by_their_newest_lines() -> None:
    [shown] = chat(*(Noted(f"line {n}.", NOW + n) for n in range(SHOWN + 7)))
    assert shown.count("<li>") == SHOWN
    assert "7 older lines" in shown
    assert f"line {SHOWN + 6}." in shown


def test_a_mode_is_set_by_a_message_and_by_no_other() -> None:
    asked = {"type": "set_mode", "mode": "interpreter", "languages": ["en", "zh-Hant"]}
    assert read_message(json.dumps(asked)) == SetMode("interpreter", ("en", "zh-Hant"))
    assert read_message('{"type": "set_mode", "mode": "notes"}') == SetMode("notes")
    for wrong in ({"mode": "karaoke"}, {"languages": ["a", "b", "c"]}, {"languages": "en"}, {"languages": [1]}):
        with pytest.raises(PacketError):
            read_message(json.dumps({**asked, **wrong}))


def test_a_line_reaches_the_page_with_its_time_and_the_memory_that_holds_it() -> None:
    sent = json.loads(wire.write_event(Noted("we start", NOW, 7), str))
    assert sent == {"type": "noted", "text": "we start", "time": NOW, "id": 7}


def test_a_page_that_comes_back_to_notes_knows_since_when_and_how_many_lines() -> None:
    state = ModeState()
    state.note(ModeChanged("notes"), NOW)
    for n in range(READABLE + 1):
        state.note(Noted(f"line {n}", NOW + n, n), NOW)
    state.note(Forgotten((3,)), NOW)
    told = state.welcome()
    assert (told["mode"], told["began"], len(told["noted"])) == ("notes", NOW, READABLE)
    assert told["noted"][-1] == {"text": "line 50", "time": NOW + 50, "id": 50}  # forgotten later, it goes by its id
    state.note(ModeChanged("interpreter", ("en", "de")), NOW)
    assert state.welcome() == {"mode": "interpreter", "languages": ["en", "de"]}


def test_notes_survive_a_reload_of_the_page() -> None:
    async def main() -> None:
        conversation, memory = Conversation("key", str, lambda event, besides: None, 1800.0), Store.open(None)
        parts = Parts(Words().engine(), Loudness(), Ears([]), None, memory, clock)
        session = asyncio.create_task(Session("test", parts, conversation).run())
        seat = conversation.attach("first")
        for value in (Capturing(), SetMode("notes")):
            conversation.receive(value)
        await asyncio.sleep(5)
        conversation.receive(Dictated("we start at nine"))
        await asyncio.sleep(5)
        conversation.detach(seat)
        await asyncio.sleep(60)
        conversation.attach("reloaded")
        welcome = conversation.welcome()
        assert welcome["mode"] == "notes"
        assert [line["text"] for line in welcome["noted"]] == ["we start at nine"]
        conversation.receive(Dictated("and end at ten"))
        await asyncio.sleep(5)
        assert [row.text for row in await memory.recent()] == ["and end at ten", "we start at nine"]
        conversation.end()
        await session
        memory.close()

    run(main())
