"""Secrets by reference."""

from pathlib import Path

import pytest

from bot.probes.common import SecretReference
from bot.probes.secrets import SecretError, Secrets


def test_secret_is_read_from_its_variable_with_what_stands_before_it(tmp_path: Path) -> None:
    secrets = Secrets({"TOKEN": "s3cr3t\n"}, tmp_path)

    assert secrets.read(SecretReference(env="TOKEN", prefix="Bearer ")) == "Bearer s3cr3t"


def test_secret_file_is_read_anew_each_time(tmp_path: Path) -> None:
    secrets = Secrets({}, tmp_path)
    reference = SecretReference(file="token")

    (tmp_path / "token").write_text("first\n")
    first = secrets.read(reference)
    (tmp_path / "token").write_text("second\n")

    assert (first, secrets.read(reference)) == ("first", "second")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (SecretReference(env="NONE"), "the variable NONE is missing or empty"),
        (SecretReference(env="EMPTY"), "the variable EMPTY is missing or empty"),
        (SecretReference(env="LINES"), "the variable LINES holds what cannot stand in a header"),
        (SecretReference(file="none"), "the secret file none cannot be read"),
        (SecretReference(file="binary"), "the secret file binary cannot be read"),
    ],
)
def test_secret_that_cannot_be_used_is_named_by_its_place(
    tmp_path: Path, reference: SecretReference, message: str
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00s3cr3t")
    secrets = Secrets({"EMPTY": " ", "LINES": "s3cr3t\r\nX-Injected: 1"}, tmp_path)

    with pytest.raises(SecretError) as trouble:
        secrets.read(reference)

    assert str(trouble.value) == message
