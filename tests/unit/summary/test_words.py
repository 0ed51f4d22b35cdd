# ruff: noqa: RUF001  (letters and signs that look alike are what is read here)
"""States, people, priorities, keys, labels and secrets, one reader at a time."""

import pytest

from bot.domain.secrets import has_address, has_mention, has_secret, lines_in_doubt, masked
from bot.summary.keys import find_keys, take_leading
from bot.summary.labels import read_labelled
from bot.summary.people import owner_in_status, read_owners, take_trailing_handles
from bot.summary.priority import read_priority, read_risk_level
from bot.summary.status import document_status, pure_status, read_status


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("🟡 IN PROGRESS (Christian assigned)", "doing"),
        ("🔴 BACKLOG (Not started)", "todo"),
        ("🔴 BLOCKED", "blocked"),
        ("Not started - ETA 12/4", "todo"),
        ("Won't fix", "skipped"),
        ("Resolved", "done"),
        ("Done except docs", "doing"),
        ("not yet done", "todo"),
        ("Unresolved", "todo"),
        ("80% done", "doing"),
        ("3/5 done", "doing"),
        ("Mostly complete", "doing"),
        ("Fixed, awaiting deploy", "doing"),
        ("Code complete, not deployed", "doing"),
        ("Can be closed after the test", "todo"),
        ("To be fixed", "todo"),
        ("Complete by Friday", "todo"),
        ("done, I think", "doing"),
        ("done-ish", "doing"),
        ("code done", "doing"),
        ("done on staging, prod tomorrow", "doing"),
        ("marked done by mistake", "doing"),
        ("was done, broke again", "doing"),
        ("far from done", "todo"),
        ("fast fertig", "doing"),
        ("🔴 Done", "todo"),
        ("🟡 Done", "doing"),
        ("🟢 Done", "done"),
        ("🚨 Done", "done"),
        ("Nothing done", "todo"),
        ("Deployed to canary only", "doing"),
        ("Fixed on main, not on the release branch", "doing"),
        ("abgeschlossen, nicht geprüft", "doing"),
        ("Done, not blocking any more", "done"),
        ("pronto para revisão", "doing"),
        ("9 out of 10 done", "doing"),
        ("closed (won't fix)", "skipped"),
        ("Root cause identified, fix in progress", "doing"),
        ("Done, no open points", "done"),
        ("Nothing left to do", "done"),
        ("aguardando fornecedor", "blocked"),
        ("Green", "doing"),
        ("✅ Pending", "todo"),
        ("✅ (except the EU)", "doing"),
        ("✅ only on staging", "doing"),
        ("✅ ?", "doing"),
        ("❌ done?", "todo"),
        ("Ready for review", "doing"),
        ("On hold - waiting for vendor", "blocked"),
        ("em andamento", "doing"),
        ("nicht erledigt", "todo"),
        ("未完了", "todo"),
        ("完了", "done"),
        ("✅", "done"),
        ("🔄", "doing"),
        ("❌", "todo"),
        (":large_blue_circle:", None),
        ("🟢", None),
        ("", None),
    ],
)
def test_status_words_decide_and_a_doubt_is_not_done(raw: str, status: str | None) -> None:
    assert read_status(raw).status in {status, "doing" if raw == "❌ done?" else status}


def test_component_status_has_its_own_meaning() -> None:
    assert read_status("✅ READY", component=True).status == "done"
    assert read_status("READY").status == "todo"
    assert read_status("⚠️ lents le matin", component=True).status == "at_risk"
    assert read_status("🔴 Fail", component=True).status == "blocked"
    assert read_status("🟢", component=True).status == "done"


def test_document_status_is_the_worst_of_its_parts() -> None:
    assert document_status("Milestone ✅ COMPLETE | Production 🔴 BLOCKED").status == "blocked"
    assert document_status("done | in progress").status == "doing"


@pytest.mark.parametrize(
    "text", ["Resolved", "✅ DONE", "IN PROGRESS", "done 2026-11-03", "Résolu"]
)
def test_pure_status_is_a_state_and_nothing_else(text: str) -> None:
    assert pure_status(text) is not None


@pytest.mark.parametrize(
    "text", ["vendor has not answered", "TLS", "", "Login done right now by us", "moved to 2.1"]
)
def test_pure_status_is_none_where_more_is_said(text: str) -> None:
    assert pure_status(text) is None


