"""Questions to a model one address away, over real HTTP to a small server that speaks the wire format."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from assistant.core.errors import AnswerError
from assistant.core.intents import Intent, Open
from assistant.core.ports import Engine
from assistant.core.values import Frame, Language, Message, Prompt
from memory.store import Store
from models.builtin import engine as builtin
from models.openai.server import create
from tests.clock import run
from tests.served import Answer, Served, serve
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
