"""A step again and again, until cancelled: what fails with every frame is said once."""

from collections.abc import Awaitable, Callable

from assistant.core.errors import KeepsightError
from assistant.core.events import Event, Failed


async def again_and_again(step: Callable[[], Awaitable[None]], send: Callable[[Event], Awaitable[None]]) -> None:
    said = ""
    while True:
        try:
            await step()
            said = ""
        except KeepsightError as error:
            if str(error) != said:
                said = str(error)
                await send(Failed(error.stage, said))
