"""Values as JSON documents that carry the version of their shape, and are upgraded when read."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from bot.ports import StoreUnavailableError

T = TypeVar("T")
Fields = dict[str, Any]
Upgrade = Callable[[Fields], Fields]


class Document(Generic[T]):
    """A stored shape. ``upgrades[n]`` turns the fields of version n into those of n + 1.

    ``apart`` names fields that are stored beside the document and given back to ``read``.
    """

    def __init__(
        self,
        type_: type[T],
        *,
        version: int = 1,
        upgrades: Mapping[int, Upgrade] | None = None,
        apart: Collection[str] = (),
    ) -> None:
        self._name = type_.__name__
        self._adapter = TypeAdapter(type_)
        self._version = version
        self._upgrades = upgrades or {}
        self._apart = set(apart)
        self._head = f'{{"v":{version},"d":'

    def write(self, value: T) -> str:
        """One line of JSON."""
        return f"{self._head}{self._adapter.dump_json(value, exclude=self._apart).decode()}}}"

    def read(self, text: str, /, **apart: object) -> T:
        """Raises StoreUnavailableError where it is not ours, or from a newer version."""
        try:
            if text.startswith(self._head) and not self._apart:
                return self._adapter.validate_json(text[len(self._head) : -1])
            document = from_json(text)
            fields = self._upgraded(document["v"], document["d"])
            return self._adapter.validate_python(fields | apart)
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise StoreUnavailableError(
                "The store", f"a stored {self._name} cannot be read", permanent=True
            ) from error

    def _upgraded(self, version: int, fields: Fields) -> Fields:
        if version > self._version:
            raise StoreUnavailableError(
                "The store",
                f"a stored {self._name} is from a newer Blockers ({version} > {self._version})",
                permanent=True,
            )
        for step in range(version, self._version):
            fields = self._upgrades[step](fields)
        return fields
