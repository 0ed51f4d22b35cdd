"""The installation in a lead's Home, and for nobody else."""

from datetime import timedelta

from bot.domain.findings import Finding
from bot.domain.home import Home, HomeState, Overview, Tab, UnmatchedRow
from bot.domain.membership import PauseNotice
from bot.domain.messages import Json
from bot.domain.overrides import code_of
from bot.render.home import home_view
from bot.render.values import HomePage
from tests.samples.making import build
from tests.unit.render.boards import NOW, ZONE, sample_board
from tests.unit.render.people import ALICE, channel, overview
from tests.unit.render.slack_limits import button_called, labels_of, texts_of
from tests.unit.render.test_home import blocks_of


def home_with(
    shown: Overview | None, tab: Tab = Tab.LEADS, page: int = 0, **changed: object
) -> Json:
    values: dict[str, object] = {
        "user": ALICE,
        "now": NOW,
        "timezone": ZONE,
        "boards": (sample_board(),),
        "overview": shown,
        "state": HomeState(tab=tab, page=page),
    }
    return home_view(build(Home, values | changed))


def text_of(home: Json) -> str:
    return "\n".join(texts_of(blocks_of(home)))


def test_leads_see_on_their_work_that_something_is_wrong_and_get_there() -> None:
    home = home_with(overview(), Tab.MINE)
    assert "✗ *1 thing to put right* in the installation" in text_of(home)
    assert HomePage.decode(button_called(blocks_of(home), "Installation")["value"]).leads
    assert "all is well with" in text_of(home_with(overview(findings=()), Tab.MINE))


def test_others_see_nothing_of_the_installation_whatever_they_ask_for() -> None:
    home = home_with(None)
    assert "nstallation" not in text_of(home)
    assert "Installation" not in labels_of(blocks_of(home))
    assert "Production deployment is blocked by 2" in text_of(home)


def test_what_is_wrong_comes_with_its_fix_then_what_is_well() -> None:
    text = text_of(home_with(overview()))
    assert "🩺 *Installation: 1 thing to put right*" in text
    assert "✗ wrong: The bot is not in #release → /invite @Blockers in #release" in text
    assert "✓ well: the store keeps every write" in text


def test_a_channel_says_when_it_posts_and_when_it_last_did() -> None:
    home = home_with(overview())
    assert "*#ops* · Production deployment" in text_of(home)
    expected = "digest Mon to Fri 09:00 America/New_York · next Thu 09:41 · last 08:41"
    assert expected in text_of(home)
    settings = button_called(blocks_of(home), "Settings")
    assert (settings["action_id"], settings["value"]) == ("settings.open", '{"c":"C0OPS"}')


def test_a_channel_without_digests_or_posts_says_so() -> None:
    rows = (channel(schedule=None, next_at=None), channel("new", last_at=None))
    text = text_of(home_with(overview(channels=rows)))
    assert "no digest · last 08:41" in text
    assert "none posted yet" in text


def test_a_paused_channel_says_why_and_promises_no_post() -> None:
    paused = channel(paused="#ops was archived by Dana")
    text = text_of(home_with(overview(channels=(paused,))))
    assert "⏸ *paused*: #ops was archived by Dana" in text
    assert "next" not in text


def test_paused_channels_are_on_the_leads_work_too() -> None:
    notice = PauseNotice(is_paused=True, sentence="#ops was archived", way_out="unarchive it")
    text = text_of(home_with(overview(), Tab.MINE, pauses=(notice,) * 5))
    assert text.count("⏸ paused: #ops was archived\nWay out: unarchive it") == 3


def test_people_without_an_account_can_be_picked() -> None:
    home = home_with(overview())
    assert "*gone@example.com* · named in THR-60, THR-61" in text_of(home)
    (row,) = [b for b in blocks_of(home) if str(b.get("block_id")).startswith("pick/")]
    assert row["block_id"] == f"pick/{code_of('gone@example.com')}"
    accessory = row["accessory"]
    assert isinstance(accessory, dict)
    assert (accessory["type"], accessory["action_id"]) == ("users_select", "people.pick")


def test_people_named_by_hand_say_by_whom_and_over_what() -> None:
    home = home_with(overview())
    expected = "*r@example.com* is Bob · picked by Alice, 07:41 · wins over Dana of the file"
    assert expected in text_of(home)
    assert "*c@example.com* is Charlie · from `people:` in blockers.yml" in text_of(home)
    assert labels_of(blocks_of(home)).count("Remove") == 1
    assert button_called(blocks_of(home), "Remove")["value"] == code_of("r@example.com")


def test_long_lists_are_turned_together() -> None:
    rows = tuple(UnmatchedRow(handle=f"p{n:02}@example.com") for n in range(20))
    wrong = tuple(Finding(f"finding {n:02}", "fix") for n in range(9))
    texts = [text_of(home_with(overview(unmatched=rows, findings=wrong), page=n)) for n in range(3)]
    assert all("".join(texts).count(f"p{n:02}@") == 1 for n in range(20))
    assert "finding 08" in texts[1]
    assert "Page 3 of 3" in texts[2]


def test_next_page_stays_on_the_installation() -> None:
    rows = tuple(UnmatchedRow(handle=f"p{n}@example.com") for n in range(20))
    home = home_with(overview(unmatched=rows))
    assert HomePage.decode(button_called(blocks_of(home), "Next")["value"]) == HomePage(
        page=1, leads=True
    )
    assert not HomePage.decode(button_called(blocks_of(home), "My work")["value"]).leads


def test_the_answer_to_a_pick_is_at_the_top() -> None:
    state = HomeState(tab=Tab.LEADS, notice="Picked", notice_at=NOW - timedelta(seconds=3))
    assert text_of(home_with(overview(), state=state)).startswith("Picked")
