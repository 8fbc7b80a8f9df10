"""Public and school holidays of countries and their parts, as the package `holidays` computes and knows them.

The difficult thing: school holidays are decisions of ministries and not to be computed. The package knows those of
Germany's states and of Austria for the years that are decided; so an answer without any means "not known", never "none".
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays

from eichhorn.occasions.rules.kinds import Kind, Occasion

SCHOOL_OF = frozenset({"DE", "AT"})
"""Countries of whose parts the package knows school holidays; elsewhere the word means other things there."""
LOOKS_AHEAD_YEARS = 8


def knows(of: str) -> bool:
    """Return whether public holidays are known for what ISO 3166-2 calls so: "DE", "DE-NW"."""
    country, _, part = of.partition("-")
    known = holidays.list_supported_countries()
    return country in known and (not part or part in known[country])


def public_between(begins: date, ends: date, *, of: str, language: str) -> dict[date, str]:
    """Return the public holidays of the half-open period with their names in the language ("de", "en")."""
    if not of:
        return {}
    found: dict[date, str] = {}
    for year in range(begins.year, ends.year + 1):
        found |= {day: name for day, name in _days(of, year, language, holidays.PUBLIC) if begins <= day < ends}
    return found


def school_between(begins: date, ends: date, *, of: str, language: str) -> tuple[Occasion, ...]:
    """Return the school holidays that touch the half-open period, each whole; none where they are not known."""
    if not has_school(of):
        return ()
    days = [day for year in range(begins.year - 1, ends.year + 2) for day in _days(of, year, language, holidays.SCHOOL)]
    found: list[Occasion] = []
    for day, name in days:
        before = found[-1] if found else None
        if before is not None and before.ends_on == day and before.name == name:
            found[-1] = Occasion(Kind.SCHOOL, name, before.begins_on, day + timedelta(days=1), of)
        else:
            found.append(Occasion(Kind.SCHOOL, name, day, day + timedelta(days=1), of))
    return tuple(one for one in found if one.begins_on < ends and one.ends_on > begins)


@lru_cache(maxsize=256)
def has_school(of: str) -> bool:
    """Return whether school holidays are known here: those of a part, not of the whole country."""
    country, _, part = of.partition("-")
    return country in SCHOOL_OF and bool(part) and knows(of)


@lru_cache(maxsize=256)
def school_known_until(of: str, *, year: int) -> date | None:
    """Return the last day for which school holidays are known; None where they are known for long, or not at all."""
    if not has_school(of):
        return None
    known = [
        days[-1][0] for ahead in range(LOOKS_AHEAD_YEARS) if (days := _days(of, year + ahead, "de", holidays.SCHOOL))
    ]
    return known[-1] if 0 < len(known) < LOOKS_AHEAD_YEARS else None


@lru_cache(maxsize=512)
def _days(of: str, year: int, language: str, category: str) -> tuple[tuple[date, str], ...]:
    country, _, part = of.partition("-")
    calendar = holidays.country_holidays(
        country, subdiv=part or None, years=year, categories=(category,),
        language="de" if language.startswith("de") else "en_US",
    )  # fmt: skip
    return tuple(sorted(calendar.items()))
