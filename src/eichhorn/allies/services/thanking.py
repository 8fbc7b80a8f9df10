"""Thanks for what was given, once it is out; written by the machine, sent by a person."""

from datetime import datetime

from django.db import transaction

from eichhorn.allies import mails
from eichhorn.allies.models import Ask
from eichhorn.allies.rules import State
from eichhorn.allies.services.asking import NotNow, locked
from eichhorn.foundation import audit
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


@transaction.atomic
def thank(*, ask: Ask, text: str, by: Person, now: datetime) -> Ask:
    """Whoever gave has our thanks by mail; who was thanked in person is noted so with an empty text. Once. Raises NotNow."""
    permissions.require(by, Act.WRITE, now=now)
    standing = locked(ask)
    if standing.state != State.GIVEN or standing.ally is None or standing.thanked_at is not None:
        raise NotNow(standing)
    standing.thanked_at, standing.thanked_by = now, by
    standing.save(update_fields=["thanked_at", "thanked_by"])
    if text.strip():
        mails.thanked(standing, text, now=now)
    audit.record("allies.thanked", of=("ask", standing.pk), by=by.pk, now=now)
    return standing
