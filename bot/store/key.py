"""What a key in the store is."""

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Key:
    """``pattern`` names its parts in angle brackets, in the order ``of`` takes them."""

    pattern: str
    type: str
    owner: str
    life: str
    holds: str
    _pieces: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pieces", tuple(re.split(r"<\w+>", self.pattern)))

    def of(self, *parts: str) -> str:
        first, *rest = self._pieces
        return first + "".join(part + piece for part, piece in zip(parts, rest, strict=True))
