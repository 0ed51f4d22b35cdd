"""The frame of every modal: its title, what closes it, what it carries, and what sends it off."""

from collections.abc import Sequence

from bot.domain.messages import Json
from bot.render.blocks import plain_text

FRAME_TEXT = 24
"""Characters that Slack takes of a title or of what is written on a button of the frame."""


def modal_view(
    callback_id: str, title: str, blocks: Sequence[Json], *, metadata: str = "", submit: str = ""
) -> Json:
    """Without ``submit`` there is nothing to send, so that it closes instead of being cancelled."""
    view: dict[str, object] = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, FRAME_TEXT),
        "close": plain_text("Cancel" if submit else "Close", FRAME_TEXT),
        "blocks": list(blocks),
    }
    if metadata:
        view["private_metadata"] = metadata
    if submit:
        view["submit"] = plain_text(submit, FRAME_TEXT)
    return view
