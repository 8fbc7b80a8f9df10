"""What a meeting says: its parts, why each line stands there, what was decided, what changed.

The difficult thing: a protocol keeps facts and no sentences, so that everybody reads it in their own language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from eichhorn.conference.models import Line
from eichhorn.conference.rules import Change, Deed, Facts, Section, State, Why
from eichhorn.delivery.rules import State as Sending
from eichhorn.desk.rules import State as Asked
from eichhorn.desk.words import SIGNS as REQUESTS
from eichhorn.planning.words import sign
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind

SECTIONS: dict[Section, Promise] = {
    Section.LEFT_OPEN: _("Left open last time"),
    Section.UNDECIDED: _("Undecided"),
    Section.PLAN: _("The next two weeks"),
    Section.CLASHES: _("What clashes"),
    Section.GOALS: _("Goals"),
    Section.LEARNING: _("What the last seven days taught"),
    Section.OWN: _("Own points"),
}

ICONS: dict[Why, str] = {
    Why.REQUEST: "clipboard-text", Why.APPROVAL: "hourglass", Why.NEEDS_SOMEONE: "help-circle", Why.IDEA: "bulb",
    Why.GAP: "calendar-plus", Why.FULL: "calendar-off", Why.CLOSE: "clock", Why.HOLIDAY: "calendar-event", Why.ELECTION: "scale",
    Why.GOAL: "target", Why.WITHOUT_GOAL: "target-off", Why.WENT_OUT: "send", Why.TALKED: "messages", Why.TAKEN_BACK: "arrow-back-up",
    Why.FAILED: "circle-minus", Why.POINT: "message-2", Why.MORE: "dots",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    kind: StateKind
    icon: str
    word: Promise


STATES: dict[State, Sign] = {
    State.PREPARED: Sign(StateKind.PLAN, "calendar-event", pgettext_lazy("meeting", "prepared")),
    State.RUNNING: Sign(StateKind.WAIT, "users-group", pgettext_lazy("meeting", "running")),
    State.CLOSED: Sign(StateKind.OK, "circle-check", pgettext_lazy("meeting", "closed")),
}


@dataclass(frozen=True, slots=True)
class Button:
    """A deed as it is offered: verb, key, and what it does."""

    deed: Deed
    word: Promise
    key: str
    send: Promise
    """The word on the button that does it."""


BUTTONS: dict[Deed, Button] = {
    Deed.MOVE: Button(Deed.MOVE, _("Set a date"), "v", _("Move post")),
    Deed.BEGIN: Button(Deed.BEGIN, _("Begin the post"), "b", _("Begin the post")),
    Deed.SET_GOAL: Button(Deed.SET_GOAL, _("Set a goal"), "l", _("Set goal")),
    Deed.PLAN: Button(Deed.PLAN, _("Plan a post"), "p", _("Plan post")),
    Deed.PUT_BACK: Button(Deed.PUT_BACK, _("Put back"), "r", _("Put back")),
    Deed.HOLD: Button(Deed.HOLD, _("Hold everything"), "h", _("Hold everything")),
    Deed.NOTE: Button(Deed.NOTE, _("Note down"), "e", _("Note it")),
    Deed.ADJOURN: Button(Deed.ADJOURN, _("Adjourn"), "t", _("Adjourn")),
}

DECIDED: dict[Deed, Promise] = {
    Deed.MOVE: pgettext_lazy("decided", "has a date"),
    Deed.BEGIN: pgettext_lazy("decided", "is being written"),
    Deed.SET_GOAL: pgettext_lazy("decided", "has a goal"),
    Deed.PLAN: pgettext_lazy("decided", "planned"),
    Deed.PUT_BACK: pgettext_lazy("decided", "put back"),
    Deed.HOLD: pgettext_lazy("decided", "everything held"),
    Deed.NOTE: pgettext_lazy("decided", "decided"),
    Deed.ADJOURN: pgettext_lazy("decided", "adjourned"),
}

FIELDS: dict[str, Promise] = {
    "stage": pgettext_lazy("changed", "State"),
    "when": pgettext_lazy("changed", "Date"),
    "goal": pgettext_lazy("changed", "Goal"),
    "request": pgettext_lazy("changed", "Request"),
    "title": pgettext_lazy("changed", "New in the plan"),
    "hold": pgettext_lazy("changed", "Everything held"),
}


def title_of(line: Line) -> str:
    """Return what the line is about."""
    facts = line.facts
    match Why(line.why):
        case Why.WENT_OUT:
            return gettext("What went out")
        case Why.TALKED if not line.title:
            return gettext("What people said")
        case Why.MORE:
            return _more(facts)
        case Why.GAP:
            return gettext("There is room on “%(channel)s”") % {"channel": line.title}
        case Why.FULL:
            return gettext("Too much on “%(channel)s”") % {"channel": line.title}
        case _:
            return line.title


def said(line: Line) -> str:
    """Return in a sentence why the line stands on the agenda."""
    facts = line.facts
    sentence = SAYS[Why(line.why)](facts)
    if facts.settled:
        return gettext("Adjourned last time; the question has settled itself since.")
    return sentence


def href(line: Line) -> str:
    """Return the page of the thing; empty where it has none."""
    match Why(line.why):
        case Why.REQUEST:
            return reverse("desk:request", args=[line.request_id])
        case Why.APPROVAL:
            return reverse("review:approval", args=[line.approval_id])
        case Why.GOAL:
            return reverse("planning:goals") + f"#goal-{line.goal_id}"
        case Why.GAP:
            return reverse("calendar:this_week") + f"?channel={line.channel_id}"
        case Why.FULL:
            day = datetime.fromisoformat(line.facts.when)
            return reverse("calendar:day", args=[day.year, day.month, day.day]) + f"?channel={line.channel_id}"
        case Why.WENT_OUT:
            return reverse("delivery:outbox")
        case Why.MORE:
            return _all_of(line.facts.what)
        case _:
            return reverse("planning:slot", args=[line.slot_id]) if line.slot_id is not None else ""


def changed(change: Change) -> tuple[str, str, str]:
    """Return the field with its words before and after."""
    return str(FIELDS[change.field]), value(change.field, change.before), value(change.field, change.after)


def value(field: str, value: str) -> str:
    if not value:
        return {"when": gettext("without a date"), "goal": gettext("none")}.get(field, "")
    match field:
        case "stage":
            return str(sign(value).word)
        case "when":
            return moments.day_time(datetime.fromisoformat(value))
        case "request":
            return str(REQUESTS[Asked(value)].word)
        case _:
            return value


def _when(iso: str) -> str:
    return moments.day_time(datetime.fromisoformat(iso)) if iso else gettext("without a date")


def _day(iso: str) -> str:
    return moments.day(datetime.fromisoformat(iso)) if iso else ""


def _request(facts: Facts) -> str:
    told = {"since": _day(facts.since), "until": _when(facts.until), "who": facts.other}
    if facts.other:
        return gettext("%(who)s is asking, waiting since %(since)s; an answer was promised by %(until)s.") % told
    return gettext("Waiting in triage since %(since)s; an answer was promised by %(until)s.") % told


def _approval(facts: Facts) -> str:
    told = {"since": _day(facts.since), "until": _when(facts.until), "when": _when(facts.when)}
    return gettext("Waiting for approval since %(since)s, expected by %(until)s; planned for %(when)s.") % told


def _needing(facts: Facts) -> str:
    told = {"where": facts.where, "when": _when(facts.since)}
    match facts.state:
        case Sending.UNSURE:
            return gettext("Nobody knows whether it arrived on %(where)s, due %(when)s.") % told
        case Sending.STOPPED:
            return gettext("%(where)s did not take it, due %(when)s.") % told
        case Sending.BY_HAND:
            return gettext("To be posted by hand on %(where)s, due %(when)s.") % told
        case _:
            return gettext("Too late to leave by itself on %(where)s, due %(when)s.") % told


def _idea(facts: Facts) -> str:
    return gettext("An idea without a date, since %(since)s.") % {"since": _day(facts.since)}


def _gap(facts: Facts) -> str:
    count = facts.count or 0
    shown = ", ".join(_when(day) for day in facts.days[:3])
    if count > 3:
        shown = gettext("%(days)s and more") % {"days": shown}
    return ngettext("%(count)s place is free: %(days)s.", "%(count)s places are free: %(days)s.", count) % {
        "count": count, "days": shown,
    }  # fmt: skip


def _full(facts: Facts) -> str:
    told = {"day": _day(facts.when), "count": facts.count, "of": facts.of}
    if not facts.of:
        return ngettext(
            "%(count)s post on %(day)s, a day without a place.", "%(count)s posts on %(day)s, a day without a place.",
            facts.count or 0,
        ) % told  # fmt: skip
    return (
        ngettext(
            "%(count)s posts on %(of)s place on %(day)s.", "%(count)s posts on %(of)s places on %(day)s.", facts.of
        )
        % told
    )


def _close(facts: Facts) -> str:
    told = {"when": _when(facts.when), "where": facts.where, "other": facts.other}
    return gettext("On %(where)s at %(when)s, less than an hour after “%(other)s”.") % told


def _holiday(facts: Facts) -> str:
    return gettext("Planned for %(when)s, a public holiday: %(name)s.") % {
        "when": _when(facts.when),
        "name": facts.other,
    }


def _election(facts: Facts) -> str:
    told = {"count": facts.count, "until": _day(facts.when)}
    return (
        ngettext(
            "%(count)s post stands in the time before the election, until %(until)s: is it neutral?",
            "%(count)s posts stand in the time before the election, until %(until)s: are they neutral?",
            facts.count or 0,
        )
        % told
    )


def _goal(facts: Facts) -> str:
    if not facts.count:
        return gettext("No post serves this goal yet, and none is planned.")
    return ngettext(
        "%(count)s post is out, none is planned.", "%(count)s posts are out, none is planned.", facts.count
    ) % {"count": facts.count}


def _without_goal(facts: Facts) -> str:
    return gettext("Planned for %(when)s, and pays into no goal.") % {"when": _when(facts.when)}


def _went_out(facts: Facts) -> str:
    if not facts.count:
        return gettext("Nothing went out.")
    told = {"count": facts.count, "where": facts.where}
    return ngettext("%(count)s post: %(where)s.", "%(count)s posts: %(where)s.", facts.count) % told


def _talked(facts: Facts) -> str:
    if facts.unknown:
        return gettext("Unknown on %(where)s: we do not hear there what people say.") % {"where": facts.unknown}
    if not facts.count:
        return gettext("Nobody said anything where we listen.")
    return ngettext("%(count)s message under it.", "%(count)s messages under it.", facts.count) % {"count": facts.count}


def _taken_back(facts: Facts) -> str:
    return gettext("Taken back on %(where)s.") % {"where": facts.where}


def _failed(facts: Facts) -> str:
    return gettext("Did not appear on %(where)s, due %(when)s.") % {"where": facts.where, "when": _when(facts.since)}


def _nothing(_facts: Facts) -> str:
    return ""


SAYS: dict[Why, Callable[[Facts], str]] = {
    Why.REQUEST: _request, Why.APPROVAL: _approval, Why.NEEDS_SOMEONE: _needing, Why.IDEA: _idea, Why.GAP: _gap, Why.FULL: _full,
    Why.CLOSE: _close, Why.HOLIDAY: _holiday, Why.ELECTION: _election, Why.GOAL: _goal, Why.WITHOUT_GOAL: _without_goal,
    Why.WENT_OUT: _went_out, Why.TALKED: _talked, Why.TAKEN_BACK: _taken_back, Why.FAILED: _failed, Why.POINT: _nothing,
    Why.MORE: _nothing,
}  # fmt: skip


def _more(facts: Facts) -> str:
    told = {"count": facts.count, "what": MORE[Why(facts.what)]}
    return pgettext("agenda", "And %(count)s more: %(what)s") % told


MORE: dict[Why, Promise] = {
    Why.REQUEST: _("requests that wait"), Why.APPROVAL: _("approvals that wait"), Why.NEEDS_SOMEONE: _("posts that need somebody"),
    Why.IDEA: _("ideas without a date"), Why.GAP: _("channels with free places"), Why.FULL: _("full days"),
    Why.CLOSE: _("posts close together"), Why.HOLIDAY: _("posts on holidays"), Why.ELECTION: _("elections"),
    Why.GOAL: _("goals without posts"), Why.WITHOUT_GOAL: _("posts without a goal"), Why.WENT_OUT: _("posts that went out"),
    Why.TALKED: _("posts that people spoke about"), Why.TAKEN_BACK: _("posts taken back"), Why.FAILED: _("posts that did not appear"),
    Why.POINT: _("own points"), Why.MORE: _("further lines"),
}  # fmt: skip


def _all_of(what: str) -> str:
    """Return the page on which all of the kind are found."""
    match Why(what):
        case Why.REQUEST:
            return reverse("desk:all")
        case Why.NEEDS_SOMEONE | Why.TAKEN_BACK | Why.FAILED:
            return reverse("delivery:outbox")
        case Why.IDEA:
            return reverse("calendar:list") + "?stage=idea"
        case Why.APPROVAL:
            return reverse("calendar:list") + "?stage=in_review"
        case Why.GOAL:
            return reverse("planning:goals")
        case Why.WITHOUT_GOAL:
            return reverse("calendar:list") + "?goal=0"
        case _:
            return reverse("calendar:this_week")
