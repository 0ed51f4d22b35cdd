"""Who plays which part in the tour: a lead, a bystander, and the names of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    lead: str
    names: Mapping[str, str]
    people: tuple[str, ...]

    def called(self, words: str) -> str | None:
        """The first person whose whole name is among these words, leads last."""
        ordered = sorted(self.people, key=lambda user: user == self.lead)
        return next((user for user in ordered if _names(words, self.names[user])), None)

    def bystander(self, *others: str) -> str:
        """Somebody who owns nothing: neither the lead nor one of the others."""
        known = ("charlie", "billie", "bo")
        free = [user for user in self.people if user not in {self.lead, *others}]
        return next((u for u in free if self.names[u].lower() in known), free[-1])


def cast_of(state: Mapping[str, Any], config: Path) -> Cast:
    document = YAML(typ="safe").load(config.read_text(encoding="utf-8"))
    users = [user for user in state["users"] if not user["is_bot"]]
    return Cast(
        lead=str(document["leads"][0]),
        names={user["id"]: user["real_name"] for user in users},
        people=tuple(user["id"] for user in users),
    )


def _names(words: str, name: str) -> bool:
    return f" {name} " in f" {words.replace(',', ' ').replace('·', ' ')} "
