"""The commands by task: those that exist, and no others."""

from bot.domain.messages import Message
from bot.render.blocks import message, section_blocks

_TASKS = (
    (
        "See what holds the release back",
        (
            ("/blockers", "this channel's milestone: state, blockers, risk, health"),
            ("/blockers THR-42", "one blocker with its checklist"),
            ("/blockers scorecard", "what is ready and what is not, each with why"),
            ("/blockers risk", "how risky it is, each reason with its points and its way out"),
            ("/blockers timeline", "what is due in which week, with the effort left"),
            ("/blockers first", "what frees most, the longest chain, circles"),
            ("/blockers probes", "each probe with its reason and its past; check one now"),
            ("/blockers prod …", "any of these for another milestone, its key first"),
        ),
    ),
    (
        "See only a part of it: filters, in any order",
        (
            ("/blockers mine", "what you or your teams own, a blocker or an item of it"),
            ("/blockers @bob", "by owner; also `team:backend`"),
            ("/blockers overdue", "also `stale` `unowned` `at-risk` `urgent` `high` `done`"),
            ("/blockers due:this-week", "also today, tomorrow, next-week, past, none, a date"),
            ("/blockers label:infra", "twice: both labels; `label:a,b`: one of them"),
            ("/blockers prod overdue urgent @bob", "all at once; `urgent high` is one of them"),
        ),
    ),
    (
        "Look back",
        (
            ("/blockers history", "who changed what, newest first; `history THR-42` for one"),
            ("/blockers at fri 17:00", "how it was then; `at yesterday THR-42` for one"),
        ),
    ),
    (
        "Add a blocker or change one",
        (
            (
                "/blockers add TITLE",
                (
                    "a form for one that lives here, under a key such as PROD-3; a message's menu "
                    "has *Make this a blocker* and *Add as checklist item*"
                ),
            ),
            ("/blockers PROD-3", "*Edit blocker* there changes it, or closes it with a reason"),
        ),
    ),
    (
        "Tell the channel",
        (
            ("/blockers share", "post the state here; the copy follows every change"),
            ("/blockers THR-42 share", "post one blocker with its checklist"),
            ("/blockers overdue share", "post a filtered list, which stays filtered"),
            ("@Blockers what blocks us?", "ask in a message: answered in its thread, kept live"),
        ),
    ),
    (
        "The summary as a document",
        (
            ("/blockers export", "as a `.md` file to you alone; edit it as you like"),
            ("/blockers import", "read one: a preview first, stored when a lead applies it"),
        ),
    ),
    (
        "The digest",
        (
            ("/blockers digest", "a private preview of the next one, thread and all"),
            ("/blockers digest post", "post it now, marked as posted by hand; asks first"),
        ),
    ),
    (
        "This channel",
        (
            ("/blockers follow prod", "tie it to a milestone; `follow none` unties it"),
            ("/blockers settings", "milestone, digest time, zone, days, holidays, pings"),
        ),
    ),
    (
        "When something seems wrong",
        (
            ("/blockers doctor", "what is wrong with this installation here, each with its fix"),
            ("/blockers help", "this list"),
        ),
    ),
)


def help_message() -> Message:
    head = section_blocks(
        "*What you can ask me* · answers are private until you share them. Owners tick checklist "
        "items with *Done*, here or in my Home tab."
    )
    return message((head, *(section_blocks(_task(*task)) for task in _TASKS)))


def _task(title: str, commands: tuple[tuple[str, str], ...]) -> str:
    return "\n".join([f"*{title}*", *(f"`{command}` {answer}" for command, answer in commands)])
