"""Rich sample content for the page: people, channels, messages of every kind."""

from typing import Any, TypeAlias

Block: TypeAlias = dict[str, Any]
Frame: TypeAlias = dict[str, Any]

START = 1_795_000_000
ZONE = "America/New_York"
LONG_TITLE = (
    "THR-77 A title that goes on for much longer than anybody would wish, with "
    "AnUnbreakableIdentifierThatIsFarTooLongForOneLineOnAPhoneAndHasNoSpacesAtAll and an end"
)
RTL = "שחרור הגרסה חסום על ידי תעודה שפג תוקפה"


def plain(text: str, *, emoji: bool = True) -> Block:
    return {"type": "plain_text", "text": text, "emoji": emoji}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def button(text: str, action_id: str, value: str = "", **more: object) -> Block:
    return {
        "type": "button", "text": plain(text), "action_id": action_id, "value": value, **more,
    }  # fmt: skip


def section(text: str, block_id: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "block_id": block_id, "text": mrkdwn(text)}
    return {**block, "accessory": accessory} if accessory else block


def option(text: str, value: str, note: str | None = None) -> Block:
    built: Block = {"text": plain(text), "value": value}
    return {**built, "description": plain(note)} if note else built


def message(ts: float, user: str, text: str, **more: object) -> Block:
    return {"ts": f"{START + ts:.6f}", "user": user, "text": text, **more}


def people() -> list[Block]:
    named = [
        ("U0ALICE", "alice", "Alice Adler", "lead"),
        ("U0BOB", "bob", "Bob Brandt", "owner"),
        ("U0CHARLIE", "charlie", "Charlie Chen", "bystander"),
        ("U0DANA", "dana", "Dana Diaz", "backend team"),
        ("U0ERIN", "erin", "Erin Engel", "backend team"),
    ]
    users = [
        {"id": id_, "name": name, "real_name": real, "title": title, "is_bot": False, "tz": ZONE}
        for id_, name, real, title in named
    ]
    app = {"id": "U0BLOCKERS", "name": "blockers", "real_name": "Blockers", "is_bot": True}
    return [*users, {**app, "tz": ZONE}]


def channels() -> list[Block]:
    everyone = ["U0ALICE", "U0BOB", "U0CHARLIE", "U0DANA", "U0ERIN"]
    with_app = [*everyone, "U0BLOCKERS"]
    return [
        {"id": "C0RELEASE", "name": "release", "private": False, "im": False, "members": with_app,
         "topic": "Getting the production deployment out"},
        {"id": "C0OPS", "name": "ops", "private": False, "im": False, "members": with_app},
        {"id": "C0GENERAL", "name": "general", "private": False, "im": False, "members": everyone},
        {"id": "C0LEADS", "name": "leads", "private": True, "im": False,
         "members": ["U0ALICE", "U0BOB"]},
        {"id": "D0APP", "name": "", "private": True, "im": True,
         "members": ["U0ALICE", "U0BLOCKERS"]},
    ]  # fmt: skip


def board() -> list[Block]:
    """The answer to `/blockers`, in the shape that the product gives it."""
    return [
        section(
            "🔴 *Production deployment is blocked by 2* · risk high · target Fri 18 Dec, "
            "honest date Tue 22 Dec (85 %)\nNo HTTPS endpoint yet (THR-42) and deployments are "
            "still by hand (THR-41).",
            "state",
        ),
        {"type": "divider", "block_id": "line"},
        section(
            "*THR-42 TLS and ingress hardening*\nIn progress · urgent · Bob · due Fri 20 Nov · "
            "▰▰▰▱▱ 3 of 5, 1 contested\nNext: finish the DNS part · 🔴 api-cert down since 08:12",
            "blocker-1",
            button("Open", "blocker.open", "THR-42"),
        ),
        section(
            f"*{LONG_TITLE}*\nBacklog · urgent · *no owner* · overdue 5 days · ▱▱▱▱▱▱ 0 of 6",
            "blocker-2",
            button("Open", "blocker.open", "THR-77"),
        ),
        section(f"*{RTL}*\nBacklog · high · Bob", "blocker-3", button("Open", "blocker.open", "R")),
        {"type": "context", "block_id": "sources",
         "elements": [mrkdwn("Linear 2 min ago · probes 20 s ago · next digest Thu 09:00")]},
        {"type": "actions", "block_id": "foot", "elements": [
            button("Share in channel", "blockers.share", "prod", style="primary"),
            button("Scorecard", "blockers.page", "scorecard"),
            button("Refresh", "blockers.refresh", "prod"),
            button("Open in Linear", "blocker.link", url="https://linear.app/x/THR-42"),
        ]},
    ]  # fmt: skip


