"""What is configured now; a reload replaces it as a whole."""

from bot.domain.roster import Roster


class Installation:
    """Holds the current roster. Services ask for it at each use, so that a reload takes effect."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
