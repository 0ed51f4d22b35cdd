"""IANA time zones: the common ones to choose from, and what a typed name means."""

from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import available_timezones

COMMON = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/Mexico_City",
    "America/New_York",
    "America/Toronto",
    "America/Bogota",
    "America/Lima",
    "America/Halifax",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/St_Johns",
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Africa/Lagos",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Amsterdam",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Asia/Jerusalem",
    "Europe/Istanbul",
    "Africa/Nairobi",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Ho_Chi_Minh",
    "Asia/Singapore",
    "Asia/Hong_Kong",
    "Asia/Shanghai",
    "Asia/Manila",
    "Australia/Perth",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
)
MAX_NEAR = 3


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    """Every zone by its name in lower case, and by its city where only one zone has it."""
    names = {name.casefold(): name for name in available_timezones()}
    cities: dict[str, list[str]] = {}
    for name in available_timezones():
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "posix", "right")):
            cities.setdefault(city.casefold(), []).append(name)
    known = {city: _one_of(found) for city, found in cities.items()}
    return {city: zone for city, zone in known.items() if zone} | names


def _one_of(zones: list[str]) -> str | None:
    """The only one, or the one in use where others are its former names."""
    common = [zone for zone in zones if zone in COMMON]
    found = common if len(common) == 1 else zones
    return found[0] if len(found) == 1 else None


def zone_called(typed: str) -> str | None:
    """``europe/berlin``, ``Berlin`` and ``new york`` too; None where it is none, or one of many."""
    return _by_word().get("_".join(typed.split()).casefold())


@lru_cache(maxsize=64)
def near_zones(typed: str) -> tuple[str, ...]:
    """Zones with a like name or city."""
    wanted = "_".join(typed.split()).casefold()
    if not wanted:
        return ()
    named = [zone for word, zone in _by_word().items() if wanted in word]
    close = [] if named else get_close_matches(wanted, _by_word(), n=MAX_NEAR, cutoff=0.7)
    found = dict.fromkeys((*(_by_word()[word] for word in close), *sorted(named, key=len)))
    return tuple(found)[:MAX_NEAR]
