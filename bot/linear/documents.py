"""The GraphQL documents that are sent, read from the files beside this module."""

from functools import cache
from importlib.resources import files


@cache
def document(name: str) -> str:
    """Return the text of ``queries/<name>.graphql``."""
    return files("bot.linear").joinpath("queries", f"{name}.graphql").read_text("utf-8")