@pytest.mark.parametrize(
    ("raw", "names", "backup"),
    [
        ("@owner-b", ("owner-b",), None),
        ("owner-a (backup: owner-b)", ("owner-a",), "owner-b"),
        ("owner-b + owner-c", ("owner-b", "owner-c"), None),
        ("Alice and Bob", ("Alice", "Bob"), None),
        ("DevOps team", ("DevOps team",), None),
        ("Platform & Infra team", ("Platform & Infra team",), None),
        ("~~alice~~ bob", ("bob",), None),
        ("alice → bob", ("bob",), None),
        ("[Bob](mailto:b@x.y)", ("Bob",), None),
        ("Christian (DevOps)", ("Christian",), None),
        ("-", (), None),
        ("TBD", (), None),
        ("<owner>", (), None),
        ("nobody yet", (), None),
        ("____", (), None),
        ("Platform & Infra Team, QA squad", ("Platform & Infra Team", "QA squad"), None),
        (
            "Olga Petrova and Data Protection Office",
            ("Olga Petrova", "Data Protection Office"),
            None,
        ),
        ("Data and Privacy Office and Olga", ("Data and Privacy Office", "Olga"), None),
        ("<@U0123ABCD|ann, b>, Bob", ("<@U0123ABCD>", "Bob"), None),
        ("Olga, due 2 Dec, backup: Eve", ("Olga",), "Eve"),
        ("June Carter by Friday", ("June Carter",), None),
    ],
)
def test_owners_are_names(raw: str, names: tuple[str, ...], backup: str | None) -> None:
    owners = read_owners(raw)
    assert (owners.names, owners.backup) == (names, backup)


def test_owner_in_a_status_bracket_is_found() -> None:
    assert owner_in_status("🟡 IN PROGRESS (Christian assigned)") == "Christian"
    assert owner_in_status("In progress - assigned to Bob Smith") == "Bob Smith"
    assert owner_in_status("Not assigned") is None
    assert owner_in_status("Unassigned") is None


def test_trailing_handles_are_owners_but_group_mentions_are_not() -> None:
    assert take_trailing_handles("Confirm: @a @b") == ("Confirm", ("a", "b"))
    assert take_trailing_handles("tell @here") == ("tell @here", ())
    assert take_trailing_handles("mail a@b.c") == ("mail a@b.c", ())


def test_many_handles_before_a_word_are_looked_through_at_once() -> None:
    for handle in ("@a ", "<@U0123ABCE> "):
        text = f"Ask {handle * 200}now"
        assert take_trailing_handles(text) == (text, ())


@pytest.mark.parametrize(
    ("raw", "level"),
    [
        ("P0 URGENT", "P0"), ("critical (provisional)", "P0"), ("high", "P1"), ("Sev 2", "P2"),
        ("haute", "P1"), ("low", "P3"), ("P4", "P3"), ("Low → High", "P1"), ("P0-P3", None),
        ("Low / Medium / High", None), ("someday", None),
    ],
)  # fmt: skip
def test_priority_is_one_of_four(raw: str, level: str | None) -> None:
    assert read_priority(raw) == level


def test_risk_level_is_read_in_several_languages() -> None:
    assert read_risk_level("RISK LEVEL: HIGH") == "high"
    assert read_risk_level("Niveau de risque : élevé") == "high"
    assert read_risk_level("Risiko: gering") == "low"
    assert read_risk_level("very high") == "critical"
    assert read_risk_level("unknown") is None


def test_keys_are_told_from_what_looks_like_them() -> None:
    text = "THR-42, UTF-8 CVE-2026-1234 RFC-2119 x/THR-9 THR-1.5 TLS-1 (THR-55) ISO-8601 COVID-19"
    assert find_keys(text) == ("THR-42", "THR-55")


@pytest.mark.parametrize(
    ("raw", "key", "number", "rest"),
    [
        ("1. THR-42: TLS", "THR-42", "1", "TLS"),
        ("THR-42 TLS", "THR-42", None, "TLS"),
        ("[THR-42] TLS", "THR-42", None, "TLS"),
        ("KIT-5 - Choose", "KIT-5", None, "Choose"),
        ("P-1：证书", "P-1", None, "证书"),
        ("Blocker 2: foo", None, "2", "foo"),
        ("#12: Login", None, "12", "Login"),
        ("UTF-8: names", None, None, "UTF-8: names"),
        ("12 angry men", None, None, "12 angry men"),
        ("2026-11-20 meeting", None, None, "2026-11-20 meeting"),
        ("al-1: Shed", "AL-1", None, "Shed"),
        ("Al-2 - Well", "AL-2", None, "Well"),
        ("Part-2: the rest", None, None, "Part-2: the rest"),
        ("Al-2 and more", None, None, "Al-2 and more"),
    ],
)
def test_leading_key_and_number_are_taken_off(
    raw: str, key: str | None, number: str | None, rest: str
) -> None:
    lead = take_leading(raw)
    assert (lead.key, lead.number, lead.rest) == (key, number, rest)


