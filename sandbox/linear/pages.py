"""Cuts a list of rows into the pages of a connection, newest first, with opaque cursors."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64Error
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.linear.errors import bad_input
from sandbox.linear.rows import Row

MOST = 250
DEFAULT = 50
SortKey = tuple[float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageArguments:
    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None
    order_by: str = "createdAt"
    include_archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    cursor: str
    node: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    nodes: list[Row]
    edges: list[Edge]
    page_info: PageInfo


def page_of(rows: Sequence[Row], arguments: PageArguments, connection: str) -> Page:
    """``connection`` names the list, so that a cursor of another one is refused."""
    size = _size(arguments)
    keyed = sorted(
        (
            (_sort_key(row, arguments.order_by), row)
            for row in rows
            if arguments.include_archived or row.archived_at is None
        ),
        key=lambda pair: pair[0],
        reverse=True,
    )
    begin, end = 0, len(keyed)
    if arguments.after:
        cursor = _read_cursor(arguments.after, connection)
        begin = sum(key >= cursor for key, _ in keyed)
    if arguments.before:
        cursor = _read_cursor(arguments.before, connection)
        end = sum(key > cursor for key, _ in keyed)
    if arguments.last is not None:
        begin = max(begin, end - size)
    else:
        end = min(end, begin + size)
    edges = [Edge(_cursor(connection, key), row) for key, row in keyed[begin:end]]
    return Page(
        nodes=[edge.node for edge in edges],
        edges=edges,
        page_info=PageInfo(
            has_next_page=end < len(keyed),
            has_previous_page=begin > 0,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def _size(arguments: PageArguments) -> int:
    if arguments.first is not None and arguments.last is not None:
        raise bad_input("Argument Validation Error", "Give first or last, not both.")
    size = arguments.last if arguments.first is None else arguments.first
    if size is None:
        return DEFAULT
    if not 0 < size <= MOST:
        raise bad_input("Argument Validation Error", f"first has to be from 1 to {MOST}.")
    return size


def _sort_key(row: Row, order_by: str) -> SortKey:
    return ((row.updated_at if order_by == "updatedAt" else row.created_at).timestamp(), row.id)


def _cursor(connection: str, key: SortKey) -> str:
    return urlsafe_b64encode(f"{connection}:{key[0]!r}:{key[1]}".encode()).decode()


def _read_cursor(cursor: str, connection: str) -> SortKey:
    try:
        name, moment, row_id = urlsafe_b64decode(cursor.encode()).decode().split(":")
        key = (float(moment), row_id)
    except (NotBase64Error, UnicodeError, ValueError) as error:
        raise bad_input("Invalid cursor") from error
    if name != connection:
        raise bad_input("Invalid cursor")
    return key
