"""What pages call a stage: one word, one icon, one kind (design: states)."""

import dataclasses
import functools
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from eichhorn.planning.queries.hours import TeamWeek
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.gaps import Gap
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind


@dataclass(frozen=True, slots=True)
class Sign:
    """How a stage looks: kind of state, icon, word."""

    kind: StateKind
    icon: str
    word: Promise | str


SIGNS: dict[Stage, Sign] = {
    Stage.IDEA: Sign(StateKind.REST, "bulb", pgettext_lazy("stage", "Idea")),
    Stage.DRAFT: Sign(StateKind.REST, "circle-dashed", pgettext_lazy("stage", "Draft")),
    Stage.IN_REVIEW: Sign(StateKind.WAIT, "hourglass", pgettext_lazy("stage", "waiting")),
    Stage.APPROVED: Sign(StateKind.OK, "circle-check", pgettext_lazy("stage", "approved")),
    Stage.OUT: Sign(StateKind.PLAN, "send", pgettext_lazy("stage", "out")),
    Stage.NEEDS_SOMEONE: Sign(StateKind.UNSURE, "help-circle", pgettext_lazy("stage", "somebody has to look")),
    Stage.CANCELLED: Sign(StateKind.REST, "circle-minus", pgettext_lazy("stage", "put back")),
}
"""One for every stage; a new stage without a sign fails the tests."""

LEGEND = (Stage.IDEA, Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.OUT, Stage.NEEDS_SOMEONE)
"""The stages that the legend of the calendar explains."""

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


OUTSIDE = Sign(StateKind.PLAN, "external-link", _("published outside Eichhorn"))
"""What nobody planned or approved here."""


def sign(stage: str, *, outside: bool = False) -> Sign:
    """Return how the stage looks, with its word in the language that is spoken now."""
    return _spoken(Stage(stage), outside, get_language())


@functools.cache
def _spoken(stage: Stage, outside: bool, _language: str | None) -> Sign:  # noqa: FBT001
    lazily = OUTSIDE if outside else SIGNS[stage]
    return dataclasses.replace(lazily, word=str(lazily.word))


def hours(minutes: int) -> str:
    """Return "1,5 Stunden", "1 Stunde", "40 Minuten"."""
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    number = number_format(round(minutes / 60, 1), 1).removesuffix(",0").removesuffix(".0")
    return ngettext("%(number)s hour", "%(number)s hours", 1 if minutes == 60 else 2) % {"number": number}


def team_hours(week: TeamWeek) -> str:
    """Return "Team: 38 Stunden in der Woche ab 8. Juni, 31 Stunden verplant", and whose hours are not told."""
    said = gettext("Team: %(whole)s in the week from %(day)s on, %(planned)s planned.") % {
        "whole": hours(week.minutes), "day": moments.date_of(week.monday), "planned": hours(week.planned),
    }  # fmt: skip
    if week.untold:
        said += " " + gettext("Not told yet, and not in it: %(names)s.") % {"names": ", ".join(week.untold)}
    elif week.over:
        said += " " + gettext("That is %(over)s more than there are.") % {"over": hours(week.over)}
    return said


def short_hours(minutes: int) -> str:
    """Return "2,0 h"."""
    return gettext("%(number)s h") % {"number": number_format(minutes / 60, 1)}


def wish(per_week: int | None) -> str:
    """Return "wished three times a week", nothing where nothing is wished."""
    if per_week is None:
        return ""
    return ngettext("wished once a week", "wished %(count)s times a week", per_week) % {"count": per_week}


def gap(gap: Gap) -> str:
    """Return what the calendar says of a gap, after the name of its channel."""
    filled = {"first": moments.day(gap.first), "last": moments.day(gap.last), "wish": wish(gap.per_week)}
    if gap.spoke_on is None:
        return gettext("nothing for four weeks and until %(last)s, %(wish)s.") % filled
    if gap.first == gap.last:
        return gettext("nothing on %(first)s, %(wish)s.") % filled
    return gettext("nothing from %(first)s to %(last)s, %(wish)s.") % filled
