"""What is done with a request without answering it: another team takes it, or somebody rings.

The difficult thing: neither is an answer. So the state stays, the promise goes on, and whoever asked reads on their page
what was done.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.desk import mails
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import TO_DECIDE, AnswerKind, State
from eichhorn.desk.services.decisions import Undecidable
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person, Team
from eichhorn.people.rules import Act


@transaction.atomic
def hand_on(*, request: Request, team: Team, text: str, by: Person, now: datetime) -> Request:
    """The team looks at it from now on, and whoever asked knows. Raises Undecidable; nothing has changed then."""
    standing = _open(request, text, by, now)
    if standing.team_id == team.pk:
        raise Undecidable("same_team")
    standing.team = team
    standing.save(update_fields=["team"])
    letter = Answer.objects.create(request=standing, kind=AnswerKind.HAND_ON, text=text.strip(), by=by, at=now)
    mails.answered(standing, letter, now=now)
    audit.record("desk.handed_on", of=("request", standing.pk), by=by.pk, now=now, details={"team": team.pk})
    return standing


@transaction.atomic
def called(*, request: Request, text: str, by: Person, now: datetime) -> Answer:
    """What was said on the phone stands with the request; its answer is still to come. Raises Undecidable."""
    standing = _open(request, text, by, now)
    said = Answer.objects.create(request=standing, kind=AnswerKind.CALLED, text=text.strip(), by=by, at=now)
    audit.record("desk.called", of=("request", standing.pk), by=by.pk, now=now)
    return said


def _open(request: Request, text: str, by: Person, now: datetime) -> Request:
    people.require(by, Act.TRIAGE, now=now)
    standing = Request.objects.select_for_update(of=("self",)).select_related("requester").get(pk=request.pk)
    if State(standing.state) not in TO_DECIDE:
        raise Undecidable("decided")
    if not text.strip():
        raise Undecidable("no_reason")
    return standing
