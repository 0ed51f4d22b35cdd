"""What ``python -m bot`` can be asked for, each opening what it needs and closing it."""

import asyncio
import logging
import signal
import sys
import uuid

from bot.bootstrap.names import refuse_wrong_names
from bot.bootstrap.product import Product, SystemClock, open_product
from bot.bootstrap.running import Running, running
from bot.bootstrap.standing import freeze_what_stands
from bot.domain.ids import ChannelId, DeliveryId
from bot.domain.milestone import Milestone
from bot.logs import set_up_logs
from bot.ports import Clock, InDoubt
from bot.render.digest import printed_digest
from bot.render.doctor import doctor_lines
from bot.settings import load_settings
from bot.slack.request_id import request_id

log = logging.getLogger(__name__)

WRONG = 1
CHANNEL_WAIT = "one listed under channels: in blockers.yml, or tied by /blockers follow"


class BadInputError(Exception):
    """What was given cannot be used; the message says where and what was expected."""


async def serve(clock: Clock | None = None) -> int:
    """Run until SIGTERM or SIGINT; SIGHUP reads blockers.yml again.

    ``clock`` is for who wants to say what time it is, such as a test of weeks in seconds.
    """
    settings = load_settings()
    set_up_logs(settings.log_level, sys.stderr, request_id.get)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with open_product(settings, clock or SystemClock()) as product:
        await refuse_wrong_names(product)
        async with running(product) as bot:
            loop.add_signal_handler(signal.SIGHUP, bot.reload)
            freeze_what_stands()
            _announce(bot)
            await ended.wait()
            log.info("ending: what was acknowledged is finished first")
    return 0


async def examine() -> int:
    """Print the doctor's findings; 1 if anything is wrong."""
    settings = load_settings()
    set_up_logs("WARNING", sys.stderr, request_id.get)
    async with open_product(settings, SystemClock()) as product:
        for milestone in product.parts.services.installation.roster.milestones:
            await product.parts.services.sync.read_once(milestone)
        findings = await product.parts.services.doctor.examine()
    sys.stdout.write("\n".join(doctor_lines(findings)) + "\n")
    return 0 if all(finding.is_well for finding in findings) else WRONG


async def show_digest(channel: str, *, post: bool) -> int:
    """Print what the channel's digest would say now, or post it marked as posted by hand."""
    settings = load_settings()
    set_up_logs("WARNING", sys.stderr, request_id.get)
    async with open_product(settings, SystemClock()) as product:
        services = product.parts.services
        milestone = _milestone_of(product, channel)
        await services.sync.read_once(milestone)
        if post:
            outcome = await services.delivery.post_by_hand(
                milestone, ChannelId(channel), "the operator", DeliveryId(uuid.uuid4().hex)
            )
            done = f"in doubt: {outcome.reason}" if isinstance(outcome, InDoubt) else "posted"
            sys.stdout.write(done + "\n")
            return WRONG if isinstance(outcome, InDoubt) else 0
        digest = await services.standup.preview(milestone, ChannelId(channel))
        sys.stdout.write(printed_digest(digest) + "\n")
    return 0


async def write_export(key: str) -> int:
    """Print the milestone's summary document as it stands now."""
    settings = load_settings()
    set_up_logs("WARNING", sys.stderr, request_id.get)
    async with open_product(settings, SystemClock()) as product:
        services = product.parts.services
        milestone = milestone_called(product, key)
        await services.sync.read_once(milestone)
        exported = await services.exporting.export(milestone)
    sys.stdout.write(exported.text)
    return 0


def milestone_called(product: Product, key: str) -> Milestone:
    """Raises BadInputError."""
    roster = product.parts.services.installation.roster
    milestone = roster.milestone(key)
    if milestone is None:
        known = ", ".join(each.key for each in roster.milestones)
        config = product.settings.blockers_config
        raise BadInputError(f"{config}:1: no milestone {key!r}; expected: one of {known}")
    return milestone


def _milestone_of(product: Product, channel: str) -> Milestone:
    roster = product.parts.services.installation.roster
    followed = roster.channel(ChannelId(channel))
    milestone = roster.milestone(followed.milestone) if followed else None
    if milestone is None:
        config = product.settings.blockers_config
        raise BadInputError(f"{config}:1: no channel {channel!r}; expected: {CHANNEL_WAIT}")
    return milestone


def _announce(bot: Running) -> None:
    workspace = bot.product.slack.workspace
    mode = "Socket Mode" if bot.product.settings.is_socket_mode else "HTTP"
    log.info(
        "running in %s over %s; health: http://%s:%s/health/ready",
        workspace.team_name,
        mode,
        bot.address.host,
        bot.address.port,
    )
