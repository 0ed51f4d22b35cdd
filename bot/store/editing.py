"""What people change in modals: items and their log, in one step on the server."""

from bot.domain.editing import Edit
from bot.ports import copies_queue
from bot.store.audit import edit_entry
from bot.store.checklists import changed_keys, item_words, press_key, write_text
from bot.store.connection import Link
from bot.store.keys import PAST, PRESS_LIFE, queue_keys
from bot.store.scripting import load_script
from bot.store.times import life_ms, micros, millis

_EDIT = load_script("edit", "part_audit", "part_due", "part_items", "part_past")


class RedisEdits:
    """The EditStore of the ports."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def save_edit(self, edit: Edit) -> bool:
        author = edit.author
        items = [word for item in edit.items for word in item_words(item)]
        notes = [
            word
            for note in edit.notes
            for word in (edit_entry(edit, note), note.before, write_text(note.text))
        ]
        stored = await self._link.run(
            _EDIT,
            (
                *changed_keys(edit.milestone, edit.blocker),
                press_key(edit.milestone, author.delivery),
                *queue_keys(copies_queue(edit.milestone)),
                PAST.of(edit.milestone),
            ),
            edit.version,
            millis(author.at),
            micros(author.at),
            edit.blocker,
            life_ms(PRESS_LIFE),
            len(edit.items),
            *items,
            *notes,
        )
        return stored == 1
