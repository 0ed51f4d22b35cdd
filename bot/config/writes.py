"""The switches of what is written to Linear; every one is off unless it is turned on."""

from collections.abc import Collection
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.writes import Mark, Switch, WritePolicy

LabelName = Annotated[str, Field(min_length=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WriteLabelsEntry(_Entry):
    """A label in Linear for each condition that is to be shown there while it holds."""

    blocked: LabelName | None = None
    contested: LabelName | None = None
    complete: LabelName | None = None

    @model_validator(mode="after")
    def _one_each(self) -> Self:
        names = [name.casefold() for _, name in self.pairs()]
        if len(set(names)) < len(names):
            raise ValueError("a label of its own for each condition was expected")
        return self

    def pairs(self) -> tuple[tuple[Mark, str], ...]:
        found = ((mark, getattr(self, mark.value)) for mark in Mark)
        return tuple((mark, name) for mark, name in found if name is not None)


class WritesEntry(_Entry):
    """What may be written to Linear. The description of an issue never is."""

    comment_on_complete: bool = False
    comment_on_contest: bool = False
    attach_thread: bool = False
    labels: WriteLabelsEntry = Field(default_factory=WriteLabelsEntry)

    def over(self, other: Self) -> Self:
        """What is set here, the rest as in ``other``."""
        return other.model_copy(
            update={name: getattr(self, name) for name in self.model_fields_set}
        )

    def policy(self) -> WritePolicy:
        on = frozenset(switch for switch in Switch if getattr(self, switch.value))
        return WritePolicy(switches=on, labels=self.labels.pairs())

    def clashes(self, selecting: Collection[str | None]) -> list[str]:
        """Labels that would be put on and are asked for by name."""
        taken = {name.casefold() for name in selecting if name}
        return [name for _, name in self.labels.pairs() if name.casefold() in taken]