def checklist(rows: int = 30) -> list[Block]:
    """One section with one button an item, as long as asked for."""
    words = {0: ("⬜", "Done", "done"), 1: ("🔄", "Done", "done"), 2: ("✅", "Undo", "todo")}
    blocks = [section("*THR-42 TLS and ingress hardening* · in progress · Bob", "title")]
    for row in range(rows):
        sign, verb, target = words[row % 3]
        value = f'{{"item":"{row}","target":"{target}"}}'
        text = f"{sign} Item {row + 1}: certificate issued and served by the ingress"
        tick = button(verb, "checklist.tick", value)
        blocks.append(section(text, f"item-{row}", tick))
    return blocks


def formatting() -> str:
    return (
        "*bold* _italic_ ~strike~ `code <x>` *_both_* snake_case_stays 2*3*4\n"
        "> quoted &lt;b&gt;line&lt;/b&gt;\n> second\n"
        "• first point that is long enough to run over the end of its line on a telephone\n"
        "• second <https://example.com/a?b=1&amp;c=2|a link> and https://example.org/bare.\n"
        "<@U0BOB> <@U0ALICE> <#C0OPS> <!subteam^S0BACKEND|@backend> <!here> "
        "<!date^1795000000^{date_short} at {time}|once> :tada: :not_an_emoji:\n"
        "```\nif a < b && c:\n    run()\n```\n"
        "<script>alert(1)</script> <javascript:alert(1)|press>"
    )


def rich_text() -> Block:
    def styled(text: str, **style: bool) -> Block:
        return {"type": "text", "text": text, "style": style}

    def item(text: str) -> Block:
        return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}

    return {"type": "rich_text", "block_id": "rich", "elements": [
        {"type": "rich_text_section", "elements": [
            styled("Bold", bold=True), {"type": "text", "text": " and "},
            styled("code", code=True), {"type": "text", "text": " by "},
            {"type": "user", "user_id": "U0BOB"}, {"type": "emoji", "name": "rocket"},
            {"type": "link", "url": "https://example.com", "text": "link"}]},
        {"type": "rich_text_list", "style": "ordered", "elements": [item("one"), item("two")]},
        {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [item("inner")]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x = 1\ny = 2"}]},
    ]}  # fmt: skip


def table() -> Block:
    heads = ["Component", "Verdict", "Why", "Since", "Probes", "Owner"]
    rows = [
        ["TLS/HTTPS security", "blocked", "THR-42 is open", "Mon 16 Nov", "api-https", "Bob"],
        ["Automated deployment", "blocked", "THR-41 is open", "Tue 10 Nov", "ci-main", "nobody"],
        ["Paper trading", "ready", "stated by Alice", "Tue 10 Nov", "none", "Alice"],
    ]
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in [heads, *rows]]
    return {"type": "table", "block_id": "scores", "rows": cells}


def elements() -> list[Block]:
    """Every kind of element that can stand in a message."""
    choices = [option("Low", "low"), option("High", "high", "wakes people up")]
    confirm = {
        "title": plain("Post the digest?"), "text": mrkdwn("It goes to *everyone* in #ops."),
        "confirm": plain("Post it"), "deny": plain("Not now"), "style": "danger",
    }  # fmt: skip
    return [
        {"type": "header", "block_id": "h", "text": plain("Every element :tada:")},
        {"type": "section", "block_id": "fields", "fields": [
            mrkdwn("*Status*\nIn progress"), mrkdwn("*Owner*\n<@U0BOB>"), plain("*plain* <x>")]},
        {"type": "actions", "block_id": "buttons", "elements": [
            button("Go :rocket:", "e.primary", "1", style="primary"),
            button("Delete", "e.danger", "2", style="danger"),
            button("Post", "e.confirm", "3", confirm=confirm)]},
        {"type": "actions", "block_id": "selects", "elements": [
            {"type": "static_select", "action_id": "e.static", "options": choices,
             "placeholder": plain("Severity")},
            {"type": "users_select", "action_id": "e.user", "placeholder": plain("Pick an owner")},
            {"type": "conversations_select", "action_id": "e.talk",
             "placeholder": plain("Pick a channel")},
            {"type": "multi_static_select", "action_id": "e.multi", "options": choices,
             "placeholder": plain("Labels")},
            {"type": "overflow", "action_id": "e.more", "options": choices}]},
        {"type": "actions", "block_id": "dates", "elements": [
            {"type": "datepicker", "action_id": "e.date", "initial_date": "2026-12-18"},
            {"type": "timepicker", "action_id": "e.time", "initial_time": "09:00"}]},
        {"type": "section", "block_id": "boxes", "text": mrkdwn("Notify about"), "accessory": {
            "type": "checkboxes", "action_id": "e.boxes", "options": choices}},
        {"type": "section", "block_id": "radios", "text": mrkdwn("How loud"), "accessory": {
            "type": "radio_buttons", "action_id": "e.radio", "options": choices}},
        {"type": "section", "block_id": "thumb", "text": mrkdwn("With a picture"), "accessory": {
            "type": "image", "image_url": "/page/icon.svg", "alt_text": "The sign of Blockers"}},
        {"type": "hologram", "block_id": "unknown", "text": mrkdwn("from the future")},
    ]  # fmt: skip
