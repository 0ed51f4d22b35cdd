"""Answers to a lead who says who somebody is in Slack."""

from bot.render.escape import outside
from bot.render.limits import NAME, SHORT


def picked_words(handle: str, name: str) -> str:
    return (
        f"✅ {_handle(handle)} is {outside(name, NAME)} from now on: their items, rights and "
        "mentions follow. *Remove* below takes it back."
    )


def removed_words(handle: str, file_name: str = "") -> str:
    """``file_name`` is who stands for them by the file then."""
    then = f"{outside(file_name, NAME)}, by blockers.yml" if file_name else "matched by address"
    return f"✅ {_handle(handle)} is {then} again."


def not_a_lead_words() -> str:
    return "Only a lead may say who somebody is."


def not_listed_words() -> str:
    return "Nothing was changed: that person is not on the list any more."


def closed_account_words() -> str:
    return "Nothing was changed: that account is closed, or I cannot see it. Pick another one."


def _handle(handle: str) -> str:
    return f"*{outside(handle, SHORT) or '(no name)'}*"
