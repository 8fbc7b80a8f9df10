"""Which clauses hold, and what a machine checks of them."""

from django.db import models

from eichhorn.guidelines.models import Check, Clause
from eichhorn.guidelines.rules import CheckKind, Rule, Severity, read_settings


def in_force(language: str = "") -> tuple[Rule, ...]:
    """Return the rules of all active checks, of one language where it is named, by clause. One query."""
    checks = Check.objects.filter(active=True).select_related("clause").order_by("clause__number", "pk")
    if language:
        checks = checks.filter(language__in=["", language])
    return tuple(_rule(check) for check in checks)


def clauses() -> models.QuerySet[Clause]:
    """Return the clauses in force with their checks, by number. Two queries."""
    active = Check.objects.filter(active=True).order_by("pk")
    return Clause.objects.prefetch_related(models.Prefetch("checks", active)).order_by("number")


def _rule(check: Check) -> Rule:
    kind = CheckKind(check.kind)
    labels, words = read_settings(kind, check.settings)
    clause = check.clause
    return Rule(
        check_id=check.pk, kind=kind, severity=Severity(check.severity), clause_number=clause.number,
        clause_title=clause.title, clause_text=clause.text, agreed_by=clause.agreed_by, language=check.language,
        labels=labels, words=words,
    )  # fmt: skip
