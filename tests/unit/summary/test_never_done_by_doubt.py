# ruff: noqa: RUF001  (dashes are what is read here)
"""A wrong "done" is worse than a wrong "todo": a mark that may mean something else never ticks."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.document import ReadItem
from bot.summary.read import read_summary

TODAY = date(2026, 11, 25)
TEXT = st.from_regex(r"[A-Z][a-z]{3,8} [a-z]{4,8}", fullmatch=True).map(lambda text: f"Move {text}")
TICKED = ("- [x] ", "* [X] ", "1. [x] ", "- ✅ ", "- ☑️ ", "- :white_check_mark: ", "- [✓] ")
OPEN_MARKS = ("❌", "🔄", "⏳", "🚧", "⬜", "⛔", "🔴", "🟡", ":x:", ":construction:", "[ ]")
OPEN_WORDS = (
    "not done", "not yet", "in progress", "blocked", "pending", "not started", "WIP", "todo",
    "partially done", "90% done", "needs review", "reopened",
)  # fmt: skip
DOUBTFUL = (
    "[?] ", "[*] ", "[>] ", "[.] ", "[o] ", "[!] ", "[~] ", "[/] ", "[ ] ", "[] ", "❓ ", "🔵 ",
    "🟣 ", "⚫ ", "\ufffd ", "🔲 ", "⚠️ ", "[%] ",
)  # fmt: skip


def items_of(line: str, *, head: str = "## AB-1: Door\n\n") -> tuple[ReadItem, ...]:
    document = read_summary(
        f"# Blockers\n\n{head}{line}\n- [ ] Other work\n\n## AB-2: Lamp\n".encode(), today=TODAY
    )
    return tuple(item for one in document.blockers for item in one.items)


def is_done(line: str) -> bool:
    return any(item.state == "done" for item in items_of(line))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TICKED), TEXT)
def test_plain_tick_in_a_checklist_is_done(tick: str, text: str) -> None:
    assert is_done(f"{tick}{text}")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TICKED), st.sampled_from(OPEN_MARKS), TEXT, st.booleans())
def test_tick_beside_a_mark_of_open_work_is_not_done(
    tick: str, mark: str, text: str, behind: bool
) -> None:
    behind = behind and mark != "[ ]"
    assert not is_done(f"{tick}{text} {mark}" if behind else f"{tick}{mark} {text}")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(TICKED), st.sampled_from(OPEN_WORDS), TEXT, st.sampled_from([" ({})", " - {}"])
)
def test_tick_beside_words_of_open_work_is_not_done(
    tick: str, words: str, text: str, form: str
) -> None:
    assert not is_done(f"{tick}{text}{form.format(words)}")


@pytest.mark.parametrize(
    "remark",
    [
        " (except the EU)", " – except one chapter", ", but not yet verified", " (waiting for QA)",
        " - reverted on Nov 3", " (on staging only)", ", needs review", " (now broken)",
        " – noch nicht getestet", ", falta probar", " (done, I think)", ", I think", " (done?)",
        " - not sure", " (maybe)", " (done except docs)", "\n  - except the backup host",
    ],
)  # fmt: skip
def test_tick_that_a_remark_takes_back_is_not_done(remark: str) -> None:
    assert not is_done(f"- [x] Move the mirror{remark}")


@pytest.mark.parametrize(
    "text",
    [
        "Use Redis, not Memcached", "Remove the flag, only used in tests", "Deploy to staging",
        "Fix the 'not done' label", "Handle all but one case", "Send it, maybe by fax",
        "Pager rota\n  - Ana takes nights",
    ],
)  # fmt: skip
def test_tick_beside_words_that_take_nothing_back_is_done(text: str) -> None:
    assert is_done(f"- [x] {text}")


def test_text_with_somebody_in_brackets_is_not_cut() -> None:
    (item, _) = items_of("- [ ] Sign-off (waiting on @sec-team)")
    assert (item.text, item.state, item.flag) == (
        "Sign-off (waiting on @sec-team)",
        "todo",
        "blocked",
    )


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(DOUBTFUL), TEXT)
def test_mark_of_no_agreed_meaning_is_not_done(mark: str, text: str) -> None:
    assert not is_done(f"- {mark}{text}")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OPEN_WORDS), st.sampled_from(["✅ ", "✔ ", ":white_check_mark: "]))
def test_status_with_a_tick_and_words_of_open_work_is_not_done(words: str, tick: str) -> None:
    raw = f"# Blockers\n\n## AB-1: Door\n**Status:** {tick}{words}\n".encode()
    (blocker,) = read_summary(raw, today=TODAY).blockers
    assert blocker.status != "done"


@pytest.mark.parametrize(
    "head",
    ["### Benefits\n", "### Do not release before\n", "### Legend\n", "> ", "```\n", "<pre>\n"],
)
def test_tick_where_no_work_is_listed_is_not_done(head: str) -> None:
    close = {"```\n": "\n```", "<pre>\n": "\n</pre>"}.get(head, "")
    assert not any(
        item.state == "done" for item in items_of(f"{head}- ✅ Faster{close}\n", head="")
    )


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(TICKED[:3]), st.sampled_from(OPEN_WORDS), TEXT)
def test_cells_that_disagree_are_not_done(tick: str, words: str, text: str) -> None:
    rows = f"| Task | Status |\n|---|---|\n| {tick[2:].strip()} {text} | {words} |"
    assert not is_done(rows)


@pytest.mark.parametrize("between", [" → ", "/", " -> ", " ➡️ ", " & ", ""])
@pytest.mark.parametrize("other", ["❌", "🔴", "⏳"])
def test_marks_that_turn_into_each_other_are_not_done(between: str, other: str) -> None:
    assert not is_done(f"- ✅{between}{other} Card reader")
    assert not is_done(f"- Card reader ✅{between}{other}")


@pytest.mark.parametrize(
    "line",
    [
        "- ✅ would be nice: waveform", "- ✅ once legal has signed", "- ✅ nice to have, later",
        "- [x] Alarm (open)", "- DONE: 🔴 Buttons", "- ✅ Mute: still flaky", "- ✅?",
        "- Complete: ✅ no", "- Done: no", "- [x] Windows [ ] macOS", "- [x] signed, [ ] stamped",
        "- ✅-pending: ink", "- ✅ ❓ asked", "- [x] blocked: the door",
    ],
)  # fmt: skip
def test_tick_beside_a_wish_or_a_doubt_is_not_done(line: str) -> None:
    assert not is_done(line)


@pytest.mark.parametrize("line", ["- [x] If it fails, say so", "- ✅ When it rings, answer"])
def test_tick_before_a_sentence_that_begins_with_a_condition_is_done(line: str) -> None:
    assert is_done(line)


def test_tick_over_something_open_is_doubted() -> None:
    raw = b"# Blockers\n\n## AB-1: Door\n- [x] Paint\n  - [x] port\n  - [ ] starboard\n- [x] Lock\n"
    document = read_summary(raw, today=TODAY)
    doubts = [(one.code, one.line) for one in document.warnings]
    assert doubts == [("state_conflict", 4)]


def test_boxes_below_a_label_and_its_value_are_read() -> None:
    text = [item.text for item in items_of("- Lamp: broken\n  - [x] bulb")]
    assert text == ["bulb", "Other work"]


@pytest.mark.parametrize("called", ["**Status:** Done\n", "**Status:** ✅ Done\n", ""])
def test_blocker_that_is_called_done_over_an_open_box_is_in_progress(called: str) -> None:
    title = "## AB-1: Door" if called else "## AB-1: Door - DONE"
    raw = f"# Blockers\n\n{title}\n{called}\n- [x] a\n- [ ] b\n".encode()
    document = read_summary(raw, today=TODAY)
    assert [one.status for one in document.blockers] == ["doing"]
    assert "status_conflict" in {one.code for one in document.warnings}


@pytest.mark.parametrize(
    "note", ["reopened on Monday", "not done on the deep side", "needs a test"]
)
def test_done_row_whose_note_takes_it_back_is_not_done(note: str) -> None:
    rows = (
        f"| Key | Title | Status | Notes |\n|---|---|---|---|\n| AB-1 | Door | ✅ Done | {note} |"
    )
    document = read_summary(f"# Blockers\n\n{rows}\n".encode(), today=TODAY)
    assert [one.status for one in document.blockers] == ["doing"]
    assert [one.code for one in document.warnings] == ["status_conflict"]


@pytest.mark.parametrize("line", ["- **[x]** Move", "- *[x]* Move", "- [x] arrays like a[ ]"])
def test_tick_in_bold_or_beside_brackets_of_code_is_done(line: str) -> None:
    assert is_done(line)


@pytest.mark.parametrize("title", ["Done?", "Almost done", "Done (except one)", "Not done"])
def test_heading_that_only_sounds_done_closes_nothing(title: str) -> None:
    raw = f"# Blockers\n\n## {title}\n\n### AB-1: Door\n- **Owner:** Bob\n".encode()
    assert [one.status for one in read_summary(raw, today=TODAY).blockers] != ["done"]


@pytest.mark.parametrize(
    ("said", "status"),
    [("false", "todo"), ("not yet", "todo"), ("80%", "doing"), ("2026-11-02", "done")],
)
def test_completed_field_says_how_far_it_is(said: str, status: str) -> None:
    raw = f"# Blockers\n\n## AB-1: Door\n- **Completed:** {said}\n".encode()
    assert [one.status for one in read_summary(raw, today=TODAY).blockers] == [status]


def test_struck_blocker_that_is_reopened_is_open() -> None:
    raw = (
        b"# Blockers\n\n### ~~AB-1: Door~~ reopened\n- [ ] glue\n\n### ~~AB-2: Lamp~~\n- [ ] bulb\n"
    )
    assert [one.status for one in read_summary(raw, today=TODAY).blockers] == ["todo", "skipped"]
