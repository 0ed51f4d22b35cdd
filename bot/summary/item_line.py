"""What one checklist line says, while it is being read."""

from dataclasses import dataclass, field

from bot.domain.document import ItemState, StatedStatus


@dataclass(slots=True)
class ItemLine:
    """`stated` False: neither box nor mark, a plain line; `hinted`: its last words are a state."""

    text: str = ""
    state: ItemState = "todo"
    flag: str | None = None
    owners: tuple[str, ...] = ()
    due_raw: str | None = None
    remark: str | None = None
    url: str | None = None
    boxed: bool = False
    marked: bool = False
    codes: list[tuple[str, str]] = field(default_factory=list)
    green: bool = False
    worded: StatedStatus | None = None
    hinted: bool = False
    taken_back: StatedStatus | None = None

    @property
    def stated(self) -> bool:
        return self.boxed or self.marked

    def doubt(self, code: str, detail: str) -> None:
        self.codes.append((code, detail))

    def owned_by(self, names: tuple[str, ...]) -> None:
        """The first who is named counts."""
        self.owners = self.owners or names


def cut_tail(text: str, length: int, start: int) -> str:
    """Without what begins at `start` of the last `length` characters."""
    return text[: max(0, len(text) - length) + start]
