"""What pages and letters of the desk call things: states, hours, near days."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, npgettext, pgettext_lazy

from eichhorn.desk.rules import Because, Origin, State
from eichhorn.planning.rules import Price, Stage, Ways
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind


@dataclass(frozen=True, slots=True)
class Sign:
    """How the state of a request looks: kind, icon, word."""

    kind: StateKind
    icon: str
    word: Promise


SIGNS: dict[State, Sign] = {
    State.RECEIVED: Sign(StateKind.WAIT, "hourglass", pgettext_lazy("request", "received")),
    State.ASKED_BACK: Sign(StateKind.WAIT, "message-reply", pgettext_lazy("request", "asked back")),
    State.ACCEPTED: Sign(StateKind.OK, "circle-check", pgettext_lazy("request", "accepted")),
    State.PLANNED: Sign(StateKind.PLAN, "calendar-event", pgettext_lazy("request", "in the plan")),
    State.DECLINED: Sign(StateKind.REST, "circle-minus", pgettext_lazy("request", "declined")),
    State.DONE: Sign(StateKind.REST, "check", pgettext_lazy("request", "done")),
}
TAKEN_BACK = Sign(StateKind.REST, "trash", pgettext_lazy("request", "taken back"))
"""Done, and gone again: what was out stands nowhere any more."""


def near_day(moment: datetime | date, *, today: date) -> str:
    """Return "heute", "morgen", else "Fr 12. Juni"; with the year where it is another one."""
    day = moment.date() if isinstance(moment, datetime) else moment
    match (day - today).days:
        case 0:
            return gettext("today")
        case 1:
            return gettext("tomorrow")
        case -1:
            return gettext("yesterday")
        case _:
            return moments.day(day, with_year=day.year != today.year)


def near(moment: datetime, *, today: date) -> str:
    """Return "heute 9:40", "morgen 10:00", "Fr 12. Juni, 11:00"; of a naive moment as it stands."""
    local = moments.local(moment)
    day = near_day(local, today=today)
    comma = "" if abs((local.date() - today).days) <= 1 else ","
    return f"{day}{comma} {moments.clock(local)}"


def listed(words: list[str]) -> str:
    """Return "a", "a und b", "a, b und c"."""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


BECAUSES: dict[Because, Promise] = {
    Because.NO_GOAL: pgettext_lazy("declined", "it serves no present goal"),
    Because.FULL: pgettext_lazy("declined", "the date is full"),
    Because.SHORT_NOTICE: pgettext_lazy("declined", "it came at too short notice"),
    Because.PASSED: pgettext_lazy("declined", "the date had passed"),
    Because.GUIDELINES: pgettext_lazy("declined", "it does not fit the guidelines"),
    Because.SAID_ALREADY: pgettext_lazy("declined", "we have said it already"),
    Because.ELSEWHERE: pgettext_lazy("declined", "another way serves it better"),
    Because.OTHER: pgettext_lazy("declined", "another reason"),
}
"""Why a request was declined, in a few words."""

GAPS: dict[str, Promise] = {
    "text": gettext_lazy("the text"),
    "picture": gettext_lazy("a picture with its description"),
    "goal": gettext_lazy("the goal that it serves"),
}
"""What a request can leave open, by its field on the form."""

ORIGINS: dict[Origin, Promise] = {
    Origin.FORM: pgettext_lazy("request", "on the form"),
    Origin.TALK: pgettext_lazy("request", "in a conversation"),
    Origin.PHONE: pgettext_lazy("request", "on the phone"),
    Origin.LETTER: pgettext_lazy("request", "by mail or letter"),
    Origin.PROMISED: pgettext_lazy("request", "promised already"),
}
HINTS: dict[Origin, Promise] = {
    Origin.PROMISED: gettext_lazy(
        "Somebody said Yes before it came here. It is priced all the same, and no name is kept."
    ),
}


def reason(price: Price) -> str:
    """Return in one sentence why this is the way for its day; empty where what stands beside it says all."""
    if price.over_ceiling or not price.displaced:
        return ""
    if any(moved.goal for moved in price.displaced):
        return gettext("Nothing that costs less may move there.") if price.proven else ""
    if all(moved.stage == Stage.IDEA for moved in price.displaced):
        return gettext("What moves is an idea without a goal, on which nobody has worked yet.")
    return gettext("What moves serves no goal.")


def weighed(found: Ways) -> str:
    """Return in sentences what the ways were weighed with, whether a cheaper one can be, and what is not known."""
    parts = [
        npgettext("weighed", "%(count)s planned post", "%(count)s planned posts", found.posts) % {"count": found.posts}
    ]
    if found.requests:
        others = npgettext("weighed", "%(count)s other request", "%(count)s other requests", found.requests)
        parts.append(others % {"count": found.requests})
    said = [gettext("Weighed with %(what)s.") % {"what": listed(parts)}]
    if not found.ways:
        said.append(gettext("In these four weeks no day has room for it."))
    elif found.ways[0].proven:
        day = moments.day(found.ways[0].price.at.date())
        said.append(gettext("No way costs less than %(day)s; that is proven.") % {"day": day})
    else:
        said.append(gettext("In the time there was no cheaper way was found; there may be one."))
    if not found.knows_hours:
        said.append(gettext("How many hours the team has is not known, so hours are not weighed."))
    return " ".join(said)
