"""Who plays which part in the tour: a lead, a bystander, and the names of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_LOOKS_ON = "looks on"
_CUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """``titles`` say what each person is here for."""

    lead: str
    names: Mapping[str, str]
    titles: Mapping[str, str]

    def called(self, facts: str) -> str | None:
        """Whom a row names as the owner, by themselves or as a member of the team.

        ``facts`` as they stand behind the title: ``in progress · Bob · due Fri 20 Nov``.
        """
        said = [fact.strip() for fact in facts.split(" · ")]
        return next((user for user in self.names if self._is_among(user, said)), None)

    def bystander(self) -> str:
        """Somebody who owns nothing."""
        looking = (user for user, title in self.titles.items() if title == _LOOKS_ON)
        return next(looking, [*self.names][-1])

    def shows(self, words: str, user: str) -> bool:
        """Whether the words name somebody; a long name may be cut."""
        return _letters(self.names[user])[:12] in _letters(words)

    def _is_among(self, user: str, said: list[str]) -> bool:
        name = self.names[user]
        return any(_is_called(fact, one) for fact in said for one in (name, _team_of(name)) if one)


def cast_of(state: Mapping[str, Any], config: Path) -> Cast:
    document = YAML(typ="safe").load(config.read_text(encoding="utf-8"))
    users = [user for user in state["users"] if not user["is_bot"]]
    return Cast(
        lead=str(document["leads"][0]),
        names={user["id"]: user["real_name"] for user in users},
        titles={user["id"]: user["title"] for user in users},
    )


def _team_of(name: str) -> str:
    """``Backend team`` of ``Backend team member``, who stands for it; else nothing."""
    team = name.removesuffix(" member")
    return team if team != name else ""


def _is_called(fact: str, name: str) -> bool:
    if fact.endswith(_CUT):
        start = _letters(fact)
        return bool(start) and _letters(name).startswith(start)
    return fact == name or (_letters(fact) == _letters(name) != "")


def _letters(text: str) -> str:
    """Without the marks that are softened where a text is shown."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())
