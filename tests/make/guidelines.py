"""Clauses with their checks, agreed through the real service."""

from collections.abc import Mapping, Sequence
from itertools import count

from eichhorn.guidelines import services
from eichhorn.guidelines.models import Clause
from eichhorn.guidelines.rules import CheckKind, Severity
from eichhorn.guidelines.services import NewCheck
from tests.make.people import NOW

numbers = count(1)


def clause(
    *checks: NewCheck, number: int | None = None, title: str = "Verständlich schreiben",
    text: str = "Wir schreiben, wie wir am Gartenzaun reden würden.", agreed_by: str = "mit allen Abteilungen",
) -> Clause:  # fmt: skip
    return services.agree_clause(
        number=number or next(numbers), title=title, text=text, why="Wer es versteht, fragt nicht nach.",
        agreed_by=agreed_by, checks=checks, by=None, now=NOW,
    )  # fmt: skip


def words(
    listed: Mapping[str, str] | None = None, *, severity: Severity = Severity.WARNS, language: str = ""
) -> NewCheck:
    """Return a check that the words are not used; each with what the list recommends."""
    listed = listed or {"halbseitig gesperrt": "eine Fahrspur ist gesperrt"}
    entries: Sequence[object] = [{"word": word, "instead": instead} for word, instead in listed.items()]
    return NewCheck(CheckKind.WORDS, severity, {"words": entries}, language)


def described_pictures(severity: Severity = Severity.BLOCKS) -> NewCheck:
    return NewCheck(CheckKind.ALT_TEXT, severity)


def ad_label(*labels: str) -> NewCheck:
    return NewCheck(CheckKind.AD_LABEL, Severity.BLOCKS, {"labels": list(labels or ("Werbung", "Anzeige"))})
