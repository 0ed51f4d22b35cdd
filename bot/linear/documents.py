"""The GraphQL documents that are sent, read from the files beside this module."""

import re
from functools import cache
from importlib.resources import files

_SPREAD = re.compile(r"\.\.\.(\w+)")


@cache
def document(name: str) -> str:
    """Return the text of ``queries/<name>.graphql`` with the fragments that it spreads."""
    text = _text(f"{name}.graphql")
    used = sorted(set(_SPREAD.findall(text)))
    return "\n".join((text, *(_text(f"fragments/{fragment}.graphql") for fragment in used)))


def _text(path: str) -> str:
    return files("bot.linear").joinpath("queries", *path.split("/")).read_text("utf-8")
