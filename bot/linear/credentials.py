"""What Linear lets us in by: an API key as it is, or an OAuth token behind Bearer."""

from typing import Protocol

KEY_PREFIX = "lin_api_"


class Credential(Protocol):
    """``names`` are the settings that it comes from, for people."""

    @property
    def names(self) -> str: ...

    async def header(self) -> str:
        """Raises TrackerUnavailableError, PassingError, StoreUnavailableError."""
        ...

    async def renew(self, refused: str) -> bool:
        """After Linear refused that header: whether there is another one to try now."""
        ...


class FixedCredential:
    """A personal API key, or a token that nobody renews."""

    names = "LINEAR_API_KEY"

    def __init__(self, text: str) -> None:
        self._header = authorization(text)

    async def header(self) -> str:
        return self._header

    async def renew(self, refused: str) -> bool:  # noqa: ARG002 - there is no other
        return False


def authorization(credential: str) -> str:
    """Build the header: an API key goes as it is, an OAuth token behind Bearer."""
    bare = credential.strip()
    return bare if bare.startswith(KEY_PREFIX) else f"Bearer {bare}"
