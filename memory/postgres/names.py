"""Names on the server: the schema of a user, and the number under which its writers wait for each other (pure)."""

import hashlib

LONGEST = 63  # bytes of a name in PostgreSQL; a longer one would be cut, and two users share one memory


def schema_of(user: str) -> str:
    """Different for different users, whatever they are called."""
    schema = f"keepsight_{user}".replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if len(schema.encode()) <= LONGEST and "#" not in schema:
        return schema
    digest = hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return f"{schema.encode()[:32].decode(errors='ignore')}#{digest}"


def lock_of(schema: str) -> int:
    """A signed number of 64 bits."""
    return int.from_bytes(hashlib.sha256(schema.encode()).digest()[:8], "big", signed=True)
