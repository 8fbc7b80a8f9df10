"""What the agreed clauses say to a text: while it is written, when it is handed in, and when it is approved.

All three ask here, so that what was in order while writing is in order afterwards.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

from eichhorn.content.models import Attachment, Draft, Justification, Variant, Version
from eichhorn.guidelines import queries as guidelines
from eichhorn.guidelines.rules import Facts, Finding, PictureFacts, Rule, Severity, check


def findings(version: Version, rules: Collection[Rule] | None = None) -> tuple[Finding, ...]:
    """Return what does not follow the clauses, in the shared text and in each own one, each once.

    At most three queries.
    """
    attachments = version.attachments.select_related("picture").order_by("position")
    pictures = [(a.picture.file_name, a.alt) for a in attachments]
    own = [*version.variants.order_by("channel_id").values_list("text", flat=True), version.first_comment]
    return findings_in(
        version.text, own, language=version.language, consideration=version.consideration, pictures=pictures, rules=rules
    )  # fmt: skip


def findings_in(
    text: str, own: Iterable[str], *, language: str, consideration: bool, pictures: Sequence[tuple[str, str]],
    rules: Collection[Rule] | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Return the findings of a text that need not be saved, each passage once; pictures are (name, description)."""
    in_force = guidelines.in_force(language) if rules is None else tuple(rules)
    facts = tuple(PictureFacts(name, alt) for name, alt in pictures)
    found: dict[str, Finding] = {}
    for words in (text, *(each for each in own if each)):
        for finding in check(Facts(words, language, facts, consideration), in_force):
            found.setdefault(finding.key, finding)
    return tuple(found.values())


def stopping(found: Iterable[Finding], justified: Collection[str]) -> tuple[Finding, ...]:
    """Return the findings that stop the way: those that block, and those that warn and that nobody gave a reason for."""
    return tuple(
        finding
        for finding in found
        if finding.rule.severity is Severity.BLOCKS
        or (finding.rule.severity is Severity.WARNS and finding.key not in justified)
    )


def open_findings(version: Version) -> tuple[Finding, ...]:
    """Return what stops this version. At most four queries."""
    justified = set(version.draft.justifications.values_list("finding_key", flat=True))
    return stopping(findings(version), justified)


def with_facts(drafts: models.QuerySet[Draft]) -> models.QuerySet[Draft]:
    """Return the drafts with all that `open_in` needs, in the same query."""
    variants = Variant.objects.filter(version=models.OuterRef("latest")).order_by("channel_id").values("text")
    attachments = Attachment.objects.filter(version=models.OuterRef("latest")).order_by("position")
    justified = Justification.objects.filter(draft=models.OuterRef("pk")).values("finding_key")
    return drafts.select_related("latest").annotate(
        fact_own=ArraySubquery(variants),
        fact_pictures=ArraySubquery(attachments.values(said=JSONObject(name="picture__file_name", alt="alt"))),
        fact_justified=ArraySubquery(justified),
    )


def open_in(draft: Draft, rules: Collection[Rule]) -> tuple[Finding, ...]:
    """Return what stops the latest version of a draft that came by `with_facts`. No query."""
    facts: Any = draft
    if draft.latest is None:
        return ()
    found = findings_in(
        draft.latest.text, [*facts.fact_own, draft.latest.first_comment], language=draft.latest.language, consideration=draft.latest.consideration,
        pictures=[(picture["name"], picture["alt"]) for picture in facts.fact_pictures],
        rules=[rule for rule in rules if rule.language in {"", draft.latest.language}],
    )  # fmt: skip
    return stopping(found, facts.fact_justified)
