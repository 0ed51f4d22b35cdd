"""Writing to Linear: comments, attachments and labels; never a description.

A mutation is sent once. Where its end is not known its caller sends the same again: a comment's
own id, an attachment's address and labels by added and removed ids make that harmless.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.domain.ids import BlockerId
from bot.linear.client import LinearClient
from bot.linear.errors import NAME, RefusedQueryError, TooComplexError
from bot.linear.webhook import label_marks
from bot.linear.wire import Wire
from bot.ports import HintStore, TrackerUnavailableError, WriteRefusedError

_TAKEN = re.compile(r"\balready exists\b", re.IGNORECASE)
_GONE = re.compile(r"\bentity not found\b", re.IGNORECASE)
W = TypeVar("W", bound=Wire)


class _Named(Wire):
    id: str


class _Team(Wire):
    key: str


class _Comment(Wire):
    id: str
    issue: _Named | None = None


class _Issue(Wire):
    id: str
    label_ids: tuple[str, ...]
    team: _Team


class _Label(Wire):
    id: str
    name: str
    is_group: bool = False
    team: _Team | None = None


class _Labels(Wire):
    nodes: tuple[_Label, ...]


class LinearWriter:
    """The TrackerWriter of the ports. ``hints`` is told of what comes back as a webhook."""

    def __init__(self, client: LinearClient, hints: HintStore) -> None:
        self._client = client
        self._hints = hints

    async def create_comment(self, issue: BlockerId, comment_id: str, body: str) -> None:
        given = {
            "id": comment_id,
            "issueId": issue,
            "body": body,
            "doNotSubscribeToIssue": True,
        }
        try:
            await self._send("comment_create", "commentCreate", {"input": given})
        except WriteRefusedError as error:
            if not _TAKEN.search(str(error)) or not await self._is_there(comment_id, issue):
                raise

    async def _is_there(self, comment_id: str, issue: BlockerId) -> bool:
        """A comment of that id that was deleted since is not written again."""
        try:
            answer = await self._fetch("comment", {"id": comment_id})
        except WriteRefusedError:
            return True
        found = _read(answer.get("comment"), _Comment)
        return found.issue is None or found.issue.id == issue

    async def attach_link(self, issue: BlockerId, url: str, title: str) -> None:
        """Without an id of our own: a second share of one address would be refused by it."""
        given = {"issueId": issue, "url": url, "title": title}
        await self._send("attachment_create", "attachmentCreate", {"input": given})

    async def change_labels(
        self, issue: BlockerId, added: Collection[str], removed: Collection[str]
    ) -> Mapping[str, bool]:
        there = _read((await self._fetch("issue_labels", {"id": issue})).get("issue"), _Issue)
        put = {name: await self._label(name, there.team.key) for name in added}
        gone = [await self._label_or_none(name, there) for name in removed]
        new = sorted({one for one in put.values() if one not in there.label_ids})
        old = sorted({one for one in gone if one in there.label_ids} - set(put.values()) - {""})
        if new or old:
            await self._update(
                issue,
                {"addedLabelIds": new, "removedLabelIds": old},
                {*label_marks(added=new, removed=old)},
            )
        return {name: one in new for name, one in put.items()}

    async def _label(self, name: str, team: str) -> str:
        """The team's own label, else the workspace's."""
        wanted = {"filter": {"name": {"eqIgnoreCase": name}}, "first": 50}
        labels = _read((await self._fetch("labels", wanted)).get("issueLabels"), _Labels).nodes
        if labels and all(one.is_group for one in labels):
            raise WriteRefusedError(f"{name!r} is a group of labels: one of them was expected")
        usable = [
            one for one in labels if not one.is_group and (one.team is None or one.team.key == team)
        ]
        if not usable:
            where = f" that issues of {team} may bear" if labels else ""
            raise WriteRefusedError(f"{NAME} has no label {name!r}{where}")
        return min(usable, key=lambda one: one.team is None).id

    async def _label_or_none(self, name: str, issue: _Issue) -> str:
        """Empty for a label that is not in Linear any more: there is nothing to take away."""
        try:
            return await self._label(name, issue.team.key)
        except WriteRefusedError:
            return ""

    async def _update(
        self, issue: BlockerId, given: Mapping[str, object], marks: Collection[str]
    ) -> None:
        await self._hints.note_made(issue, marks)
        await self._send("issue_update", "issueUpdate", {"id": issue, "input": given})

    async def _send(self, name: str, field: str, variables: Mapping[str, object]) -> None:
        try:
            answer = await self._client.send(name, variables)
        except (RefusedQueryError, TooComplexError) as error:
            raise _refused(error) from error
        payload = answer.get(field)
        if not isinstance(payload, dict) or payload.get("success") is not True:
            raise TrackerUnavailableError(NAME, "did not say that it was written")

    async def _fetch(self, name: str, variables: Mapping[str, object]) -> dict[str, Any]:
        try:
            return await self._client.fetch(name, variables)
        except (RefusedQueryError, TooComplexError) as error:
            raise _refused(error) from error


def _refused(error: Exception) -> WriteRefusedError:
    words = str(error)
    if _GONE.search(words):
        return WriteRefusedError(f"the issue is not in {NAME} any more, or not to be seen: {words}")
    return WriteRefusedError(words)


def _read(answer: object, kind: type[W]) -> W:
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise TrackerUnavailableError(
            NAME, f"answered in an unexpected form ({where})", permanent=True
        ) from error
