"""Every method of the Web API that the local Slack knows, in one table."""

from sandbox.slack.methods import (
    basics,
    chat,
    conversations,
    files,
    history,
    unfurls,
    users,
    views,
)
from sandbox.slack.methods.call import Method

METHODS: dict[str, Method] = {
    **basics.ROUTES,
    **chat.ROUTES,
    **conversations.ROUTES,
    **files.ROUTES,
    **history.ROUTES,
    **unfurls.ROUTES,
    **users.ROUTES,
    **views.ROUTES,
}
