"""Mails to requesters: each carries the link to their page, who decides when they object, and whom to call."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from eichhorn.desk import queries
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import AnswerKind, Origin
from eichhorn.notices import services as notices
from eichhorn.noticing.words import questions
from eichhorn.people import links
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose
from eichhorn.planning.rules import wall
from eichhorn.ui import moments

LINK_LASTS = timedelta(days=365)
APPEAL_LASTS = timedelta(days=90)
MAY_WAIT = frozenset({AnswerKind.ACCEPT, AnswerKind.LATER, AnswerKind.HAND_ON, AnswerKind.REOPEN})
"""What needs nothing of the requester and takes nothing from them: gathered for whoever chose to have one mail."""


def received(request: Request, *, now: datetime) -> None:
    """The requester knows that it arrived, until when they get an answer, and where they see how it stands."""
    with translation.override(request.language):
        body = [_how_it_came(request), *_open_questions(request), _promise(request)]
        is_open = queries.left_open(request, queries.latest_version(request))
        subject = gettext("Your request: %(title)s") % {"title": request.title}
        _send(request, subject, [_greeting(request), *body], now, leads_to="desk:missing" if is_open else "desk:status")


def _how_it_came(request: Request) -> str:
    if request.entered_by is None:
        return gettext("your request “%(title)s” has arrived.") % {"title": request.title}
    return gettext(
        "%(who)s has entered what you asked for: “%(title)s”. Does it stand there as you meant it? Please confirm it on your page, "
        "or put it right there."
    ) % {"who": request.entered_by.name, "title": request.title}


def _open_questions(request: Request) -> list[str]:
    """Return what a letter that came by itself leaves open, a line each; nothing of what was asked on the form."""
    if request.origin != Origin.LETTER or request.entered_by is not None:
        return []
    asked = questions(queries.noticed(request, queries.latest_version(request)))
    if not asked:
        return []
    return [
        gettext("So that it goes quickly, please tell us by the link below:") + "".join(f"\n– {one}" for one in asked)
    ]


def answered(request: Request, answer: Answer, *, now: datetime) -> None:
    """The requester has the letter as it was sent, with the right to object on it where it is a decision."""
    with translation.override(request.language):
        lines = [answer.text.strip()]
        if answer.kind in {AnswerKind.REOPEN, AnswerKind.HAND_ON}:
            lines.append(_promise(request))
        elif answer.kind == AnswerKind.RESHAPE:
            lines.append(gettext("On your page you say Yes with one press, or what you would rather have."))
        elif answer.kind == AnswerKind.ASK_BACK:
            lines += _asked_for(request, answer)
        elif answer.kind != AnswerKind.UPHELD and (objection := right_to_object()):
            lines.append(objection)
        leads_to = "desk:missing" if answer.asks else "desk:status"
        gist = "\n\n".join(lines) if AnswerKind(answer.kind) in MAY_WAIT else ""
        _send(request, _subject(request, answer), lines, now, leads_to=leads_to, gist=gist)


def _asked_for(request: Request, answer: Answer) -> list[str]:
    """Return what we need, a line each, and how to answer."""
    named = [gap.label for gap in queries.gaps(queries.latest_version(request)) if gap.name in answer.asks]
    if not named:
        return [gettext("You can answer on your page, or simply call us.")]
    return [gettext("We still need:") + "".join(f"\n– {label}" for label in named)]


def published(request: Request, *, now: datetime) -> None:
    """The requester knows that it is out."""
    with translation.override(request.language):
        body = gettext("“%(title)s” is out. On your page you can see the whole way it took.") % {"title": request.title}
        subject = gettext("It is out: %(title)s") % {"title": request.title}
        _send(request, subject, [_greeting(request), body], now, gist=body)


def moved(request: Request, *, to: datetime, now: datetime) -> None:
    """Whoever asked knows the new date of their post; `to` is wall-clock time."""
    with translation.override(request.language):
        body = gettext("your post “%(title)s” has another date: %(when)s. The plan had to change; all else stays as it was.") % {
            "title": request.title, "when": moments.day_time(wall(to)),
        }  # fmt: skip
        subject = gettext("Another date: %(title)s") % {"title": request.title}
        _send(request, subject, [_greeting(request), body], now)


def objected(request: Request, objection: Answer, *, to: Person, now: datetime) -> None:
    """Whoever is named has the objection with a link under which they decide, without an account."""
    token = links.issue(purpose=LinkPurpose.APPEAL, object_id=objection.pk, person=to, lasts=APPEAL_LASTS, now=now)
    with translation.override(to.language):
        until = moments.day_time(queries.decided_by(objection.at))
        who = request.requester_name
        body = [
            gettext("Hello %(name)s,") % {"name": to.salutation or to.name},
            gettext("%(who)s does not agree with our answer to “%(title)s” and asks you to decide:") % {"who": who, "title": request.title},
            objection.text,
            gettext("You were named to them as the one who does so by %(when)s. All that was said stands under this link, and two sentences are enough:") % {"when": until}
            + f"\n{settings.PUBLIC_URL + reverse('desk:appeal', args=[token])}",
        ]  # fmt: skip
        notices.tell(
            to_email=to.email, to_person=to, language=to.language, subject=gettext("Please decide: %(title)s") % {"title": request.title},
            body="\n\n".join([*body, people.organisation().name]), about=("request", request.pk), now=now,
        )  # fmt: skip


def right_to_object() -> str:
    """Return who decides when the requester objects, as a sentence; empty where nobody is named. One query."""
    terms = queries.terms()
    if terms.appeal_to is None:
        return ""
    return ngettext(
        "Does this not work for you? %(name)s will decide within one working day.",
        "Does this not work for you? %(name)s will decide within %(count)s working days.",
        terms.appeal_days,
    ) % {"name": terms.appeal_to.name, "count": terms.appeal_days}


def greeted_as(request: Request) -> str:
    """Return how a letter greets the requester: as the directory knows them, else by the name they gave."""
    return (request.requester.salutation if request.requester else "") or request.requester_name


def _greeting(request: Request) -> str:
    return gettext("Hello %(name)s,") % {"name": greeted_as(request)}


def _promise(request: Request) -> str:
    return gettext("You will have a clear answer by %(when)s.") % {"when": moments.day_time(request.answer_due_at)}


def _subject(request: Request, answer: Answer) -> str:
    subjects = {
        AnswerKind.ACCEPT: gettext("Accepted: %(title)s"),
        AnswerKind.LATER: gettext("A date for you: %(title)s"),
        AnswerKind.ASK_BACK: gettext("A question about: %(title)s"),
        AnswerKind.RESHAPE: gettext("A proposal for: %(title)s"),
        AnswerKind.DECLINE: gettext("Our answer: %(title)s"),
        AnswerKind.REOPEN: gettext("We look at it again: %(title)s"),
        AnswerKind.HAND_ON: gettext("In other hands: %(title)s"),
        AnswerKind.UPHELD: gettext("Looked at once more: %(title)s"),
    }
    return subjects[AnswerKind(answer.kind)] % {"title": request.title}


def _send(
    request: Request, subject: str, paragraphs: list[str], now: datetime, *, leads_to: str = "desk:status",
    gist: str = "",
) -> None:  # fmt: skip
    house = people.organisation()
    token = links.issue(
        purpose=LinkPurpose.REQUEST, object_id=request.pk, person=request.requester, to_email=request.requester_email,
        lasts=LINK_LASTS, now=now,
    )  # fmt: skip
    address = settings.PUBLIC_URL + reverse(leads_to, args=[token])
    if leads_to == "desk:status":
        foot = [gettext("This is where you always see how it stands:") + f"\n{address}"]
    else:
        foot = [gettext("This link leads to exactly that, and from there to all about your request:") + f"\n{address}"]
    if house.contact:
        foot.append(gettext("Rather talk? %(contact)s") % {"contact": house.contact})
    notices.tell(
        to_email=request.requester_email, to_person=request.requester, language=request.language, subject=subject,
        body="\n\n".join([*paragraphs, *foot, house.name]), about=("request", request.pk), gist=f"{gist}\n{address}" if gist else "",
        now=now,
    )  # fmt: skip
