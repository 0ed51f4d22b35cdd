"""People as Slack writes them ("<@U012AB3CD|bob>") → "<@U012AB3CD>", which stands for itself."""

import re

ACCOUNT = r"<@[UW][A-Z0-9]{2,}(?:\|[^<>]*)?>"
_ACCOUNT = re.compile(r"<@([UW][A-Z0-9]{2,})(?:\|[^<>]*)?>")
_BARE = re.compile(r"<@([UW][A-Z0-9]{2,})>")


def with_bare_accounts(text: str) -> str:
    """Without the labels, which may hold signs that part names."""
    return _ACCOUNT.sub(r"<@\1>", text) if "<@" in text else text


def is_account(name: str) -> bool:
    return name.startswith("<@") and _BARE.fullmatch(name) is not None


def account_id(name: str) -> str:
    """The id of an account that is written as a mention, any other name as it is."""
    found = _BARE.fullmatch(name)
    return found[1] if found else name
