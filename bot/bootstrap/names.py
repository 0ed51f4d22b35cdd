"""Refuse a start with names in blockers.yml that the tracker does not know."""

from bot.bootstrap.product import Product
from bot.config.load import place_in
from bot.domain.milestone import Milestone
from bot.ports import ConfigurationError, SelectionError


async def refuse_wrong_names(product: Product) -> None:
    """Raises ConfigurationError with file, line and the near names; StoreUnavailableError."""
    wrong = await product.selections.wrong_names()
    if not wrong:
        return
    milestones = product.parts.services.installation.roster.milestones
    raise ConfigurationError(
        "\n".join(
            f"{_place(product, index, milestone, wrong[milestone.key])}: {wrong[milestone.key]}"
            for index, milestone in enumerate(milestones)
            if milestone.key in wrong
        )
    )


def _place(product: Product, index: int, milestone: Milestone, error: SelectionError) -> str:
    source = milestone.selection.source.value if milestone.selection else "linear"
    at = ("milestones", index, source, *((error.part,) if error.part else ()))
    return place_in(product.settings.blockers_config, at)
