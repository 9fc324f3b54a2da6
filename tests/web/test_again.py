"""What a page keeps while its line is cut, in the page's own code."""

from typing import Any

from tests.web.page_code import needs_node, returned

pytestmark = needs_node


def kept(script: str) -> Any:
    return returned("keep, count, arrived, again", "again.js", script)


def test_what_did_not_arrive_is_said_again_once_and_in_order() -> None:
    first, second = kept(
        """
        ["a", "b", "c"].forEach((one) => keep("sound", one, true));
        count();
        keep("typed", "d", true);
        arrived(1);
        keep("sound", "e", false);
        const first = again(2).messages.map(({ data }) => data);
        first.forEach((one) => keep("sound", one, true));
        return [first, again(3).messages.map(({ data }) => data)];
        """
    )
    assert first == ["c", "d", "e"]
    assert second == ["d", "e"]


def test_a_page_keeps_45_seconds_of_sound_however_long_its_line_is_cut() -> None:
    first, kept_now, lost = kept(
        """
        for (; now < 600; now += 1) keep("sound", now, false);
        const { messages, lost } = again(0);
        return [messages[0].data, messages.length, lost];
        """
    )
    assert (first, kept_now, lost) == (555, 45, True)


def test_sound_that_is_too_old_is_let_go_of_also_when_some_was_lost_before() -> None:
    held = kept(
        """
        const packets = [];
        for (; now < 600; now += 1) {
          const packet = { now };
          packets.push(new WeakRef(packet));
          keep("sound", packet, false);
        }
        await new Promise((go) => setTimeout(go, 0));
        gc();
        return packets.filter((one) => one.deref()).length;
        """
    )
    assert held <= 46
