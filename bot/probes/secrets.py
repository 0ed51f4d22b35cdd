"""Secrets by reference, read at the moment of use and held nowhere."""

from collections.abc import Mapping
from pathlib import Path

from bot.probes.common import SecretReference


class SecretError(Exception):
    """A secret that is missing or cannot stand in a header. Names its place, never its content."""


class Secrets:
    def __init__(self, environment: Mapping[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder

    def read(self, reference: SecretReference) -> str:
        content = self._content(reference).strip()
        if not content:
            raise SecretError(f"{_place(reference)} is missing or empty")
        if not content.isprintable() or not content.isascii():
            raise SecretError(f"{_place(reference)} holds what cannot stand in a header")
        return reference.prefix + content

    def variable(self, name: str) -> str:
        """What it holds if it is set, else nothing."""
        return self._environment.get(name, "").strip()

    def _content(self, reference: SecretReference) -> str:
        if reference.env is not None:
            return self._environment.get(reference.env, "")
        try:
            return (self._folder / (reference.file or "")).read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise SecretError(f"{_place(reference)} cannot be read") from error


def _place(reference: SecretReference) -> str:
    if reference.env is not None:
        return f"the variable {reference.env}"
    return f"the secret file {reference.file}"
