"""Who somebody is: a person in the tracker, a person in Slack, or a named team."""

from dataclasses import dataclass

from bot.domain.ids import TeamKey, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as far as known. ``slack`` is None where no Slack account was matched.

    ``login`` is the name of an account in GitHub, which tells no address.
    """

    name: str
    email: str | None = None
    slack: UserId | None = None
    active: bool = True
    login: str | None = None

    @property
    def account(self) -> str | None:
        """What the configuration may name them by: the address, or ``github:LOGIN``."""
        return self.email or (github_account(self.login) if self.login else None)


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


def github_account(login: str) -> str:
    return f"github:{login.strip().casefold()}"
