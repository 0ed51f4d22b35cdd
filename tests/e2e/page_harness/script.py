"""What the scripted workspace holds at first and how it answers."""

from tests.e2e.page_harness import samples, views
from tests.e2e.page_harness.samples import Frame, message
from tests.e2e.page_harness.server import ScriptedWorkspace


def release_messages() -> list[Frame]:
    root = f"{samples.START + 30:.6f}"
    return [
        message(0, "U0BOB", "Morning all"),
        message(20, "U0BOB", "The certificate is renewed, I think."),
        message(30, "U0CHARLIE", "Are we blocked?"),
        message(40, "U0ALICE", "Ask the bot", thread_ts=root),
        message(60, "U0ALICE", samples.formatting(), edited=True),
        message(90, "U0BLOCKERS", "Two block", blocks=samples.board(), bot=True),
        message(95, "U0BLOCKERS", "The summary", bot=True, files=[
            {"id": "F0SUM", "name": "summary.md", "url": "/page/icon.svg", "size": 12400}]),
    ]  # fmt: skip


def ops_messages() -> list[Frame]:
    unfurl = {
        "title": "THR-42", "title_link": "https://linear.app/x/THR-42", "color": "#5e6ad2",
        "text": "*In progress*, owned by Bob", "footer": "Linear",
    }  # fmt: skip
    picture = {
        "type": "image", "block_id": "pic", "image_url": "/page/icon.svg",
        "alt_text": "Timeline", "title": samples.plain("Timeline"),
    }  # fmt: skip
    rich = [samples.rich_text(), samples.table(), picture]
    return [
        message(-90_000, "U0DANA", "See https://linear.app/x/THR-42", unfurls=[unfurl]),
        message(10, "U0BLOCKERS", "elements", blocks=samples.elements(), bot=True),
        message(20, "U0BLOCKERS", "rich", blocks=rich, bot=True),
    ]


def panel(*, broken: bool = False, restarts: int = 0) -> Frame:
    return {
        "bot": {"running": True, "connected": True, "comes_back": True, "pid": 4242,
                "restarts": restarts, "mode": "socket"},
        "targets": [
            {"id": "api-https", "name": "api over HTTPS", "url": "https://127.0.0.1:44301/readyz",
             "healthy": not broken, "broken": broken, "switches": ["down", "slow", "expired"],
             "active": ["down"] if broken else []},
            {"id": "ci", "name": "CI", "url": "http://127.0.0.1:44302/", "healthy": True,
             "broken": False, "switches": ["down"], "active": []},
        ],
        "notes": [{"at": samples.START, "text": "The digest of #ops comes at 09:00."}],
    }  # fmt: skip


def snapshot(user: str) -> Frame:
    direct = [message(5, "U0BLOCKERS", "You own two items.", bot=True)]
    return {
        "type": "snapshot", "workspace": {"id": "T0SANDBOX", "name": "Three Rivers"}, "me": user,
        "users": samples.people(), "channels": samples.channels(),
        "messages": {"C0RELEASE": release_messages(), "C0OPS": ops_messages(), "D0APP": direct},
        "home": views.home(), "views": [], "panel": panel(),
        "commands": [{"command": "/blockers", "usage_hint": "[KEY | share | digest | help]",
                      "description": "What keeps the release from going out"}],
    }  # fmt: skip


def script(_workspace: ScriptedWorkspace, frame: Frame) -> list[Frame]:
    kind = frame["type"]
    if kind == "command":
        return _command(frame)
    if kind == "say":
        said = message(500, frame["as"], frame["text"])
        if "thread_ts" in frame:
            said["thread_ts"] = frame["thread_ts"]
        return [{"type": "message", "channel": frame["channel"], "message": said}]
    if kind == "close_view":
        below = [views.modal()] if frame["view_id"] == "V0WHY" else []
        return [{"type": "views", "views": below}]
    if kind == "control":
        broken = frame["name"] == "break"
        return [{"type": "panel", "panel": panel(broken=broken, restarts=1)}]
    return []


def _command(frame: Frame) -> list[Frame]:
    answers = {
        "/blockers": (samples.board(), "Two block"),
        "/blockers THR-42": (samples.checklist(), "THR-42"),
    }
    if "thread_ts" in frame:
        refusal = f"{frame['text']} is not supported in threads. Sorry!"
        return [{"type": "notice", "level": "error", "text": refusal}]
    if frame["text"] in answers:
        blocks, text = answers[frame["text"]]
        told = message(300, "U0BLOCKERS", text, blocks=blocks, ephemeral=True, bot=True)
        return [{"type": "message", "channel": frame["channel"], "message": told}]
    if frame["text"] == "/blockers edit":
        return [{"type": "views", "views": [views.modal()]}]
    failed = f'{frame["text"].split()[0]} failed with the error "dispatch_failed"'
    return [{"type": "notice", "level": "error", "text": failed}]
