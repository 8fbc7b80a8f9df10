"""What reading the audit leaves behind in the audit itself.

The difficult thing: who watches people is watched as well. Whoever searches for the acts of one person, or takes a table
out, is on record like everybody else.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.web.audit.finding import Wanted


@transaction.atomic
def read_audit(wanted: Wanted, *, by: Person, now: datetime) -> None:
    """The person may read the audit; a search for one person's acts is on record."""
    people.require(by, Act.AUDIT, now=now)
    if wanted.person:
        audit.record("audit.searched_by_person", of=("person", wanted.person), by=by.pk, now=now)


@transaction.atomic
def export_audit(wanted: Wanted, *, by: Person, now: datetime) -> None:
    """The person may take a table out of the audit, and that is on record."""
    people.require(by, Act.AUDIT, now=now)
    audit.record("audit.exported", of=("audit", 0), by=by.pk, now=now, details={"search": wanted.query()})
