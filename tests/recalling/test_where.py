"""Where things are and were: the place, the time and the picture that proves it, or an honest no."""

from assistant.core.values import Box, Frame, Verdict
from tests.pictures import jpeg
from tests.recalling.past import HOUR, MINUTE, NOON, Looker, Past, play

DESK = "glasses: black, on the wooden desk, left of the keyboard. mug: white, on the wooden desk."
SHELF = "glasses: black, on the shelf, next to a plant. mug: white, on the wooden desk."


def test_a_sighting_is_told_with_its_place_its_time_and_its_picture() -> None:
    async def scene(past: Past) -> None:
        kept = await past.keep(20 * MINUTE, DESK)
        said = await past.ask("Where are my glasses?")
        assert "11:40 (20 minutes ago)" in said
        assert "on the wooden desk, left of the keyboard" in said
        assert "mug" not in said
        assert said.endswith(f"[#{kept.id}]")

    play(scene)


def test_what_the_model_sees_on_looking_again_is_what_is_told() -> None:
    look = Looker(
        {NOON - 20 * MINUTE: Verdict("yes", "on the desk, under the lamp", Box("glasses", 0.1, 0.2, 0.3, 0.4))}
    )

    async def scene(past: Past) -> None:
        kept = await past.keep(20 * MINUTE, DESK)
        said = await past.ask("Where are my glasses?")
        assert said == f"I saw your glasses at 11:40 (20 minutes ago): on the desk, under the lamp. [#{kept.id}]"
        assert past.sources.marks == {kept.id: Box("glasses", 0.1, 0.2, 0.3, 0.4)}

    play(scene, look)


def test_a_note_that_its_picture_does_not_bear_out_is_refused_and_the_one_before_is_told() -> None:
    look = Looker({NOON - 5 * MINUTE: Verdict("no"), NOON - 65 * MINUTE: Verdict("yes")})

    async def scene(past: Past) -> None:
        right = await past.keep(65 * MINUTE, SHELF)
        await past.keep(5 * MINUTE, DESK)
        said = await past.ask("Where are my glasses?")
        assert "on the shelf" in said
        assert said.endswith(f"[#{right.id}]")

    play(scene, look)


def test_when_no_picture_bears_it_out_it_is_not_seen_and_the_note_is_called_a_note() -> None:
    look = Looker({NOON - 5 * MINUTE: Verdict("no")})

    async def scene(past: Past) -> None:
        kept = await past.keep(5 * MINUTE, DESK)
        said = await past.ask("Where are my glasses?")
        assert said.startswith("I have not seen your glasses since I started watching at 11:55.")
        assert f"looking at that picture again I do not see them. [#{kept.id}]" in said

    play(scene, look)


def test_what_is_in_view_now_needs_no_memory() -> None:
    view = Frame(jpeg("desk"), NOON, "camera")

    async def scene(past: Past) -> None:
        await past.keep(20 * MINUTE, DESK)
        assert await past.ask("Where are my glasses?", view) == "In view now: your glasses, on the desk."

    play(scene, Looker({NOON: Verdict("yes", "on the desk")}))


def test_what_was_never_seen_is_said_with_since_when_and_the_closest_is_called_the_closest() -> None:
    async def scene(past: Past) -> None:
        kept = await past.keep(90 * MINUTE, "wine glasses: on the shelf. plant: next to the wine glasses.")
        said = await past.ask("Where are my glasses?")
        assert said.startswith("I have not seen your glasses since I started watching at 10:30. The closest I have,")
        assert said.endswith(f"[#{kept.id}]")

    play(scene)


def test_with_nothing_alike_it_says_how_to_make_the_thing_known() -> None:
    async def scene(past: Past) -> None:
        await past.keep(90 * MINUTE, "sofa: grey, by the window.")
        said = await past.ask("Where is my umbrella?")
        assert said.startswith("I have not seen your umbrella since I started watching at 10:30.")
        assert "this is my umbrella" in said
        assert "[#" not in said
        assert "沒有看到雨傘" in await past.ask("我的雨傘在哪裡？", language="zh-Hant")

    play(scene)


