"""Documents carry their version: old ones are upgraded, newer and foreign ones refused by name."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.ports import StoreUnavailableError
from bot.store.connection import Link
from bot.store.documents import Document, Fields
from bot.store.keys import CHECKLIST, PROBE_STATES, SNAPSHOT
from bot.store.stores import stores_on
from tests.samples.store import ITEMS, PROD, TLS, merge_of, result_of
from tests.samples.store import SNAPSHOT as SAMPLE

pytest_plugins = ("tests.servers.store_fixtures",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    title: str
    due: date | None = None
    tags: tuple[str, ...] = ()


def _rename(fields: Fields) -> Fields:
    return {"title": fields["name"], "tag": fields["tag"]}


def _list(fields: Fields) -> Fields:
    return {"title": fields["title"], "tags": [fields["tag"]]}


THIRD = Document(Note, version=3, upgrades={1: _rename, 2: _list})


def test_document_is_one_line_with_its_version() -> None:
    written = THIRD.write(Note(title="a\nb", due=date(2026, 11, 18)))
    assert written == '{"v":3,"d":{"title":"a\\nb","due":"2026-11-18","tags":[]}}'
    assert THIRD.read(written) == Note(title="a\nb", due=date(2026, 11, 18))


@pytest.mark.parametrize(
    "old",
    [
        '{"v":1,"d":{"name":"cert","tag":"tls"}}',
        '{"v":2,"d":{"title":"cert","tag":"tls"}}',
        '{"v":3,"d":{"title":"cert","tags":["tls"],"added_by_a_later_build":1}}',
        ' {"d": {"title":"cert","tags":["tls"]}, "v": 3}',
    ],
)
def test_document_of_any_older_version_is_read(old: str) -> None:
    assert THIRD.read(old) == Note(title="cert", tags=("tls",))


def test_document_of_a_newer_version_is_refused_in_words() -> None:
    with pytest.raises(
        StoreUnavailableError, match=r"a stored Note is from a newer .*\(4 > 3\)"
    ) as r:
        THIRD.read('{"v":4,"d":{}}')
    assert r.value.permanent


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"v":3}', '{"v":3,"d":{"tags":1}}', "nonsense"])
def test_document_that_is_not_ours_is_refused_in_words(text: str) -> None:
    with pytest.raises(StoreUnavailableError, match="a stored Note cannot be read") as raised:
        THIRD.read(text)
    assert raised.value.permanent


def test_fields_kept_apart_are_given_back() -> None:
    apart = Document(Note, apart=("title",))
    written = apart.write(Note(title="kept elsewhere", tags=("x",)))
    assert "elsewhere" not in written
    assert apart.read(written, title="now") == Note(title="now", tags=("x",))


async def test_stores_refuse_documents_from_the_future(valkey_link: Link) -> None:
    stores = stores_on(valkey_link)
    await stores.snapshots.save_snapshot(PROD, SAMPLE)
    await valkey_link.write("HSET", SNAPSHOT.of(PROD), "document", '{"v":99,"d":{}}')
    await stores.checklists.save_merge(PROD, merge_of(ITEMS))
    await valkey_link.write("HSET", CHECKLIST.of(PROD, TLS), "item:dns", '{"v":99,"d":{}}')
    await valkey_link.write("HSET", PROBE_STATES.of(), "api-cert", '{"v":99}')
    for reading in (
        stores.snapshots.load_snapshot(PROD),
        stores.checklists.load_many(PROD, [TLS]),
        stores.probes.load_states([result_of("r").probe]),
    ):
        with pytest.raises(StoreUnavailableError) as raised:
            await reading
        assert raised.value.permanent