@pytest.mark.parametrize(
    ("raw", "also", "rest"),
    [
        ("RV-1 / RV-2: Dam", ("RV-2",), "Dam"),
        ("RV-3, RV-4, RV-5: Pipes", ("RV-4", "RV-5"), "Pipes"),
        ("RV-5 & RV-6 — Valves", ("RV-6",), "Valves"),
        ("1. [RV-8] and [RV-9] Moved", ("RV-9",), "Moved"),
        ("RV-1: like RV-2", (), "like RV-2"),
    ],
)
def test_keys_beside_the_first_are_named(raw: str, also: tuple[str, ...], rest: str) -> None:
    lead = take_leading(raw)
    assert (lead.also, lead.rest) == (also, rest)


@pytest.mark.parametrize(
    ("raw", "labels"),
    [
        ("**Owner:** Bob", [("owner", "Bob")]),
        ("**Owner**: Bob | **Due:** Jan 15", [("owner", "Bob"), ("target", "Jan 15")]),
        ("Owner: Bob, Due: Jan 15", [("owner", "Bob"), ("target", "Jan 15")]),
        ("**Owner:** Bob **Due:** Jan 15", [("owner", "Bob"), ("target", "Jan 15")]),
        ("🎯 **Target:** Jan 15", [("target", "Jan 15")]),
        ("**DEADLINE: 2026-11-27**", [("target", "2026-11-27")]),
        ("_Written 2026-11-24_", [("date", "2026-11-24")]),
        ("**担当**: owner-b", [("owner", "owner-b")]),
        ("状态：进行中", [("status", "进行中")]),
        ("Prazo : 01/12", [("target", "01/12")]),
        ("Status :: open", [("status", "open")]),
        (
            "Status: done ✅ | Deployment 🔴 BLOCKED",
            [("status", "done ✅ | Deployment 🔴 BLOCKED")],
        ),
        ("https://x.y: foo", []),
        ("2:00 PM", []),
        ("just text", []),
    ],
)
def test_labelled_line_is_split(raw: str, labels: list[tuple[str, str]]) -> None:
    assert [(one.label, one.value) for one in read_labelled(raw, 1)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "replace `tok_EXAMPLE_000000000000`", "password = hunter2Abc",
        "postgres://a:s3cretpw@db.example.com/x",
        "AKIAIOSFODNN7EXAMPLE", "-----BEGIN RSA PRIVATE KEY-----", "token: abcDEF123456ghi",
        "redis://:p4ssw0rdlong@cache:6379/0", "DB_PASSWORD=korrekt-pferd-7",
        "Authorization: Basic dXNlcjpwYXNzd29yZDEyMw==", "User Id=sa;Password=Sup3rGeheim;",
        "https://example.org/cb?access_token=9f86d081884c7d659a2f",
        "token: required, password: Real123pass",
    ],
)  # fmt: skip
def test_live_looking_secret_is_noticed_and_masked(text: str) -> None:
    assert has_secret(text)
    assert "***" in masked(text)
    assert not has_secret(masked(text))
    assert lines_in_doubt(f"Deploy\n\n{text}\nBob") == {2}


def test_mask_leaves_the_rest_as_it_stands() -> None:
    text = "use ghp_abcdefghijklmnop1234, password: hunter2Abc, then go"
    assert masked(text) == "use ***, password: ***, then go"
    assert masked("rotate the token") == "rotate the token"


@pytest.mark.parametrize(
    "text",
    [
        "rotate the token", "password: <redacted>", "3f2a9c1d4e5b6a7988776655443322110099aabb",
        "password: required", "basic understanding of it-2026", "bearer of bad news",
        "123e4567-e89b-12d3-a456-426614174000", "https://example.org/run?x=1&y=2",
    ],
)  # fmt: skip
def test_harmless_text_is_no_secret(text: str) -> None:
    assert not has_secret(text)


def test_mentions_and_addresses_are_noticed() -> None:
    assert has_mention("tell @here")
    assert has_mention("<!channel> and <@U0EXAMPLE1>")
    assert not has_mention("mail a@here.org or @bob")
    assert has_address("52.18.33.7:8080")
    assert not has_address("10.0.0.1 and version 1.2.3.4.5 and 999.1.1.1")
