"""What a blocker needs somebody for, in the words that a digest and the Home share."""

from bot.domain.digest import Need
from bot.render.escape import outside
from bot.render.limits import NAME, NEED, TITLE


def need_words(need: Need) -> str:
    """``*THR-41 CI/CD wiring* has no owner and is overdue 5 days``."""
    title = outside(need.title, TITLE)
    key = outside(need.blocker, NAME)
    subject = f"*{key} {title}*" if title else f"*{key}*"
    return f"{subject} {outside(need.sentence, NEED)}"
