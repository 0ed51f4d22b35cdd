"""Whether somebody's Slack status says that they are away."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

_EMOJI: Final = frozenset(
    {
        ":palm_tree:",
        ":face_with_thermometer:",
        ":beach_with_umbrella:",
        ":desert_island:",
        ":airplane:",
        ":baby:",
        ":mask:",
        ":sneezing_face:",
    }
)
"""Among them Slack's own suggestions for *Vacationing* and *Out sick*."""
_WORDS = re.compile(
    r"\b(vacation(ing)?|holidays?|out of (the )?office|ooo|o\.o\.o\.?|pto|annual leave|on leave"
    r"|(maternity|paternity|parental|sick|bereavement) leave|sabbatical|out sick|off sick|sick"
    r"|day off|away until|urlaub|krank|vacances|vacaciones|ferien)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(back from|not on|planning|before|after)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """``until`` is None for one that does not end by itself."""

    text: str = ""
    emoji: str = ""
    until: datetime | None = None

    def says_away(self, now: datetime) -> bool:
        """What it says in words wins over its emoji."""
        if self.until and self.until <= now:
            return False
        text = self.text.strip()
        if _WORDS.search(text):
            return not _NOT.search(text)
        return self.emoji in _EMOJI and not _NOT.search(text)


NO_STATUS = Status()
