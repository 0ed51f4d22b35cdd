"""The description of a Linear issue: labelled lines and task lists of every make."""

from datetime import date

from bot.domain.document import DescribedItem, Description
from bot.summary.description import read_description

WHOLE = """**Blocking:** Production deployment
**Next action:** Complete cert-manager
**Effort:** 6-8 hours

## Why it's blocking

Cannot deploy without HTTPS.

## What's needed

* [X] issuer configured
* [ ] ingress
  * [x] sub
* 🔄 DNS integration
- 🔴 cert
```
- [ ] in code
```

+++ Immediate actions

- [ ] a
- [ ] b
- **Owner:** Christian
- **Due:** Jan 15, 2026

- [ ] c
- **Owner:** Backend team
- **Note:** careful

+++
"""


def test_description_is_read_whole() -> None:
    assert read_description(WHOLE) == Description(
        blocks="Production deployment",
        why="Cannot deploy without HTTPS.",
        next_action="Complete cert-manager",
        effort_hours=(6.0, 8.0),
        items=(
            DescribedItem("issuer configured", "done", 0, "needed"),
            DescribedItem("ingress", "todo", 0, "needed"),
            DescribedItem("sub", "done", 1, "needed"),
            DescribedItem("DNS integration", "doing", 0, "needed"),
            DescribedItem("cert", "todo", 0, "needed"),
            DescribedItem("a", "todo", 0, "actions", "Christian", date(2026, 1, 15)),
            DescribedItem("b", "todo", 0, "actions", "Christian", date(2026, 1, 15)),
            DescribedItem("c", "todo", 0, "actions", "Backend team", None, "careful"),
        ),
    )


def test_description_takes_bold_labels_over_paragraphs_and_bare_labels_over_lists() -> None:
    read = read_description(
        "**Why it's blocking**\n\nNo HTTPS, no release.\n\nWhat's needed\n- ✅ one\n- [ ] two\n"
    )
    assert read.why == "No HTTPS, no release."
    assert [(one.text, one.state, one.section) for one in read.items] == [
        ("one", "done", "needed"),
        ("two", "todo", "needed"),
    ]


def test_description_without_labels_keeps_its_task_list() -> None:
    read = read_description("Some words.\n\n- [ ] a\n- [x] b\n1. [ ] c\n")
    assert [(one.text, one.state, one.section) for one in read.items] == [
        ("a", "todo", None),
        ("b", "done", None),
        ("c", "todo", None),
    ]


def test_description_reads_owner_and_due_of_a_single_line() -> None:
    read = read_description("### Immediate actions\n1. Do x (@bob, due Jan 3 2027)\n2. [x] Do y\n")
    assert read.items == (
        DescribedItem("Do x", "todo", 0, "actions", "bob", date(2027, 1, 3)),
        DescribedItem("Do y", "done", 0, "actions"),
    )


def test_description_reads_an_account_of_slack_as_the_owner_where_owners_stand() -> None:
    read = read_description(
        "- [ ] a (owner: <@U0123ABCE|ann>, due 2026-12-02)\n- [ ] b <@U0123ABCE>\n"
        "- [ ] ask <@U0123ABCE> first\n"
    )
    assert [(one.text, one.owner, one.due) for one in read.items] == [
        ("a", "<@U0123ABCE>", date(2026, 12, 2)),
        ("b", "<@U0123ABCE>", None),
        ("ask <@U0123ABCE> first", None, None),
    ]


def test_description_reads_a_date_without_year_only_from_a_given_day() -> None:
    text = "## Immediate actions\n- [ ] a\n  - Due: Jan 15\n"
    assert read_description(text).items[0].due is None
    assert read_description(text, today=date(2026, 11, 25)).items[0].due == date(2027, 1, 15)


def test_description_counts_tasks_of_other_issues_as_its_own() -> None:
    read = read_description("## THR-9: named here\n- [ ] a\n## More\n- [ ] b\n")
    assert [one.text for one in read.items] == ["a", "b"]


def test_description_of_nothing_is_empty() -> None:
    assert read_description("") == Description()


def test_description_doubts_a_tick_that_its_box_denies() -> None:
    assert [one.state for one in read_description("- [ ] a ✅\n- [x] b (not done)\n").items] == [
        "todo",
        "todo",
    ]
