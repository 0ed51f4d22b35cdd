"""Which links lead to an issue, and which blocker that is."""

import pytest

from bot.domain.ids import BlockerKey
from bot.domain.links import IssueAddress, leads_to, read_address
from tests.samples.builders import blocker

HERE = IssueAddress("acme", BlockerKey("THR-42"))


@pytest.mark.parametrize(
    "url",
    [
        "https://linear.app/acme/issue/THR-42",
        "https://linear.app/Acme/issue/thr-42/tls-and-ingress-hardening",
        "https://linear.app/acme/issue/THR-42/tls#comment-1f",
        "https://linear.app/acme/issue/THR-42?tab=activity",
    ],
)
def test_link_to_an_issue_is_read(url: str) -> None:
    assert read_address(url) == HERE


@pytest.mark.parametrize(
    "url",
    [
        "https://linear.app/acme/project/launch-1f",
        "https://linear.app/acme/issue/THR-",
        "https://linear.app.evil.example/acme/issue/THR-42",
        "http://linear.app/acme/issue/THR-42",
        "https://linear.app/acme/issue/THR-42x",
        "",
    ],
)
def test_other_links_lead_nowhere(url: str) -> None:
    assert read_address(url) is None


def test_an_issue_of_the_same_key_elsewhere_is_another_one() -> None:
    ours = blocker(url="https://linear.app/acme/issue/THR-42/tls")
    assert leads_to(HERE, ours)
    assert not leads_to(IssueAddress("other", BlockerKey("THR-42")), ours)
    assert not leads_to(HERE, blocker("THR-43", url="https://linear.app/acme/issue/THR-43"))
    assert leads_to(HERE, blocker())
