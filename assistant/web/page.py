"""The page's layout in Gradio: Live, chat and Memory. What moves is in `static/`, as modules the browser imports."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from assistant.core.errors import PacketError, PictureError
from assistant.web.fields import field
from assistant.web.hub import Hub
from assistant.web.inviting import Inviting
from assistant.web.minutes import markdown, named
from assistant.web.options import WebOptions
from assistant.web.panel import Panel
from assistant.web.typed import hand_over

NOTES_GONE = "These notes are not here any more."
STATIC = Path(__file__).parent / "static"
ServerFunction = Callable[[Any], Coroutine[Any, Any, Any]]

# Gradio runs this text with `element`, `props`, `server` and `trigger` in scope. It must name each custom event that
# the page triggers, and the rest is in a file that can be read, linted and cached.
_LOAD = """
const root = new URL(window.gradio_config?.root ?? ".", location.href).pathname.replace(/\\/+$/, "");
import(root + "/keepsight/static/main.js").then((main) =>
  main.%s({ element, props, server, root, open: () => trigger("opened") }));
"""
# A message keeps its id until it was accepted, so that sending it again after a lost answer does not double it.
_NAME_MESSAGE = "(message, page) => [message, page + ' ' + window.keepsightMessages.id(message)]"
_FORGET_NAME = "() => window.keepsightMessages.accepted()"


def build_page(hub: Hub, panel: Panel, inviting: Inviting, ticket: ServerFunction, options: WebOptions) -> gr.Blocks:
    """Every handler is private: there is no API beside the page."""
    page: gr.Blocks
    with gr.Blocks(
        title="Keepsight", analytics_enabled=False, fill_width=True, fill_height=True, delete_cache=(3600, 3600)
    ) as page:
        with gr.Row(elem_id="ks-layout", equal_height=False):
            live = _html("live", "mountLive", [ticket, inviting.invite, inviting.join, _notes(hub)])
            with gr.Column(elem_id="ks-talk-column", scale=3, min_width=280):
                chat = _chat()
                box = _box()
            asked = [panel.memories, panel.memory, panel.forget, panel.forget_span, panel.forget_everything]
            _html("memory", "mountMemory", [*asked, panel.export])
        live.opened(_pump(hub), live, chat, trigger_mode="multiple", **_quiet())
        box.submit(_submit(hub, options), [box, live], box, js=_NAME_MESSAGE, preprocess=False, **_quiet()).success(
            None, js=_FORGET_NAME, api_visibility="private"
        )
    return page


def _html(name: str, mount: str, functions: list[ServerFunction]) -> gr.HTML:
    return gr.HTML(
        value="",
        elem_id=f"ks-{name}",
        html_template=(STATIC / f"{name}.html").read_text(),
        js_on_load=_LOAD % mount,
        server_functions=[_plain(function) for function in functions],
        apply_default_css=False,
    )


def _plain(method: ServerFunction) -> ServerFunction:
    """Gradio marks what it serves with an attribute, which a bound method cannot carry."""

    async def call(asked: Any) -> Any:
        return await method(asked)

    call.__name__ = method.__name__
    return call


def _notes(hub: Hub) -> ServerFunction:
    async def notes(asked: Any) -> dict[str, str]:
        """The notes of that `number` of the page's `conversation` as a file: its `name` and `text`, or an `error`."""
        conversation = hub.find(field(asked, "conversation", str, ""))
        taken = conversation.notes(field(asked, "number", int, 0)) if conversation else None
        if conversation is None or taken is None:
            return {"error": NOTES_GONE}
        return {"name": named(taken, conversation.zone), "text": markdown(taken, conversation.zone)}

    return notes


def _chat() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="ks-chat",
        show_label=False,
        label="Conversation",
        buttons=["copy"],
        feedback_options=None,
        placeholder=(STATIC / "empty.html").read_text(),
        height="100%",
        layout="bubble",
    )


def _box() -> gr.MultimodalTextbox:
    return gr.MultimodalTextbox(
        elem_id="ks-box",
        show_label=False,
        label="Your message",
        placeholder="Ask, or paste a picture",
        sources=["upload"],
        file_types=["image"],
        file_count="multiple",
        max_plain_text_length=16_000,
    )


def _quiet() -> dict[str, Any]:
    return {"show_progress": "hidden", "concurrency_limit": None, "api_visibility": "private"}


def _pump(hub: Hub) -> Callable[[str], AsyncGenerator[list[dict[str, Any]], None]]:
    async def pump(value: str) -> AsyncGenerator[list[dict[str, Any]], None]:
        """The only writer of the chat. `value` is the conversation's key and the page's name."""
        key, _, page = value.partition(" ")
        conversation = hub.find(key)
        if conversation is not None:
            async with aclosing(conversation.chat(page)) as versions:
                async for messages in versions:
                    yield messages

    return pump


def _submit(hub: Hub, options: WebOptions) -> Callable[[Any, str], Awaitable[Any]]:
    async def submit(message: Any, value: str) -> Any:
        """`value` is the conversation's key, the page's name and the message's id."""
        key, _, rest = str(value).partition(" ")
        id = rest.rpartition(" ")[2][:100]
        try:
            sent = await hand_over(message, id, hub.find(key), Path(get_upload_folder()), options)
        except (PictureError, PacketError) as error:
            raise gr.Error(str(error), duration=12, title="Not sent", print_exception=False) from None
        return {"text": "", "files": []} if sent else gr.skip()

    return submit
