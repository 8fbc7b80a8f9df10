"""Rules of series in words: "jeden zweiten Dienstag um 10:00"."""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from eichhorn.planning.rules.series import LAST, Frequency, OnHoliday, Rule
from eichhorn.planning.words import WEEKDAYS
from eichhorn.ui import moments

WORKING_WEEK = (0, 1, 2, 3, 4)
WHOLE_WEEK = (0, 1, 2, 3, 4, 5, 6)

ON_HOLIDAY = {
    OnHoliday.KEEP: _("It appears on holidays too."),
    OnHoliday.SKIP: _("On a public holiday it is left out."),
    OnHoliday.SHIFT: _("On a public holiday it moves to the next working day."),
}


def in_words(rule: Rule) -> str:
    """Return the days and the time of the rule, as one says them."""
    return gettext("%(days)s at %(at)s") % {"days": _days(rule), "at": moments.clock(rule.at)}


def _days(rule: Rule) -> str:
    if rule.frequency is Frequency.WEEKLY:
        return _weekly(tuple(sorted(rule.weekdays)), rule.every)
    if rule.frequency is Frequency.MONTH_DAY:
        return _month_day(rule.month_day, rule.every)
    return _month_weekday(str(WEEKDAYS[rule.weekdays[0]]), rule.nth, rule.every)


def _weekly(weekdays: tuple[int, ...], every: int) -> str:
    names = [str(WEEKDAYS[weekday]) for weekday in weekdays]
    if len(names) == 1:
        return _every_such_day(names[0], every)
    if every == 1 and weekdays == WHOLE_WEEK:
        return gettext("every day")
    if every == 1 and weekdays == WORKING_WEEK:
        return gettext("every day from Monday to Friday")
    if every == 1:
        return gettext("every %(days)s") % {"days": _listed(names)}
    return gettext("every %(count)s weeks on %(days)s") % {"count": every, "days": _listed(names)}


def _every_such_day(name: str, every: int) -> str:
    sentences = {
        1: gettext("every %(day)s"), 2: gettext("every second %(day)s"), 3: gettext("every third %(day)s"),
        4: gettext("every fourth %(day)s"),
    }  # fmt: skip
    otherwise = gettext("every %(count)s weeks on %(day)s")
    return sentences.get(every, otherwise) % {"day": name, "count": every}


def _month_day(day: int, every: int) -> str:
    if day == 31:
        sentence = (
            gettext("on the last day of every month")
            if every == 1
            else gettext("every %(count)s months on the last day")
        )
    elif day > 28:
        sentence = (
            gettext("on day %(day)s of every month, or on its last")
            if every == 1
            else gettext("every %(count)s months on day %(day)s, or on the last")
        )
    else:
        sentence = (
            gettext("on day %(day)s of every month") if every == 1 else gettext("every %(count)s months on day %(day)s")
        )
    return sentence % {"day": day, "count": every}


def _month_weekday(name: str, nth: int, every: int) -> str:
    which = {
        1: pgettext("weekday of a month", "first"), 2: pgettext("weekday of a month", "second"),
        3: pgettext("weekday of a month", "third"), 4: pgettext("weekday of a month", "fourth"),
        LAST: pgettext("weekday of a month", "last"),
    }[nth]  # fmt: skip
    sentence = (
        gettext("on the %(which)s %(day)s of every month")
        if every == 1
        else gettext("every %(count)s months on the %(which)s %(day)s")
    )
    return sentence % {"which": which, "day": name, "count": every}


def _listed(names: Sequence[str]) -> str:
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
