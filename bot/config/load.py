"""Read ``blockers.yml``; every mistake is told with file, line and what was expected."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config.models import BlockersFile, ChannelEntry, MilestoneEntry
from bot.config.reading import parse_yaml
from bot.domain.commands import Ask, parse_command
from bot.domain.evidence_lines import folded
from bot.ports import ConfigurationError

_EXPECTED = {
    "missing": "this entry is missing",
    "extra_forbidden": "no such setting",
}


def load_file(path: Path) -> BlockersFile:
    """Raises ConfigurationError, one line for each mistake: ``file:line: where: what``."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}:1: no such file; copy blockers.example.yml there or set BLOCKERS_CONFIG"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigurationError(f"{path}:1: cannot be read: {reason}") from error
    return parse_text(text, str(path))


def place_in(path: Path, at: Sequence[int | str]) -> str:
    """``file:line: where``, for what turns out wrong after the file was read."""
    tree = parse_yaml(path.read_text(encoding="utf-8"), str(path))
    return f"{path}:{_line(tree, at)}: {_path(at)}"


def parse_text(text: str, name: str) -> BlockersFile:
    """As ``load_file``, for a text already in hand."""
    tree = parse_yaml(text, name)
    try:
        parsed = BlockersFile.model_validate(tree)
    except ValidationError as error:
        mistakes = [_mistake(name, tree, details) for details in error.errors()]
        raise ConfigurationError("\n".join(dict.fromkeys(mistakes))) from error
    crossed = [f"{name}:{_line(tree, at)}: {_path(at)}: {what}" for at, what in _crossed(parsed)]
    if crossed:
        raise ConfigurationError("\n".join(crossed))
    return parsed


def _mistake(name: str, tree: Any, details: Any) -> str:  # noqa: ANN401 - pydantic's own shape
    at = tuple(step for step in details["loc"] if _is_in_file(step))
    what = _EXPECTED.get(details["type"], details["msg"].removeprefix("Value error, "))
    return f"{name}:{_line(tree, at)}: {_path(at)}: {what}"


def _is_in_file(step: int | str) -> bool:
    """Pydantic names the member of a union in its path; the file does not."""
    return not (isinstance(step, str) and (step in {"http", "tls"} or "[" in step))


def _path(at: Sequence[int | str]) -> str:
    shown = ""
    for step in at:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return shown.lstrip(".") or "the file"


def _line(tree: Any, at: Sequence[int | str]) -> int:  # noqa: ANN401 - ruamel's own nodes
    """The line of the deepest entry of the path that the file has; lines count from 1."""
    line, node = 1, tree
    for step in at:
        marks = getattr(node, "lc", None)
        places = getattr(marks, "data", None) or {}
        if step not in places:
            break
        line = places[step][0] + 1
        node = node[step]
    return line


def _crossed(file: BlockersFile) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Rules that span entries: names that must exist, be distinct, or not clash."""
    keys = [milestone.key for milestone in file.milestones]
    yield from _risk_rules(file)
    yield from _write_rules(file)
    yield from _prefix_rules(file)
    for index, milestone in enumerate(file.milestones):
        yield from _milestone_rules(file, milestone, ("milestones", index), keys[:index])
    channels = [channel.id for channel in file.channels]
    for index, channel in enumerate(file.channels):
        yield from _channel_rules(channel, ("channels", index), channels[:index], keys)
    yield from _evidence_rules(file, keys)


def _milestone_rules(
    file: BlockersFile, milestone: MilestoneEntry, at: tuple[int | str, ...], before: list[str]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if milestone.key in before:
        yield (*at, "key"), f"there are two milestones {milestone.key!r}"
    if parse_command(milestone.key, ()).ask not in {Ask.UNKNOWN, Ask.BLOCKER}:
        yield (*at, "key"), f"{milestone.key!r} is a word of /blockers: another key was expected"
    if milestone.next and milestone.next not in {other.key for other in file.milestones}:
        yield (*at, "next"), f"no milestone is called {milestone.next!r}"
    probes = {probe.id for probe in file.probes}
    for row, component in enumerate(milestone.scorecard):
        for probe in component.probes:
            if probe not in probes:
                yield (*at, "scorecard", row, "probes"), f"no probe is called {probe!r}"


def _evidence_rules(
    file: BlockersFile, keys: list[str]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Whether an item has such a text is not known here: ``doctor`` tells."""
    probes, seen = {probe.id for probe in file.probes}, set()
    for index, entry in enumerate(file.evidence):
        at = ("evidence", index)
        if entry.milestone not in keys:
            yield (*at, "milestone"), f"no milestone is called {entry.milestone!r}"
        if entry.probe not in probes:
            yield (*at, "probe"), f"no probe is called {entry.probe!r}"
        place = (entry.milestone, entry.blocker.upper(), folded(entry.item))
        if place in seen:
            yield (*at, "item"), "this item is tied above: one probe for each was expected"
        seen.add(place)


