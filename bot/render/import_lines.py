"""What an import does, line by line, as plain text: for the terminal, and escaped for Slack."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.ids import BlockerId, BlockerKey
from bot.domain.import_plan import BlockerImport, Fate, ImportPlan
from bot.domain.secrets import masked

_FATES = {
    Fate.NEW: "new",
    Fate.CHANGED: "changed",
    Fate.SAME: "as it is",
    Fate.LEFT_OUT: "left out",
}
_TRACKED = "its title, state, owner and date stay the tracker's"


def plan_lines(plan: ImportPlan, keys: Mapping[BlockerId, BlockerKey] | None = None) -> list[str]:
    """``keys`` are those that new blockers got, once they are stored."""
    found: list[str] = []
    for one in plan.blockers:
        found += [name_line(one, keys or {}), *(f"  {line}" for line in detail_lines(one))]
    if plan.scorecard_said:
        found += ["Scorecard, as stated", *(f"  {line}" for line in plan.scorecard_said)]
    found += list(missing_lines(plan.missing))
    return [masked(line) for line in found]


def name_line(one: BlockerImport, keys: Mapping[BlockerId, BlockerKey]) -> str:
    """A key that it was given stands in front, where the document had none."""
    given = keys.get(one.change.blocker) if one.change else None
    name = f"{given} {one.name}" if given and not one.name.startswith(given) else one.name
    return f"{name}: {_FATES[one.fate]}"


def detail_lines(one: BlockerImport) -> Iterator[str]:
    if one.tracked and one.fate is not Fate.LEFT_OUT:
        yield _TRACKED
    yield from one.said
    yield from one.kept


def missing_lines(missing: Sequence[str]) -> Iterator[str]:
    if missing:
        yield "Not in this document, but in an earlier one: still open here"
        yield from (f"  {name}" for name in missing)


def count_line(plan: ImportPlan) -> str:
    """``2 new, 1 changed, 3 as they are``."""
    counts = {fate: sum(one.fate is fate for one in plan.blockers) for fate in Fate}
    words = {**_FATES, Fate.SAME: "as they are"}
    said = [f"{count} {words[fate]}" for fate, count in counts.items() if count]
    if plan.scorecard_said:
        said.append("the scorecard changes")
    return ", ".join(said) or "no blocker in it"


def outcome_line(plan: ImportPlan, milestone: str) -> str:
    if not plan.is_news:
        return f"Nothing to change in {milestone}: everything stands as the document says."
    return f"Stored in {milestone}: {count_line(plan)}."
