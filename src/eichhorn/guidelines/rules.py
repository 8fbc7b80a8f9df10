"""The check engine: pure, given facts and rules, it returns findings that quote their clause.

Composer, desk and review call the same function, so that what was in order while writing is in order when approving.
"""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
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
        return f"{self.rule.check_id}:{self.found.casefold()}"[:300]


EMPTY_ALTS = frozenset({
    "bild", "foto", "image", "picture", "photo", "grafik", "graphic", "screenshot", "bildschirmfoto", "alt", "n/a", "-",
})  # fmt: skip
FILE_NAME = re.compile(
    r"^\S+\.(jpe?g|png|gif|webp|heic|tiff?)$|^(img|dsc|dscn|pxl|image|bild|foto|screenshot)[\W_]*\d+$", re.IGNORECASE
)
USUAL_LABELS: Mapping[str, tuple[str, ...]] = {
    "de": ("Werbung", "Anzeige"), "en": ("Ad", "Advertisement"), "cs": ("Reklama",), "da": ("Reklame", "Annonce"),
    "es": ("Publicidad", "Anuncio"), "fr": ("Publicité",), "hr": ("Oglas",), "it": ("Pubblicità",), "nl": ("Advertentie", "Reclame"),
    "pl": ("Reklama",), "pt": ("Publicidade",), "ro": ("Publicitate",), "ru": ("Реклама",), "tr": ("Reklam",), "uk": ("Реклама",),
}  # fmt: skip
"""The words that stand first where somebody gave something, by language; posts in any other have the English ones."""


def usual_labels(language: str) -> tuple[str, ...]:
    """Return the words of which one stands first where nothing else is agreed."""
    return USUAL_LABELS.get(language, USUAL_LABELS["en"])


def check(facts: Facts, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Return every place that does not follow one of the rules, in the order of the text, then of the rules."""
    found = [
        finding
        for rule in rules
        if not rule.language or rule.language == facts.language
        for finding in _CHECKS[rule.kind](facts, rule)
    ]
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[int, int, int, int, str]:
    return finding.start, finding.end, finding.rule.clause_number, finding.rule.check_id, finding.found


def mended(text: str, finding: Finding) -> str:
    """Return the text with the recommendation in the place of the passage; unchanged where there is none."""
    if finding.rule.kind is CheckKind.AD_LABEL:
        return f"{finding.instead}: {text}"
    if not finding.instead or text[finding.start : finding.end] != finding.found:
        return text
    return text[: finding.start] + finding.instead + text[finding.end :]


def mended_everywhere(facts: Facts, rules: Iterable[Rule], key: str) -> str:
    """Return the text with the recommendation in every place that the finding of this key names; else unchanged."""
    text = facts.text
    for finding in reversed([finding for finding in check(facts, rules) if finding.key == key]):
        text = mended(text, finding)
    return text


def describes_nothing(alt: str) -> bool:
    """Return whether a description is missing, or is a file name or an empty word."""
    words = alt.strip()
    return not words or words.casefold().rstrip(".") in EMPTY_ALTS or FILE_NAME.match(words) is not None


def _alt_text(facts: Facts, rule: Rule) -> Iterator[Finding]:
    for picture in facts.pictures:
        if describes_nothing(picture.alt):
            yield Finding(rule=rule, found=picture.name, instead="", start=0, end=0)


def _ad_label(facts: Facts, rule: Rule) -> Iterator[Finding]:
    if not facts.consideration:
        return
    labels = rule.labels or usual_labels(facts.language)
    if not has_label(facts.text, labels):
        yield Finding(rule=rule, found="", instead=labels[0], start=0, end=0)


def ad_labels(rules: Iterable[Rule], language: str) -> tuple[str, ...]:
    """Return the words of which one stands first where somebody gave something: as agreed, else as is usual."""
    agreed = [
        label
        for rule in rules
        if rule.kind is CheckKind.AD_LABEL and rule.language in {"", language}
        for label in rule.labels
    ]
    return tuple(dict.fromkeys(agreed)) or usual_labels(language)


def has_label(text: str, labels: Iterable[str]) -> bool:
    """Return whether the text begins with one of the labels."""
    first = text.lstrip(" \t\r\n#[(*„\"'").casefold()
    return any(_begins(first, label.casefold()) for label in labels)


def labelled_first(text: str, label: str, labels: Iterable[str]) -> str:
    """Return the text with the label first; one that begins with a label, or says nothing, stays as it is."""
    return text if not text.strip() or has_label(text, labels) else f"{label}: {text}"


def _begins(text: str, label: str) -> bool:
    """Return whether the text begins with the label as a word of its own."""
    return text.startswith(label) and not text[len(label) : len(label) + 1].isalnum()


def _words(facts: Facts, rule: Rule) -> Iterator[Finding]:
    for entry in rule.words:
        for match in _whole_word(entry.word).finditer(facts.text):
            yield Finding(
                rule=rule, found=match.group(), instead=_as_written(entry.instead, match.group()),
                start=match.start(), end=match.end(),
            )  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _whole_word(word: str) -> re.Pattern[str]:
    """Return a pattern for the word alone, whatever its capitals and the kind of space between its parts.

    ß and ss are the same, and so are a letter with its mark and the two written one after the other.
    """
    parts = (unicodedata.normalize("NFC", part).replace("ß", "ss").replace("ẞ", "SS") for part in word.split())
    inside = r"\s+".join(re.sub("ss", "(?:ß|ss)", "".join(map(_letter, part)), flags=re.IGNORECASE) for part in parts)
    return re.compile(rf"(?<!\w){inside}(?![\w\u0300-\u036f])", re.IGNORECASE)


def _letter(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return re.escape(letter) if apart == letter else f"(?:{re.escape(letter)}|{re.escape(apart)})"


def _as_written(instead: str, found: str) -> str:
    """Return the recommendation with a capital at its beginning where the passage has one."""
    return instead[:1].upper() + instead[1:] if instead and found[:1].isupper() else instead


_CHECKS: dict[CheckKind, Callable[[Facts, Rule], Iterator[Finding]]] = {
    CheckKind.ALT_TEXT: _alt_text,
    CheckKind.AD_LABEL: _ad_label,
    CheckKind.WORDS: _words,
}


class SettingsRefused(ValueError):
    """A check's settings do not say what its kind needs; the message says what is missing."""


def read_settings(kind: CheckKind, settings: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[WordRule, ...]]:
    """Return labels and words of a check's settings, or raise SettingsRefused."""
    match kind:
        case CheckKind.ALT_TEXT:
            if settings:
                raise SettingsRefused("alt_text takes no settings")
            return (), ()
        case CheckKind.AD_LABEL:
            return _labels(settings.get("labels")), ()
        case CheckKind.WORDS:
            return (), _word_list(settings.get("words"))


def _labels(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not given or not all(isinstance(word, str) and word.strip() for word in given):
        raise SettingsRefused("ad_label needs a list of labels")
    return tuple(word.strip() for word in given)


def _word_list(given: object) -> tuple[WordRule, ...]:
    if not isinstance(given, list) or not given:
        raise SettingsRefused("words needs a list of words")
    rules = []
    for entry in given:
        word, instead = (entry.get("word"), entry.get("instead", "")) if isinstance(entry, dict) else (None, "")
        if not isinstance(word, str) or not word.strip() or not isinstance(instead, str):
            raise SettingsRefused("each entry of words needs a word, and a text for instead")
        rules.append(WordRule(word.strip(), instead.strip()))
    return tuple(rules)
