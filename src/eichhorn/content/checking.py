"""What the agreed clauses say to a text: while it is written, when it is handed in, and when it is approved.

All three ask here, so that what was in order while writing is in order afterwards.
"""

from collections.abc import Collection, Iterable, Sequence

from eichhorn.content.models import Version
from eichhorn.guidelines import queries as guidelines
from eichhorn.guidelines.rules import Facts, Finding, PictureFacts, Rule, Severity, check


def findings(version: Version, rules: Collection[Rule] | None = None) -> tuple[Finding, ...]:
    """Return what does not follow the clauses, in the shared text and in each own one, each once. At most three queries."""
    attachments = version.attachments.select_related("picture").order_by("position")
    pictures = [(a.picture.file_name, a.alt) for a in attachments]
    own = list(version.variants.order_by("channel_id").values_list("text", flat=True))
    return findings_in(
        version.text, own, language=version.language, consideration=version.consideration, pictures=pictures, rules=rules
    )


def findings_in(
    text: str, own: Iterable[str], *, language: str, consideration: bool, pictures: Sequence[tuple[str, str]],
    rules: Collection[Rule] | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """Return the findings of a text that need not be saved; pictures are (name, description)."""
    in_force = guidelines.in_force(language) if rules is None else tuple(rules)
    facts = tuple(PictureFacts(name, alt) for name, alt in pictures)
    found = list(check(Facts(text, language, facts, consideration), in_force))
    known = {finding.key for finding in found}
    for other in own:
        for finding in check(Facts(other, language, facts, consideration), in_force):
            if finding.key not in known:
                known.add(finding.key)
                found.append(finding)
    return tuple(found)


def stopping(found: Iterable[Finding], justified: Collection[str]) -> tuple[Finding, ...]:
    """Return the findings that stop the way: those that block, and those that warn and that nobody gave a reason for."""
    return tuple(
        finding
        for finding in found
        if finding.rule.severity is Severity.BLOCKS
        or (finding.rule.severity is Severity.WARNS and finding.key[:300] not in justified)
    )


def open_findings(version: Version) -> tuple[Finding, ...]:
    """Return what stops this version. At most four queries."""
    justified = set(version.draft.justifications.values_list("finding_key", flat=True))
    return stopping(findings(version), justified)
