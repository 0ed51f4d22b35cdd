"""*Add a note*: one line to a blocker, which the next digest tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.domain.blocker import Blocker
from bot.domain.ids import BlockerId, ChannelId, MilestoneKey
from bot.domain.messages import Json, Message
from bot.render.actions import Action
from bot.render.blocks import button, section_blocks, sentence
from bot.render.codec import Fields, encode
from bot.render.escape import outside, plain
from bot.render.inputs import OPTION, hinted, one_of, text_input
from bot.render.limits import NAME
from bot.render.modal import modal_view
from bot.render.values import Show

NOTE_VIEW = "digest.note"
MAX_URL = 1000
SHOWN = 100
"""Blockers to pick from; a note to any further one is added where that one is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """In the private metadata: where it was opened from, and how to answer there."""

    milestone: MilestoneKey
    channel: str = ""
    url: str = ""

    def encode(self) -> str:
        url = self.url if len(self.url) <= MAX_URL else ""
        return encode({"m": self.milestone, "c": self.channel, "u": url})

    @classmethod
    def decode(cls, value: str) -> Self:
        fields = Fields(value, {"m"}, {"c", "u"})
        return cls(
            milestone=MilestoneKey(fields.text("m")),
            channel=fields.text("c", missing=""),
            url=fields.text("u", missing=""),
        )


def note_button(milestone: MilestoneKey, blocker: BlockerId | None = None) -> dict[str, object]:
    """``blocker`` is picked when the form opens."""
    value = Show(milestone=milestone, blocker=blocker).encode()
    return button("Add a note", Action.NOTE, value, spoken="Add a note for the next digest")


def note_loading_view() -> Json:
    return note_said_view([section_blocks("Loading…")])


def note_said_view(blocks: Sequence[Json]) -> Json:
    """An answer that ends the matter."""
    return _view(blocks)


def note_view(blockers: Sequence[Blocker], picked: BlockerId | None, form: NoteForm) -> Json:
    if not blockers:
        return note_said_view([section_blocks("There is no open blocker to add a note to.")])
    names = {str(one.id): plain(f"{one.key} {one.title}", OPTION) for one in blockers[:SHOWN]}
    chosen = picked if picked and picked in names else next(iter(names))
    hint = "One line, at most 140 characters, under your name. The next digest tells it."
    blocks = [
        one_of("blocker/note", "Blocker", names, chosen),
        hinted(text_input("note/note", "Note", ""), hint),
    ]
    return _view(blocks, form)


def note_length_words(length: int, most: int) -> str:
    if not length:
        return "Write one line."
    return f"At most {most} characters fit a line of the digest; this has {length}."


def note_secret_words() -> str:
    return "This looks like a secret, and a note is posted to the channel: leave it out."


def noted_message(key: str, channel: ChannelId | None, next_digest: str) -> Message:
    """``next_digest`` is when it comes out there, "" where none is planned."""
    when = f"the next digest ({next_digest})" if next_digest and channel else "the next digest"
    return sentence(f"📝 Noted on {outside(key, NAME)}. It is told in {when}.")


def _view(blocks: Sequence[Json], form: NoteForm | None = None) -> Json:
    if form is None:
        return modal_view(NOTE_VIEW, "Add a note", blocks)
    return modal_view(NOTE_VIEW, "Add a note", blocks, metadata=form.encode(), submit="Add")
