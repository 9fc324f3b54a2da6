"""What a failing server means and what to do about it. No sentence holds the password, or words that were kept."""

import contextlib
from collections.abc import Iterator, Mapping

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from assistant.core.errors import RememberingError, SettingsError

_SAFE = "What was stored before is safe."
_NO_ADDRESS = (
    "--memory must be an address such as postgresql://user@host:5432/database; characters such as @, : and / in a "
    "name or a password are written as %40, %3A and %2F."
)
_SENTENCES: tuple[tuple[tuple[type[psycopg.Error], ...], str], ...] = (
    ((errors.DiskFull,), f"The disk of {{}} is full: nothing more can be remembered. Free some space there. {_SAFE}"),
    (
        (errors.ReadOnlySqlTransaction,),
        f"{{}} only reads: it is a standby, or was set so. Name the primary server. {_SAFE}",
    ),
    (
        (errors.InsufficientPrivilege,),
        "{} does not let this role use the memory's schema. Log in as the role that made it, or ask the "
        "administrator to make yours its owner.",
    ),
    (
        (errors.TooManyConnections,),
        "{} has no connection left. Close other programs, or raise max_connections; Keepsight takes two a process.",
    ),
    (
        (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow, errors.IdleInTransactionSessionTimeout),
        f"{{}} is stopping or starting. What was asked just now was not done; try again in a moment. {_SAFE}",
    ),
)


class Busy(RememberingError):
    """Somebody else holds what is needed."""


def where(address: str) -> str:
    """The server and the database of an address, for people. Raises SettingsError where it is no address."""
    try:
        given: Mapping[str, object] = conninfo_to_dict(address)
    except psycopg.ProgrammingError:  # its text quotes the address, password and all
        raise SettingsError(_NO_ADDRESS) from None
    host, port = str(given.get("host") or given.get("hostaddr") or "this machine"), str(given.get("port") or "")
    if "@" in host or (port and not port.replace(",", "").isdecimal()):  # what is taken for a host is half a password
        raise SettingsError(_NO_ADDRESS)
    database = given.get("dbname") or given.get("user") or "of your user"
    return f"The PostgreSQL server at {host}{f':{port}' if port else ''} (database {database})"


def cannot_connect(place: str, error: psycopg.OperationalError) -> RememberingError:
    """libpq names host, user and database in what it says, and never the password."""
    said = " ".join(str(error).split())
    if "password" in said or "authentication" in said:
        return RememberingError(
            f"{place} does not let this user in. Check user and password in --memory, or give the password as "
            f"PGPASSWORD or in ~/.pgpass. It said: {said}"
        )
    if "does not exist" in said:
        return RememberingError(f"{place} has no such database or user. Make it with createdb. It said: {said}")
    return RememberingError(
        f"{place} cannot be reached. Check that it runs and that --memory names it. It said: {said}"
    )


@contextlib.contextmanager
def explained(place: str) -> Iterator[None]:
    """A RememberingError for what an administrator or a second try can put right; bugs stay what they are."""
    try:
        yield
    except psycopg.Error as error:
        explanation = _explain(error, place)
        if explanation is None:
            raise
        raise explanation from None


def _explain(error: psycopg.Error, place: str) -> RememberingError | None:
    if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected | errors.QueryCanceled):
        return Busy(f"{place} is busy with something long, perhaps a backup. Try again in a moment. {_SAFE}")
    for kinds, sentence in _SENTENCES:
        if isinstance(error, kinds):
            return RememberingError(sentence.format(place))
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return RememberingError(
            f"The connection to {place[0].lower()}{place[1:]} broke. What was asked just now may not have been done; "
            f"try again. {_SAFE}"
        )
    return None
