"""Whom to ask next for something, and for how little.

The difficult thing: the one who always helps is asked again and again, until they do not. So who rests is shown with the
day from which they may be asked, and never offered; and of those who know of it, whoever was asked longest ago comes first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Max

from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.queries.reading import rows
from eichhorn.allies.queries.standing import Known, known
from eichhorn.allies.rules import Gift, known_gifts, smallest, speaks_of

MOST_PROPOSED = 5
NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who could be asked, and the smallest next thing to ask them for."""

    ally: Ally
    known: Known
    wants: tuple[Gift, ...]
    knows_of_it: bool
    """What they said they know has a word of what it is about."""


def proposals(about: str, *, now: datetime) -> tuple[list[Proposal], list[Proposal]]:
    """Return whom one could ask about this, best first, and who would fit and rests. Four queries, however many allies."""
    found = proposals_of(list(rows(now=now)), about, now=now)
    free = [one for one in found if one.known.rest is None][:MOST_PROPOSED]
    return free, [one for one in found if one.known.rest is not None and one.knows_of_it][:MOST_PROPOSED]


def proposals_of(allies: list[Ally], about: str, *, now: datetime) -> list[Proposal]:
    """Return for each of them what to ask next about this, best first. Three queries, however many."""
    facts = known(allies, now=now)
    asked_last: dict[int, datetime] = dict(
        Ask.objects.filter(ally__in=facts, asked_at__isnull=False)
        .order_by()
        .values_list("ally")
        .annotate(last=Max("asked_at"))
    )
    found = [
        Proposal(
            one, facts[one.pk], smallest(known_gifts(one.gives), times_given=facts[one.pk].times_given),
            speaks_of(f"{one.about} {one.person.department.name if one.person.department else ''}", about),
        )
        for one in allies
    ]  # fmt: skip
    found.sort(key=lambda one: (not one.knows_of_it, asked_last.get(one.ally.pk, NEVER), one.ally.person.name))
    return found
