"""Reads on where an issue has more relations or sub-issues than a page of issues holds of each."""

from collections.abc import Iterable

from bot.linear.pages import Fetches, read_page
from bot.linear.wire import IssueWire, LinksWire

MOST = 10
"""Of so many issues a reading; of others it is said that there is more."""


class LinkReader:
    def __init__(self, client: Fetches) -> None:
        self._client = client

    async def complete(self, issues: Iterable[IssueWire]) -> tuple[IssueWire, ...]:
        """Raises RefusedQueryError, TrackerUnavailableError."""
        found: list[IssueWire] = []
        left = MOST
        for issue in issues:
            if _is_cut(issue) and left:
                left -= 1
                found.append(await self._completed(issue))
            else:
                found.append(issue)
        return tuple(found)

    async def _completed(self, issue: IssueWire) -> IssueWire:
        """The issue as it is where it cannot be seen any more."""
        answer = await self._client.fetch("links", {"filter": {"id": {"eq": issue.id}}})
        for links in read_page(answer.get("issues"), LinksWire).nodes:
            return issue.model_copy(
                update={
                    "relations": links.relations,
                    "inverse_relations": links.inverse_relations,
                    "children": links.children,
                }
            )
        return issue


def _is_cut(issue: IssueWire) -> bool:
    lists = (issue.relations, issue.inverse_relations, issue.children)
    return any(one.page_info.has_next_page for one in lists)
