"""The check engine: pure, given facts and rules, it returns findings that quote their clause.

Composer, desk and review call the same function, so that what was in order while writing is in order when approving.
"""

from dataclasses import dataclass
from enum import StrEnum


class CheckKind(StrEnum):
    ALT_TEXT = "alt_text"
    """Every picture has a description. Settings: none."""
    AD_LABEL = "ad_label"
    """Where a consideration is stated, the text begins with one of `labels` (list of words)."""
    WORDS = "words"
    """Words of a list do not occur. Settings: `words`, a list of {"word", "instead"}; `instead` may be empty."""


class Severity(StrEnum):
    BLOCKS = "blocks"
    """Cannot be handed in for approval."""
    WARNS = "warns"
    """Is followed, or left with a stated reason."""
    HINTS = "hints"


@dataclass(frozen=True, slots=True)
class PictureFacts:
    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a text when it is checked."""

    text: str
    language: str
    pictures: tuple[PictureFacts, ...] = ()
    consideration: bool = False
    """Whether somebody gave something for this post."""


@dataclass(frozen=True, slots=True)
class WordRule:
    word: str
    instead: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One check with its clause, as a value."""

    check_id: int
    kind: CheckKind
    severity: Severity
    clause_number: int
    clause_title: str
    clause_text: str
    agreed_by: str
    language: str = ""
    labels: tuple[str, ...] = ()
    words: tuple[WordRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that does not follow a clause."""

    rule: Rule
    found: str
    """The passage as it stands, or the picture's name."""
    instead: str
    """What the list recommends; empty where it recommends nothing."""
    start: int
    end: int
    """Half-open range of code points in the text; 0, 0 where the finding is not about a passage."""

    @property
    def key(self) -> str:
        """What a stated reason is bound to: the check and the passage, not its place."""
        return f"{self.rule.check_id}:{self.found.casefold()}"