def _prefix_rules(file: BlockersFile) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """A key such as ``PROD-3`` must name one thing."""
    teams = {m.linear.team.upper() for m in file.milestones if m.linear and m.linear.team}
    repos = {m.github.key_prefix: m.github.repo for m in file.milestones if m.github}
    yield from _repo_rules(file, teams)
    before: set[str] = set()
    for index, prefix in enumerate(milestone.prefix for milestone in file.milestones):
        at = ("milestones", index, "prefix")
        if prefix and prefix in teams:
            yield at, f"{prefix} is the key of a Linear team: a prefix of its own was expected"
        if prefix and prefix in repos:
            yield (
                at,
                f"{prefix} is before the numbers of {repos[prefix]}: another prefix was expected",
            )
        if prefix and prefix in before:
            yield at, f"{prefix} is another milestone's: a prefix of its own was expected"
        before.add(prefix or "")


def _repo_rules(
    file: BlockersFile, teams: AbstractSet[str]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Issues of a repository go by one prefix, which is nothing else's."""
    repos: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for index, milestone in enumerate(file.milestones):
        if milestone.github is None:
            continue
        at, repo = ("milestones", index, "github"), milestone.github.repo
        prefix, folded_repo = milestone.github.key_prefix, milestone.github.repo.casefold()
        if not prefix:
            yield at, f"{repo} has no letter to make keys of: a prefix was expected"
        elif prefix in teams:
            yield at, f"{prefix} is the key of a Linear team: a prefix of its own was expected"
        elif repos.setdefault(prefix, folded_repo) != folded_repo:
            yield at, f"{prefix} is the prefix of {repos[prefix]}: a prefix of its own was expected"
        elif prefixes.setdefault(folded_repo, prefix) != prefix:
            yield (
                at,
                f"issues of {repo} are {prefixes[folded_repo]}-n above: one prefix was expected",
            )


def _risk_rules(file: BlockersFile) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """A milestone's own levels are judged together with those that it takes over."""
    if wrong := file.risk.disorder():
        yield ("risk",), wrong
        return
    for index, milestone in enumerate(file.milestones):
        if milestone.risk and (wrong := milestone.risk.over(file.risk).disorder()):
            yield ("milestones", index, "risk"), wrong


def _write_rules(file: BlockersFile) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """A label that is put on by us must not decide what a milestone is made of."""
    for index, milestone in enumerate(file.milestones):
        if milestone.linear is None:
            continue
        own, common = milestone.linear_writes, file.linear_writes
        written = own.over(common) if own else common
        at: tuple[int | str, ...] = ("milestones", index) if own else ()
        selecting = {milestone.linear.label, milestone.linear.watch_label}
        for name in written.clashes(selecting):
            yield (
                (*at, "linear_writes", "labels"),
                f"{name!r} says which issues are blockers of {milestone.key}: another was expected",
            )


def _channel_rules(
    channel: ChannelEntry, at: tuple[int | str, ...], before: list[str], keys: list[str]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if channel.milestone not in keys:
        known = ", ".join(keys)
        yield (
            (*at, "milestone"),
            f"no milestone is called {channel.milestone!r} (there are: {known})",
        )
    if channel.id in before:
        yield (*at, "id"), f"channel {channel.id} is listed twice"
