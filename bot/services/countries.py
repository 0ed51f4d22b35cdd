"""Countries and regions whose public holidays are known, and the names of the holidays."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays
from holidays.registry import COUNTRIES

_ENGLISH = "en_US"
_SMALL = {"and", "of", "the", "da"}
_ABBREVIATIONS = {"dr": "DR"}


@lru_cache(maxsize=1)
def countries() -> Mapping[str, str]:
    """Names by ISO code, in the order of the names."""
    named = {entity[1]: _name(module) for module, entity in COUNTRIES.items()}
    return dict(sorted(named.items(), key=lambda each: each[1]))


def regions(country: str) -> tuple[str, ...]:
    """Codes of the states or provinces with holidays of their own."""
    return tuple(holidays.list_supported_countries(include_aliases=False).get(country, ()))


def is_known(code: str) -> bool:
    """``US``, or ``US-CA`` with a region."""
    country, dash, region = code.partition("-")
    return country in countries() and (not dash or region in regions(country))


def place_name(code: str) -> str:
    """``United States``, ``Germany (BY)``; the code itself where it is not known."""
    country, _, region = code.partition("-")
    name = countries().get(country, country)
    return f"{name} ({region})" if region else name


def holiday(code: str, day: date) -> str | None:
    """The name of the public holiday of that day, in English where the package knows it."""
    return _of_year(code, day.year).get(day)


@lru_cache(maxsize=256)
def _of_year(code: str, year: int) -> Mapping[date, str]:
    country, _, region = code.partition("-")
    return dict(
        holidays.country_holidays(country, subdiv=region or None, years=year, language=_ENGLISH)
    )


def _name(module: str) -> str:
    return " ".join(
        _ABBREVIATIONS.get(word, word if word in _SMALL else word.capitalize())
        for word in module.split("_")
    )
