"""Who somebody is: a person in the tracker, a person in Slack, or a named team."""

from dataclasses import dataclass

from bot.domain.ids import TeamKey, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as far as known. ``slack`` is None where no Slack account was matched."""

    name: str
    email: str | None = None
    slack: UserId | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team that may own items: its Slack user group and the names it goes by in documents."""

    key: TeamKey
    name: str
    slack_group: str | None = None
    names: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether a document's word for an owner means this team (case does not matter)."""
        wanted = name.strip().casefold()
        return wanted in {n.casefold() for n in (self.key, self.name, *self.names)}


Owner = Person | Team
