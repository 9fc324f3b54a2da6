"""What was at a place, shown, read and moved: told with the proof of each line."""

from tests.recalling.past import HOUR, MINUTE, Past, play


def test_what_was_on_the_desk_is_told_thing_by_thing_with_its_time_and_proof() -> None:
    async def scene(past: Past) -> None:
        first = await past.keep(3 * HOUR, "mug: white, on the desk. book: on the shelf.")
        second = await past.keep(2 * HOUR, "laptop: grey, on the wooden desk.")
        said = await past.ask("What was on the desk this morning?")
        assert "mug (09:00)" in said
        assert "laptop (10:00)" in said
        assert "book" not in said
        assert f"[#{first.id}]" in said
        assert f"[#{second.id}]" in said

    play(scene)


def test_a_place_that_held_nothing_then_is_said_with_since_when_it_was_watched() -> None:
    async def scene(past: Past) -> None:
        await past.keep(HOUR, "mug: white, on the desk.")
        said = await past.ask("What was on the desk yesterday?")
        assert said == "I noted nothing at the desk (yesterday): I started watching only at 11:00."

    play(scene)


def test_what_was_shown_five_minutes_ago_is_of_five_minutes_ago() -> None:
    async def scene(past: Past) -> None:
        await past.keep(30 * MINUTE, "a red box.")
        shown = await past.keep(5 * MINUTE, "a blue passport.")
        await past.keep(10, "a green pen.")
        said = await past.ask("What did I show you five minutes ago?")
        assert said == f"11:55 (5 minutes ago): a blue passport [#{shown.id}]\n"

    play(scene)


def test_what_the_sign_said_is_what_was_read_where_a_sign_was_seen() -> None:
    async def scene(past: Past) -> None:
        sign = await past.keep(HOUR, "sign: yellow, on the door.", text="Closed on Mondays")
        await past.keep(5 * MINUTE, "letter: on the desk.", text="Dear Anna")
        said = await past.ask("What did the sign say?")
        assert said == f"At 11:00 (1 hour ago) it said: “Closed on Mondays” [#{sign.id}]"

    play(scene)


def test_without_a_sign_the_last_text_is_told_and_called_that() -> None:
    async def scene(past: Past) -> None:
        letter = await past.keep(5 * MINUTE, "letter: on the desk.", text="Dear Anna")
        said = await past.ask("What did the sign say?")
        assert said == (
            f"I noted no sign. The last text that I read, at 11:55 (5 minutes ago): “Dear Anna” [#{letter.id}]"
        )

    play(scene)


def test_who_moved_it_is_declined_with_what_is_known() -> None:
    async def scene(past: Past) -> None:
        before = await past.keep(2 * HOUR, "cup: on the shelf.")
        after = await past.keep(HOUR, "cup: on the desk.")
        said = await past.ask("Who moved the cup?")
        assert said.startswith("I do not tell people apart, so I do not know who.")
        assert f"on the desk, 11:00. [#{after.id}]" in said
        assert f"on the shelf, 10:00. [#{before.id}]" in said

    play(scene)
