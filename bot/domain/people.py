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


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Several who own something together, as ``Olga, Bob``: what one may, each of them may."""

    members: tuple[Person | Team, ...]

    @property
    def name(self) -> str:
        return ", ".join(member.name for member in self.members)


Owner = Person | Team | Together


def each_of(owner: Owner | None) -> tuple[Person | Team, ...]:
    """Everybody who owns it, in the order in which they are written."""
    if owner is None:
        return ()
    return owner.members if isinstance(owner, Together) else (owner,)


def people_in(owner: Owner | None) -> tuple[Person, ...]:
    """Those of them who are named themselves, not by a team."""
    return tuple(one for one in each_of(owner) if isinstance(one, Person))


def are_gone(owner: Owner) -> bool:
    """Whether nobody is left whose account is open; a team never goes."""
    people = people_in(owner)
    return len(people) == len(each_of(owner)) and not any(person.active for person in people)


def account_of(owner: Owner | None) -> UserId | None:
    """Of one person whose account is open; of a team, or of several together, none."""
    return owner.slack if isinstance(owner, Person) and owner.active else None


def github_account(login: str) -> str:
    return f"github:{login.strip().casefold()}"
