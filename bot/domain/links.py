"""Which issue of the tracker a link leads to."""

import re
from dataclasses import dataclass

from bot.domain.blocker import Blocker
from bot.domain.ids import BlockerKey

_ISSUE = re.compile(
    r"https://linear\.app/([A-Za-z0-9_-]+)/issue/([A-Za-z][A-Za-z0-9]{0,9}-\d{1,6})(?:[/?#]\S*)?"
)


@dataclass(frozen=True, slots=True)
class IssueAddress:
    """``workspace`` is Linear's, lower case: other workspaces may have an issue of the same key."""

    workspace: str
    key: BlockerKey


def read_address(url: str) -> IssueAddress | None:
    """None for what leads to no issue of Linear."""
    found = _ISSUE.fullmatch(url)
    return IssueAddress(found[1].lower(), BlockerKey(found[2].upper())) if found else None


def leads_to(address: IssueAddress, blocker: Blocker) -> bool:
    """A blocker that lives here has no address: then its key alone decides."""
    if blocker.key.upper() != address.key:
        return False
    own = read_address(blocker.url)
    return own is None or own.workspace == address.workspace
