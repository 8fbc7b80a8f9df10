"""Agreeing on clauses and on what a machine checks of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.guidelines.models import Check, Clause
from eichhorn.guidelines.rules import CheckKind, Severity, read_settings
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


@dataclass(frozen=True, slots=True)
class NewCheck:
    """What a machine is to check: kind, its settings, and what follows."""

    kind: CheckKind
    severity: Severity
    settings: Mapping[str, object] = field(default_factory=dict)
    language: str = ""


@transaction.atomic
def agree_clause(
    *,
    number: int,
    title: str,
    text: str,
    why: str,
    agreed_by: str,
    checks: Sequence[NewCheck] = (),
    by: Person | None,
    now: datetime,
) -> Clause:
    """The clause holds, with exactly these checks. Raises SettingsRefused. `by` None is the installation itself."""
    if by is not None:
        people.require(by, Act.STEER, now=now)
    for new in checks:
        read_settings(new.kind, new.settings)
    clause, _ = Clause.objects.update_or_create(
        number=number, defaults={"title": title, "text": text, "why": why, "agreed_by": agreed_by}
    )
    clause.checks.filter(active=True).update(active=False)
    Check.objects.bulk_create(
        Check(clause=clause, kind=new.kind, severity=new.severity, settings=dict(new.settings), language=new.language)
        for new in checks
    )
    audit.record("guidelines.agreed", of=("clause", clause.pk), by=by.pk if by else None, now=now)
    return clause
