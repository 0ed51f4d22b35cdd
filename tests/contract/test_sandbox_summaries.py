"""Any summary fills the local Linear so that the board says what the document says."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.blocker import by_urgency
from sandbox.summary_issues import Keyed, is_long_closed, keyed_blockers
from sandbox.summary_people import Cast, cast_of
from sandbox.summary_text import owners_in, things
from tests.servers.linear import TODAY
from tests.stages.summary_sandbox import Filled, filled_from
from tests.stages.summary_words import check_blocker, readiness_said

DOCUMENTS = Path(__file__).parents[1] / "documents"
LONG = "every tenant that was moved has to be told " * 46


async def check(document: bytes) -> None:
    async with filled_from(document) as filled:
        cast = cast_of(filled.read)
        shown = {str(view.blocker.key): view for view in filled.board.everything}
        for keyed in keyed_blockers(filled.read):
            if is_long_closed(keyed.blocker, TODAY):
                assert keyed.identifier not in shown
                continue
            check_blocker(keyed, shown[keyed.identifier], cast)
            await check_who_may_tick(filled, keyed, cast)
            del shown[keyed.identifier]
        assert not shown
        blocking = [view.blocker for view in filled.board.blockers]
        assert blocking == sorted(blocking, key=by_urgency)
        assert [(one.component.name, one.readiness.value) for one in filled.board.scorecard] == [
            (one["component"], readiness_said(one, filled)) for one in filled.read["scorecard"]
        ]


async def check_who_may_tick(filled: Filled, keyed: Keyed, cast: Cast) -> None:
    """Whoever is named on an item, or on the blocker where it names nobody, has an account."""
    for item in things(keyed.blocker, "items"):
        names = owners_in(item.get("owner")) or owners_in(keyed.blocker.get("owner"))
        accounts = [cast.named.get(name) or cast.members[cast.teams[name].id] for name in names]
        allowed = await filled.who_may_tick(keyed.identifier, str(item["text"]))
        assert {one.real_name for one in accounts} <= allowed


@pytest.mark.parametrize("path", sorted(DOCUMENTS.rglob("*.md")), ids=lambda path: path.stem)
async def test_the_board_says_what_the_document_says(path: Path) -> None:
    await check(await asyncio.to_thread(path.read_bytes))


NO_KEYS = """# Blockers for the spring release
## Certificate has run out
- **Status:** in progress
- **Owner:** Maria Lopez
- **Due:** December 4, 2026
- [x] Order a new one
- [ ] Install it
## Contract unsigned
- **Status:** BLOCKED
- **Effort:** 2-3 days
"""
NUMBERS = """# Blockers
### #12: Numbered
- [ ] a
### THR-007: Zeros
- [ ] b
### THR-7: Seven
- [ ] c
### A-0: Zero
- [ ] d
"""
PREFIXES = """# Blockers - Prefixes
### PROD-1: First
- **Owner:** Ann
- [ ] one
### SHIP-2: Second
- [ ] two
### GOAL-3: Third
- **Depends on:** PROD-1
- [ ] three
## Without any key
- **Status:** Blocked
- [ ] four
"""
TEAMS = """# Blockers - Warehouse
### WH-1: Scanner firmware
- **Owner:** Firmware team
- [ ] Flash the scanners (owner: QA squad)
- [ ] Sign off (owner: QA team)
- 🔄 Roll it out
### WH-2: Handover, nothing listed
- **Owner:** DevOps team
### WH-3: All done but the last word
- **Owner:** DevOps Team
- [x] Write it down
### WH-4: Логистика
- **Owner:** Команда логистики
- [ ] Сменить провайдера
"""
PEOPLE = """# Blockers - People
### PP-1: Two of them
- **Owner:** Ann Lee, Ben
- [ ] a
- [ ] b (owner: Cy)
### PP-2: Names alike
- **Owner:** o'neil
- [ ] c (owner: O Neil)
- [ ] d (owner: ann lee)
### PP-3: 🚀 Ольга
- **Owner:** Иван Петров
- [ ] Получить ключи (owner: Ольга, due 2026-12-02)
- [x] Подписать (owner: 監視)
### PP-4: The lead's own name
- **Owner:** Alice
- [ ] f (owner: Charlie)
"""
CLOSED_ONES = """# Blockers
**Date:** January 10, 2026
### CL-1: Closed, no day said
- **Status:** ✅ DONE
- [x] a
### CL-2: Closed of late
- **Status:** ✅ Done (2026-11-15)
### CL-3: Closed long ago
- **Status:** ✅ Done (2026-02-01)
### CL-4: Dropped
- **Status:** Won't fix
### CL-5: Open
- **Status:** BACKLOG

| Component | Status | Blocker |
|---|---|---|
| Early | ✅ READY | CL-3 |
| Late | ✅ READY | CL-1 |
| Open | 🔴 BLOCKED | CL-5 |
| Both | 🔴 BLOCKED | CL-1, CL-5 |
"""
SIGNS = """# Blockers - <!channel> & *stars* _under_ ~tilde~ `code`
### MD-1: A <b>title</b> & 1 < 2 *star* _u_ ~t~ `c` | pipe
- **Blocking:** *everything* & <nothing>
- **Next Action:** 1. first step: then `run it`
- **Why:** - because # of > things
- [ ] # not a heading
- [ ] 1. numbered
- [ ] a*b*c and snake_case_name and __init__ and ~~half~~ done
- [ ] Fix &amp; entity &lt;tag&gt; &copy;
- [ ] ends with backslash \\
- [ ] | table | like |
- [ ] [link](https://example.org/a_b) and text
- [ ] https://example.org/x_y_z only
- [x] ~~dropped~~
- [x] `[ ]` in front
- [ ] Note: keep it short
"""


@pytest.mark.parametrize(
    "document",
    [NO_KEYS, NUMBERS, PREFIXES, TEAMS, PEOPLE, CLOSED_ONES, SIGNS],
    ids=["no keys", "numbers", "prefixes", "teams", "people", "closed", "signs"],
)
async def test_whatever_the_keys_owners_and_signs_are(document: str) -> None:
    await check(document.encode())


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
async def test_mojibake_and_line_ends_of_windows(ends: str) -> None:
    text = "# Blockers\n### WIN-1: Line ends\n- **Owner:** Ay\u015fe\n- [x] a\n- \U0001f504 b\n"
    mangled = text.encode().decode("cp1254", errors="ignore")
    await check(mangled.replace("\n", ends).encode())


async def test_sixty_blockers_and_hundreds_of_items() -> None:
    items = "".join(f"- [{'x' if n % 3 else ' '}] Step {n}\n" for n in range(400))
    many = "".join(f"### REL-{n}: Number {n}\n- **Priority:** P{n % 4}\n" for n in range(1, 61))
    await check(f"# Blockers\n### LL-1: Long\n- **Owner:** Kim\n\n{items}\n{many}".encode())


async def test_an_item_of_two_thousand_characters() -> None:
    await check(f"# Blockers\n### GW-1: Move\n- [ ] {LONG}\n- [ ] {'x' * 2000}\n".encode())


async def test_a_scorecard_alone_and_a_document_that_says_nothing_is_open() -> None:
    await check(b"# Ready?\n\n| Component | Status |\n|---|---|\n| API | Ready |\n| Web | ? |\n")
    await check(b"# Blocking issues\n\n**Status:** no open blockers\n\nThere are no blockers.\n")
