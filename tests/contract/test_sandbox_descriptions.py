"""What the sandbox writes into descriptions, read back by the product's own reader."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.document import Description
from bot.summary.description import read_description
from sandbox.sample import sample_seed
from sandbox.summary_seed import seed_from_summary

DOCUMENTS = Path(__file__).parents[1] / "documents"
TODAY = date(2026, 11, 25)


def described(key: str) -> Description:
    issues = sample_seed(TODAY, {}).linear.issues
    return read_description(next(one for one in issues if one.identifier == key).description)


def states(description: Description) -> list[tuple[str, str]]:
    return [(item.text, item.state) for item in description.items]


def test_the_sample_blocker_reads_as_it_is_meant() -> None:
    tls = described("THR-42")

    assert (tls.blocks, tls.why, tls.next_action, tls.effort_hours) == (
        "production deployment",
        "no HTTPS, no release",
        "finish the DNS part",
        (6, 8),
    )
    assert states(tls) == [
        ("Issuer configured", "done"),
        ("Ingress deployed", "done"),
        ("Certificate issued", "todo"),
        ("DNS integration", "doing"),
        ("Endpoint verified", "todo"),
    ]


@pytest.mark.parametrize(("key", "count"), [("THR-41", 6), ("THR-55", 3), ("THR-60", 0)])
def test_the_other_issues_of_the_sample_have_their_items(key: str, count: int) -> None:
    assert [state for _, state in states(described(key))] == ["todo"] * count


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.expect.json")), ids=lambda p: p.stem)
def test_a_summary_comes_back_from_the_descriptions(path: Path) -> None:
    reading: dict[str, Any] = json.loads(path.read_text("utf-8"))
    issues = seed_from_summary(reading, TODAY, {}).linear.issues

    for blocker, issue in zip(reading["blockers"], issues, strict=True):
        read = read_description(issue.description)
        assert [(i.text, i.state, i.depth, i.section or "needed") for i in read.items] == [
            (i["text"], i["state"], i["depth"], i.get("section", "needed"))
            for i in blocker["items"]
        ]
        assert (read.blocks, read.why, read.next_action) == tuple(
            blocker.get(name) for name in ("blocks", "why", "next_action")
        )
        effort = blocker.get("effort_hours")
        assert read.effort_hours == (tuple(effort) if effort else None)


def test_lists_of_the_users_summary_carry_owner_and_due() -> None:
    reading = json.loads((DOCUMENTS / "00-users-summary.expect.json").read_text("utf-8"))
    issues = {one.identifier: one for one in seed_from_summary(reading, TODAY, {}).linear.issues}
    cicd = read_description(issues["THR-41"].description)
    tls = read_description(issues["THR-42"].description)

    assert {item.owner for item in cicd.items} == {"DevOps team"}
    assert {item.due for item in cicd.items if item.section == "actions"} == {date(2026, 1, 24)}
    assert {(item.section, item.owner) for item in tls.items} == {
        ("needed", None),
        ("actions", "Christian"),
    }
