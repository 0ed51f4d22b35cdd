"""What people set in Slack outlives every sync, until the description's own line changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checklist import Checklist, Item, ItemState, Section, Touch
from bot.domain.document import DescribedItem
from bot.domain.editing import Addition, Edited, Fields, Wish, fields_of, plan_addition, plan_edit
from bot.domain.ids import BlockerId, DeliveryId
from bot.domain.merge import plan_merge
from bot.domain.ordering import Move
from tests.samples.builders import NOW, TODAY, line
from tests.samples.making import change

EMPTY = Checklist(blocker=BlockerId("b"))
LATER = date(2026, 12, 1)
ISSUER, DNS, ENDPOINT = line("Issuer"), line("DNS integration"), line("Endpoint")


def stored(checklist: Checklist, items: Sequence[Item]) -> Checklist:
    merged = {one.id: one for one in (*checklist.items, *items)}
    ordered = sorted(merged.values(), key=lambda one: (one.position, one.archived, one.id))
    return replace(checklist, items=tuple(ordered), version=checklist.version + 1)


def read(checklist: Checklist, *lines: DescribedItem) -> Checklist:
    merge = plan_merge(checklist, lines, by="linear", at=NOW)
    return stored(checklist, merge.items) if merge else checklist


def edit(
    checklist: Checklist, named: str, *, move: Move | None = None, **wanted: object
) -> Checklist:
    found = next(one for one in checklist.items if one.text == named)
    shown = fields_of(found)
    fields = change(shown, **wanted)
    wish = Wish(item=found.id, seen=shown.stamps, fields=fields, move=move)
    planned = plan_edit(checklist, found, wish, Touch(by="U0BOB", at=NOW))
    assert isinstance(planned, Edited)
    return stored(checklist, planned.items)


def texts(checklist: Checklist) -> list[str]:
    return [one.text for one in checklist.live]


def test_fields_set_here_stay_while_the_line_stays() -> None:
    checklist = read(EMPTY, ISSUER, DNS)
    checklist = edit(
        checklist, "DNS integration", text="Cloudflare", owner="Dana", due=LATER, note="n"
    )
    again = read(checklist, ISSUER, DNS)
    assert again == checklist
    assert fields_of(again.live[1]) == Fields(
        state=ItemState.TODO, text="Cloudflare", owner="Dana", due=LATER, note="n"
    )


def test_only_what_the_line_changed_is_taken_and_the_loser_is_in_the_log() -> None:
    checklist = edit(read(EMPTY, DNS), "DNS integration", owner="Dana", note="mine", text="Other")
    changed = replace(DNS, owner="Bob", due=TODAY)
    merge = plan_merge(checklist, [changed], by="linear", at=NOW)
    assert merge is not None
    (found,) = merge.items
    assert (found.text, found.owner, found.due, found.note) == ("Other", "Bob", TODAY, "mine")
    assert [(n.kind, n.before, n.after, n.why) for n in merge.notes] == [
        ("owner", "Dana", "Bob", "the description changed"),
        ("due", "", TODAY.isoformat(), "the description changed"),
    ]


def test_renamed_item_follows_its_line_through_an_edit_there() -> None:
    checklist = edit(read(EMPTY, ISSUER, DNS), "DNS integration", text="Zones", owner="Dana")
    checklist = read(checklist, ISSUER, line("The DNS integration"))
    assert texts(checklist) == ["Issuer", "The DNS integration"]
    assert checklist.live[1].owner == "Dana"


def test_line_that_comes_to_say_the_same_is_the_same_item() -> None:
    checklist = edit(read(EMPTY, DNS), "DNS integration", text="Zones and records")
    checklist = read(checklist, line("Zones and records"))
    assert texts(checklist) == ["Zones and records"]
    assert checklist.live[0].said is None


def test_item_archived_here_does_not_come_back_even_reworded() -> None:
    checklist = edit(read(EMPTY, ISSUER, DNS), "DNS integration", archived=True)
    for again in (DNS, line("DNS integrations"), line("DNS integration!")):
        checklist = read(checklist, ISSUER, again)
        assert texts(checklist) == ["Issuer"]
    checklist = read(read(checklist, ISSUER), ISSUER, DNS)
    assert len(checklist.live) <= 2


def test_item_restored_here_stays_without_a_line() -> None:
    checklist = read(read(EMPTY, ISSUER, DNS), ISSUER)
    checklist = edit(checklist, "DNS integration", archived=False)
    assert texts(read(checklist, ISSUER)) == texts(checklist)
    put_away = edit(read(EMPTY, ISSUER, DNS), "DNS integration", archived=True)
    restored = edit(read(put_away, ISSUER), "DNS integration", archived=False)
    assert sorted(texts(read(restored, ISSUER))) == ["DNS integration", "Issuer"]


def test_order_made_here_stays_and_a_new_line_comes_after_the_one_above_it() -> None:
    checklist = edit(read(EMPTY, ISSUER, DNS, ENDPOINT), "Endpoint", move=Move.TOP)
    assert texts(read(checklist, ISSUER, DNS, ENDPOINT)) == [
        "Endpoint",
        "Issuer",
        "DNS integration",
    ]
    grown = read(checklist, ISSUER, line("Ingress"), DNS, ENDPOINT)
    assert texts(grown) == ["Endpoint", "Issuer", "Ingress", "DNS integration"]
    assert texts(read(grown, ISSUER, ENDPOINT)) == ["Endpoint", "Issuer"]


def test_order_changed_there_wins() -> None:
    checklist = edit(read(EMPTY, ISSUER, DNS, ENDPOINT), "Endpoint", move=Move.TOP)
    assert texts(read(checklist, DNS, ISSUER, ENDPOINT)) == [
        "DNS integration",
        "Issuer",
        "Endpoint",
    ]


NAMES = ["Issuer", "DNS integration", "Endpoint", "Rollback plan", "Backups"]
LINES = st.lists(
    st.builds(
        line,
        text=st.sampled_from(NAMES),
        state=st.sampled_from(["todo", "done"]),
        owner=st.sampled_from([None, "Bob"]),
        due=st.sampled_from([None, TODAY]),
        note=st.sampled_from([None, "there"]),
    ),
    max_size=5,
    unique_by=lambda one: one.text,
)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(ItemState),
        "text": st.sampled_from(["Renamed", *NAMES]),
        "owner": st.sampled_from(["", "Dana"]),
        "due": st.sampled_from([None, LATER]),
        "note": st.sampled_from(["", "here"]),
        "archived": st.booleans(),
        "move": st.sampled_from([None, *Move]),
    },
)
EDITS = st.lists(st.tuples(st.integers(0, 9), CHANGES), max_size=4)


def edited(checklist: Checklist, edits: list[tuple[int, dict[str, object]]]) -> Checklist:
    for number, changes in edits:
        if checklist.items:
            chosen = checklist.items[number % len(checklist.items)]
            shown = fields_of(chosen)
            move = changes.get("move")
            wanted = {name: value for name, value in changes.items() if name != "move"}
            wish = Wish(
                item=chosen.id,
                seen=shown.stamps,
                fields=change(shown, **wanted),
                move=move if isinstance(move, Move) else None,
            )
            planned = plan_edit(checklist, chosen, wish, Touch(by="U0BOB", at=NOW))
            assert isinstance(planned, Edited)
            checklist = stored(checklist, planned.items)
    return checklist


@given(lines=LINES, edits=EDITS)
def test_sync_of_an_unchanged_description_undoes_nothing(
    lines: list[DescribedItem], edits: list[tuple[int, dict[str, object]]]
) -> None:
    checklist = edited(read(EMPTY, *lines), edits)
    again = read(checklist, *lines)
    assert [(fields_of(one), one.id) for one in again.live] == [
        (fields_of(one), one.id) for one in checklist.live
    ]


@given(first=LINES, edits=EDITS, second=LINES, added=st.booleans())
def test_reading_twice_is_reading_once(
    first: list[DescribedItem],
    edits: list[tuple[int, dict[str, object]]],
    second: list[DescribedItem],
    added: bool,
) -> None:
    checklist = edited(read(EMPTY, *first), edits)
    if added:
        addition = Addition(text="Own", section=Section.ACTIONS)
        checklist = stored(checklist, plan_addition(checklist, addition, DeliveryId("d")).items)
    checklist = read(checklist, *second)
    assert plan_merge(checklist, second, by="linear", at=NOW) is None
    assert len({one.id for one in checklist.items}) == len(checklist.items)
    assert not added or "Own" in texts(checklist)


@given(lines=LINES, edits=EDITS, at=st.integers(0, 9))
def test_line_changed_in_one_field_takes_that_field_alone(
    lines: list[DescribedItem], edits: list[tuple[int, dict[str, object]]], at: int
) -> None:
    checklist = edited(read(EMPTY, *lines), edits)
    if not lines:
        return
    place = at % len(lines)
    changed = [*lines]
    changed[place] = replace(lines[place], owner="Eve")
    after = read(checklist, *changed)
    before = {one.id: placeless(one) for one in checklist.items}
    differing = [one for one in map(placeless, after.items) if one != before[one.id]]
    assert [one.owner for one in differing] == ["Eve"]
    assert differing[0] == replace(before[differing[0].id], owner="Eve", said=differing[0].said)
    live = [one.id for one in checklist.live]
    assert [one.id for one in after.live] == live


def placeless(one: Item) -> Item:
    """Gaps that an archived item left are closed by the next reading."""
    return replace(one, position=0, line=None)
