"""Words of the desk for pages: who asks, for when, what accepting would do: `{% load desk %}`."""

from datetime import date, datetime

from django import template
from django.utils.translation import gettext

from eichhorn.desk import words
from eichhorn.desk.models import Request
from eichhorn.desk.queries import Triage
from eichhorn.desk.rules import Origin
from eichhorn.noticing import words as noticing
from eichhorn.noticing.rules import Notice
from eichhorn.planning import rules
from eichhorn.planning.rules import Price, Ways
from eichhorn.planning.words import short_hours
from eichhorn.ui.thread import Knot, KnotName, KnotState, Thread

register = template.Library()


@register.filter
def near(moment: datetime, today: date) -> str:
    """Return "heute 9:40", "morgen 10:00", "Fr 12. Juni, 11:00"."""
    return words.near(moment, today=today)


@register.filter
def from_whom(request: Request) -> str:
    """Return the department, else the name of the requester."""
    return request.department.name if request.department is not None else request.requester_name


@register.filter
def origin(request: Request) -> str:
    """Return how the request came to us."""
    return str(words.ORIGINS[Origin(request.origin)])


@register.filter
def dialled(phone: str) -> str:
    """Return the number as a telephone dials it: digits, with a plus before them where one stands there."""
    digits = "".join(sign for sign in phone if sign.isascii() and sign.isdigit())
    return f"+{digits}" if phone.strip().startswith("+") else digits


@register.filter
def said(notice: Notice) -> str:
    """Return what was noticed in the words of a request."""
    return noticing.said(notice)


@register.filter
def for_when(request: Request, today: date) -> str:
    """Return "für morgen", "für Fr 26. Juni", "ohne Termin". Needs the versions to be loaded."""
    wish = request.versions.all()[0].wish_local
    if wish is None:
        return gettext("without a date")
    return gettext("for %(day)s") % {"day": words.near_day(rules.wall(wish), today=today)}


@register.filter
def left_after(price: Price) -> int:
    """Return the minutes that the fire budget would still hold."""
    return max(0, (price.budget.left or 0) - price.minutes)


@register.filter
def reason(price: Price) -> str:
    """Return why this is the way for its day."""
    return words.reason(price)


@register.simple_tag
def accept_hint(sheet: Triage) -> str:
    """Return what accepting does, in a few words: "Baustelle Nordring rückt, 1,5 h"."""
    return what_it_does(sheet.price, sheet.today) if sheet.price is not None else ""


@register.filter
def what_it_does(price: Price, today: date) -> str:
    """Return in a few words what moves and what it takes, else the date."""
    said = [gettext("%(title)s moves") % {"title": moved.title} for moved in price.displaced]
    if price.minutes:
        said.append(short_hours(price.minutes))
    return ", ".join(said) or words.near(price.at, today=today)


@register.simple_tag
def weighed(found: Ways) -> str:
    """Return what the ways were weighed with, whether a cheaper one can be, and what is not known."""
    return words.weighed(found)


@register.simple_tag
def thread_before_plan(sheet: Triage) -> Thread:
    """Return the thread of a request that has no slot yet: it stands at its second knot."""
    begun = {
        KnotName.GOAL: KnotState.DONE if sheet.goal is not None else KnotState.SKIP,
        KnotName.REQUEST: KnotState.NOW,
    }
    return Thread(tuple(Knot(name, begun.get(name, KnotState.NEXT)) for name in KnotName))
