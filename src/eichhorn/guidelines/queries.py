"""Which clauses hold, and what a machine checks of them."""

from dataclasses import dataclass

from django.db import models

from eichhorn.guidelines.models import Check, Clause
from eichhorn.guidelines.rules import CheckKind, Rule, Severity, WordRule, read_settings


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check as the page of the guidelines says it."""

    kind: CheckKind
    severity: Severity
    language: str
    labels: tuple[str, ...]
    words: tuple[WordRule, ...]


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause with the checks that follow from it."""

    number: int
    title: str
    text: str
    why: str
    agreed_by: str
    checks: tuple[ShownCheck, ...]


def in_force(language: str = "") -> tuple[Rule, ...]:
    """Return the rules of all active checks, of one language where it is named, by clause. One query."""
    checks = Check.objects.filter(active=True).select_related("clause").order_by("clause__number", "pk")
    if language:
        checks = checks.filter(language__in=["", language])
    return tuple(_rule(check) for check in checks)


def shown() -> tuple[ShownClause, ...]:
    """Return the clauses in force with their checks, by number. Two queries."""
    active = Check.objects.filter(active=True).order_by("pk")
    clauses = Clause.objects.prefetch_related(models.Prefetch("checks", active)).order_by("number")
    return tuple(
        ShownClause(
            number=clause.number, title=clause.title, text=clause.text, why=clause.why, agreed_by=clause.agreed_by,
            checks=tuple(_shown(check) for check in clause.checks.all()),
        )
        for clause in clauses
    )  # fmt: skip


def _shown(check: Check) -> ShownCheck:
    kind = CheckKind(check.kind)
    labels, words = read_settings(kind, check.settings)
    return ShownCheck(kind, Severity(check.severity), check.language, labels, words)


def _rule(check: Check) -> Rule:
    kind = CheckKind(check.kind)
    labels, words = read_settings(kind, check.settings)
    clause = check.clause
    return Rule(
        check_id=check.pk, kind=kind, severity=Severity(check.severity), clause_number=clause.number,
        clause_title=clause.title, clause_text=clause.text, agreed_by=clause.agreed_by, language=check.language,
        labels=labels, words=words,
    )  # fmt: skip
