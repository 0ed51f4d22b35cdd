"""Wire what looks after channels."""

from bot.services.delivery import DeliveryService
from bot.services.installation import Installation
from bot.services.membership import MembershipService
from bot.services.membership_notices import ChannelNotices
from bot.services.membership_watch import MembershipWatch, WatchSlack, WatchStores
from bot.store.stores import Stores


def build_watch(
    installation: Installation,
    stores: Stores,
    slack: WatchSlack,
    membership: MembershipService,
    delivery: DeliveryService,
    notices: ChannelNotices,
) -> MembershipWatch:
    kept = WatchStores(notes=stores.membership, due=stores.due, copies=stores.copies)
    return MembershipWatch(installation, membership, kept, slack, delivery, notices)
