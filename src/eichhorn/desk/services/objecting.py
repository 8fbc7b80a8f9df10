"""Whoever asked objects to our answer, and somebody who is named to them decides.

The difficult thing: a right that leads nowhere is worse than none. So an objection waits for one person, by mail and on their
page, until a day that the requester reads too; whatever they decide is said in words, and nothing else in the house closes it
but an answer that gives the requester what they wanted.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.desk import mails, queries
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import AFTER, STATES, AnswerKind, Objection, State
from eichhorn.desk.services.decisions import Undecidable
from eichhorn.desk.services.requests import Closed, wait_again
from eichhorn.foundation import audit
from eichhorn.people import links
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, LinkPurpose, NotAllowed


@transaction.atomic
def requester_objects(*, request: Request, text: str, now: datetime) -> Answer:
    """Whoever is named to requesters has the objection by mail, with a link to decide. Raises Closed where none is possible."""
    standing = Request.objects.select_for_update(of=("self",)).select_related("requester").get(pk=request.pk)
    terms = queries.terms()
    if terms.appeal_to is None or queries.objection_of(standing) is not Objection.POSSIBLE:
        raise Closed(standing)
    said = Answer.objects.create(request=standing, kind=AnswerKind.OBJECT, text=text.strip(), at=now)
    mails.objected(standing, said, to=terms.appeal_to, now=now)
    audit.record("desk.objected", of=("request", standing.pk), by=standing.requester_id, now=now)
    return said


def hand_over_objections(*, to: Person, now: datetime) -> None:
    """Every objection that waits is now in the hands of this person, by mail; links mailed before lead nowhere any more."""
    for waiting in queries.open_objections():
        links.revoke(purpose=LinkPurpose.APPEAL, object_id=waiting.pk, now=now)
        mails.objected(waiting.request, waiting, to=to, now=now)


@transaction.atomic
def uphold(*, objection: Answer, text: str, by: Person, now: datetime) -> Answer:
    """Our answer stands, and the requester has the words of whoever looked at it. Raises Undecidable, NotAllowed."""
    standing = _open(objection, text, by, now)
    letter = Answer.objects.create(request=standing, kind=AnswerKind.UPHELD, text=text.strip(), by=by, at=now)
    mails.answered(standing, letter, now=now)
    _closed(objection, "desk.upheld", by, now)
    return letter


@transaction.atomic
def hear(*, objection: Answer, text: str, by: Person, now: datetime) -> Answer:
    """A declined request waits for a new answer of the team, and the requester has the words of whoever heard them.

    Raises Undecidable, NotAllowed.
    """
    standing = _open(objection, text, by, now)
    if standing.state != State.DECLINED:
        raise Undecidable("not_declined")
    STATES.check(standing.state, AFTER[AnswerKind.REOPEN])
    wait_again(standing, now)
    letter = Answer.objects.create(request=standing, kind=AnswerKind.REOPEN, text=text.strip(), by=by, at=now)
    mails.answered(standing, letter, now=now)
    _closed(objection, "desk.heard", by, now)
    return letter


def _open(objection: Answer, text: str, by: Person, now: datetime) -> Request:
    if not queries.may_decide_objections(by, now=now):
        raise NotAllowed(Act.TRIAGE)
    standing = Request.objects.select_for_update(of=("self",)).select_related("requester").get(pk=objection.request_id)
    if queries.objection_of(standing) is not Objection.OPEN:
        raise Undecidable("decided")
    if not text.strip():
        raise Undecidable("no_reason")
    return standing


def _closed(objection: Answer, verb: str, by: Person, now: datetime) -> None:
    links.revoke(purpose=LinkPurpose.APPEAL, object_id=objection.pk, now=now)
    audit.record(verb, of=("request", objection.request_id), by=by.pk, now=now)