def test_with_an_empty_memory_nothing_is_claimed() -> None:
    async def scene(past: Past) -> None:
        assert (await past.ask("Where are my keys?")).startswith("I have not seen your keys: I remember nothing yet.")

    play(scene)


def test_what_was_told_is_given_back_as_told() -> None:
    async def scene(past: Past) -> None:
        kept = await past.keep(HOUR, "my glasses are on the piano", source="told")
        said = await past.ask("Where are my glasses?")
        assert said == f"You told me at 11:00 (1 hour ago): “my glasses are on the piano” [#{kept.id}]"

    play(scene, Looker({NOON - HOUR: Verdict("no")}))


def test_before_that_goes_back_one_place_at_a_time() -> None:
    async def scene(past: Past) -> None:
        sofa = await past.keep(3 * HOUR, "glasses: on the sofa.")
        shelf = await past.keep(2 * HOUR, "glasses: on the shelf, next to a plant.")
        desk = await past.keep(1 * HOUR, "glasses: on the wooden desk.")
        assert f"[#{desk.id}]" in await past.ask("Where are my glasses?")
        said = await past.ask("Where were they before that?")
        assert said.startswith("Before that, ")
        assert "on the shelf" in said
        assert f"[#{shelf.id}]" in said
        assert f"[#{sofa.id}]" in await past.ask("and before that?")
        assert "no place before that" in await past.ask("and before that?")

    play(scene)


def test_before_what_is_asked_where_nothing_was_asked_yet() -> None:
    async def scene(past: Past) -> None:
        assert (await past.ask("Where were they before that?")).startswith("Before what?")

    play(scene)


def test_a_time_that_is_asked_about_is_the_time_that_is_answered_for() -> None:
    async def scene(past: Past) -> None:
        early = await past.keep(3 * HOUR, "keys: on the hook by the door.")
        await past.keep(5 * MINUTE, "keys: on the desk.")
        said = await past.ask("Where were my keys at 9 am?")
        assert "on the hook by the door" in said
        assert said.endswith(f"[#{early.id}]")

    play(scene)


def test_a_time_before_the_first_memory_cannot_be_known() -> None:
    async def scene(past: Past) -> None:
        kept = await past.keep(HOUR, "keys: on the desk.")
        said = await past.ask("Where were my keys yesterday?")
        assert said.startswith("I cannot know: I started watching only at 11:00.")
        assert "The closest I have, at 11:00" in said
        assert said.endswith(f"[#{kept.id}]")

    play(scene)


def test_the_keys_of_somebody_else_are_not_yours() -> None:
    async def scene(past: Past) -> None:
        await past.keep(HOUR, "Bob's keys are in the drawer", source="told")
        assert (await past.ask("Where are Anna's keys?")).startswith("I have not seen Anna's keys")

    play(scene)


def test_every_sentence_about_the_past_can_be_said_in_chinese() -> None:
    async def scene(past: Past) -> None:
        kept = await past.keep(20 * MINUTE, "眼鏡：黑色，在木桌上，鍵盤左邊。")
        said = await past.ask("我的眼鏡在哪裡？", language="zh-Hant")
        assert "11:40（20 分鐘前）" in said
        assert "木桌上" in said
        assert said.endswith(f"[#{kept.id}]")

    play(scene)


def test_of_several_alike_none_is_passed_off_as_yours() -> None:
    async def scene(past: Past) -> None:
        left, right = Box("bottle", 0.0, 0.4, 0.1, 0.6), Box("bottle", 0.9, 0.4, 1.0, 0.6)
        caption = "bottle: at the left of the picture. bottle: at the right of the picture."
        kept = await past.keep(20 * MINUTE, caption, left, right)
        said = await past.ask("Where is my bottle?")
        assert said == (
            "I last saw 2 things that look like your bottle at 11:40 (20 minutes ago): at the left of the picture, "
            f"at the right of the picture. [#{kept.id}]"
        )
        assert past.sources.marks == {}

    play(scene)
