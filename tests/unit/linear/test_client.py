"""The header a credential becomes."""

import pytest

from bot.linear.credentials import authorization


@pytest.mark.parametrize(
    ("credential", "header"),
    [
        ("lin_api_abc", "lin_api_abc"),
        ("  lin_api_abc\n", "lin_api_abc"),
        ("lin_oauth_abc", "Bearer lin_oauth_abc"),
        ("00a21d8b", "Bearer 00a21d8b"),
    ],
)
def test_a_key_goes_bare_and_a_token_behind_bearer(credential: str, header: str) -> None:
    assert authorization(credential) == header
