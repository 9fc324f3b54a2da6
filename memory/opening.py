"""Where the memory lies, as it is set: in a folder of this machine, or on a PostgreSQL server."""

from pathlib import Path

from assistant.core.errors import SettingsError
from memory.ageing.retention import Limits
from memory.store import Store


def opened(address: str, user: str, folder: Path, limits: Limits) -> Store:
    """The memory of `user` at `address`, postgresql://…; where that is empty the one in `folder`, whoever the user is.

    Raises RememberingError, SettingsError.
    """
    if not address:
        return Store.open(folder, limits)
    if not address.startswith(("postgresql://", "postgres://")):
        raise SettingsError("--memory must begin with postgresql://, or be left out for a memory in the folder --data.")
    try:
        from memory.postgres.opening import open_store
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"--memory postgresql://… needs {error.name}: pip install -r requirements-postgres.txt"
        ) from None
    return open_store(address, user, limits)
