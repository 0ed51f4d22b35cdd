"""What issues wait for: dependencies and sub-issues as drawn in GitHub, else lines of the text."""

from collections.abc import Iterable, Mapping, Sequence

from bot.github.build import Links, Naming
from bot.github.client import GithubClient
from bot.github.errors import MissingError, RefusedError
from bot.github.lists import Listed, fetch_some
from bot.github.mentions import Mention, read_mentions
from bot.github.wire import DependenciesWire, IssueWire, SubIssuesWire, read_as

MOST_LOOKED_AT = 30
"""Issues outside the selection that one reading looks at because a text names them."""


class LinkReader:
    """One reading's: an issue that several texts name is looked at once."""

    def __init__(
        self, client: GithubClient, naming: Naming, known: Mapping[int, IssueWire]
    ) -> None:
        self._client = client
        self._naming = naming
        self._path = naming.place.path
        self._seen: dict[int, IssueWire | None] = dict(known)
        self._looked_at = 0

    @property
    def _own_name(self) -> str:
        return self._naming.place.repo.full_name.casefold()

    async def read(self, issue: IssueWire) -> Links:
        """Of a closed issue nothing is asked: it holds nothing up any more."""
        if not issue.is_open:
            return Links()
        drawn = issue.dependencies or DependenciesWire()
        below = issue.sub_issues or SubIssuesWire()
        asked = f"{self._path}/issues/{issue.number}"
        waits = await self._listed(f"{asked}/dependencies/blocked_by", drawn.total_blocked_by)
        holds = await self._listed(f"{asked}/dependencies/blocking", drawn.total_blocking)
        parts = await self._listed(f"{asked}/sub_issues", below.total)
        said = read_mentions(issue.body or "")
        told_waits, waits_cut = await self._mentioned(said.blocked_by)
        told_holds, holds_cut = await self._mentioned(said.blocks)
        link = self._naming.link
        return Links(
            blocked_by=tuple(map(link, _open(issue, [*waits.found, *told_waits]))),
            blocks=tuple(map(link, _open(issue, [*holds.found, *told_holds]))),
            sub_issues=tuple(map(self._naming.sub_issue, parts.found)),
            links_cut=waits.is_cut or holds.is_cut or waits_cut or holds_cut,
            sub_issues_cut=parts.is_cut,
        )

    async def _listed(self, path: str, number: int) -> Listed[IssueWire]:
        """Nothing where GitHub counts none, or is of a version that does not count them."""
        if not number:
            return Listed(found=[])
        try:
            return await fetch_some(self._client, path, IssueWire)
        except (MissingError, RefusedError):  # deleted meanwhile, or not for this token
            return Listed(found=[], is_cut=True)

    async def _mentioned(self, mentions: Sequence[Mention]) -> tuple[list[IssueWire], bool]:
        """Those that can be seen, and whether some were not looked at."""
        found: list[IssueWire] = []
        is_cut = False
        for mention in mentions:
            if not self._may_look_at(mention):
                is_cut = True
                continue
            if mention.number not in self._seen:
                self._looked_at += 1
                self._seen[mention.number] = await self._look_at(mention.number)
            if (issue := self._seen[mention.number]) is not None:
                found.append(issue)
        return found, is_cut

    def _may_look_at(self, mention: Mention) -> bool:
        """Of the same repository only: a text must not fetch titles of others into the channel."""
        if mention.repo and mention.repo.casefold() != self._own_name:
            return False
        return mention.number in self._seen or self._looked_at < MOST_LOOKED_AT

    async def _look_at(self, number: int) -> IssueWire | None:
        try:
            page = await self._client.fetch(self._client.url(f"{self._path}/issues/{number}"))
        except (MissingError, RefusedError):
            return None
        return read_as(IssueWire, page.content)


def _open(own: IssueWire, issues: Iterable[IssueWire]) -> list[IssueWire]:
    """Each once; what is closed holds nothing up, nor does an issue itself, nor a pull request."""
    found = {one.html_url: one for one in issues if one.is_open and one.pull_request is None}
    found.pop(own.html_url, None)
    return list(found.values())
