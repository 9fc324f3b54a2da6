"""A line that is known before it has ended is rendered meanwhile, into the language that it turns out to need."""

from dataclasses import dataclass

from assistant.core import events
from assistant.core.values import Transcript, Utterance
from memory.store import Store
from tests.modes.house import Translator, heard
from tests.scripted import START, ScriptedUser
from tests.talking import Hum, play, sound
from tests.test_drafting import Noting, Timely

LINE = "where is the station"
KNOWN = [(0.3, "where is"), (0.6, LINE)]


@dataclass
class Tongued(Timely):
    """Takes words that are still being said to be in `early`."""

    early: str = "en"

    async def partial(self, utterance: Utterance) -> Transcript:
        known = await super().partial(utterance)
        return heard(known.text, self.early)


def interpreted(pair: str, ears: Timely, engine: Translator) -> Noting:
    """One line of a second, said while `pair` is interpreted."""

    user = Noting()

    async def script(_: ScriptedUser, memory: Store) -> None:
        await user.ask(f"interpret between {pair}")
        user.heard.clear()
        user.times.clear()
        await user.say(sound(1.0))

    play(script, engine=engine, ears=ears, voice=Hum(), user=user)
    return user


def test_a_line_is_rendered_while_its_last_words_are_said() -> None:
    engine = Translator()
    user = interpreted("English and Chinese", Timely([heard("Where is the station?")], KNOWN), engine)
    (prompt,) = engine.prompts
    assert prompt.now - START < user.at(events.SpeechEnded) - 0.45  # while the last 0.3 s of it were being said
    assert user.at(events.Voice) - user.at(events.SpeechEnded) < 0.25  # its seven words take 0.7 s
    assert user.words(2) == f"{LINE} in traditional Chinese. "


def test_what_was_begun_in_the_wrong_direction_is_never_heard() -> None:
    engine = Translator()
    ears = Tongued([heard("Where is the station?")], KNOWN, early="fr")
    user = interpreted("English and French", ears, engine)
    early, right = engine.prompts
    assert (early.question, right.question) == (LINE, "Where is the station?")
    assert "Render this in English" in early.messages[-1].text
    assert user.words(2) == "Where is the station? in French. "


def test_a_line_that_goes_on_after_all_is_rendered_whole() -> None:
    engine = Translator()
    whole = f"{LINE} that the trains leave from"
    user = interpreted("English and Chinese", Timely([heard(whole)], [*KNOWN, (0.9, f"{LINE} that the")]), engine)
    assert [prompt.question for prompt in engine.prompts] == [LINE, whole]
    assert user.words(2) == f"{whole} in traditional Chinese. "
