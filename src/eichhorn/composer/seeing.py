"""What checks and previews say to a text that stands in the composer, saved or not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from eichhorn.channels.models import Channel
from eichhorn.composer.carding import first_link
from eichhorn.composer.forms import A_DAY, ComposerForm, lengths, own_name
from eichhorn.composer.previewing import Preview, Typed, beside_film, live, preview
from eichhorn.content.checking import findings_in, stopping
from eichhorn.content.filming import Footage
from eichhorn.content.filming import Problem as NoFilm
from eichhorn.content.models import Draft
from eichhorn.content.rules import LANGUAGES, AiUse, Beside, Card, Poll, Statement, is_address, is_digest, named, tidy
from eichhorn.content.services import NewAttachment
from eichhorn.foundation import languages
from eichhorn.guidelines import queries as guidelines
from eichhorn.guidelines.rules import (
    CheckKind,
    Facts,
    Finding,
    Rule,
    Severity,
    ad_labels,
    describes_nothing,
    has_label,
    mended_everywhere,
)
from eichhorn.snippets import queries as snippets


@dataclass(frozen=True, slots=True)
class Look:
    """What checks and previews say to a text."""

    findings: tuple[Finding, ...]
    """Open ones: they stop the way."""
    left_so: tuple[tuple[Finding, str], ...]
    """Findings that were left, each with the reason."""
    hints: tuple[Finding, ...]
    rules: int
    """How many rules were asked."""
    in_order: tuple[str, ...]
    """Titles of the clauses that were checked and found in order."""
    previews: tuple[Preview, ...]
    beside_film: tuple[tuple[NoFilm, str, bool], ...]
    """What no channel shows together with the film, in a sentence, and whether it is there."""
    tightest: Preview | None
    """The channel with the shared text that has least room left."""
    labels: tuple[str, ...]
    """The words of which one stands first where somebody gave something for the post."""
    asks_label: bool
    """Somebody gave something, a text says it not first, and no clause asks for it."""
    undescribed: tuple[str, ...]
    """File names of the pictures of which nothing is said, where no clause says so already."""
    content_warning: str
    language: str
    seems: str
    """The language that the text seems to be in, where that is another than the one that is set; else empty."""
    seems_word: str
    set_word: str
    live: dict[str, Any]
    """What the browser counts and shows with."""

    @property
    def fits(self) -> bool:
        return all(one.fits for one in self.previews)


def typed(form: ComposerForm) -> Typed:
    """Return what stands in the form, whether it is in order or not."""

    def words(name: str) -> str:
        return str(form[name].value() or "")

    own = {
        int(name.removeprefix(own_name(""))): tidy(words(name)) for name in form.fields if name.startswith(own_name(""))
    }
    return Typed(
        text=tidy(words("text")), own=own, language=spoken if (spoken := words("language")) in dict(LANGUAGES) else "de", content_warning=words("content_warning"),
        consideration=bool(form["consideration"].value()), first_comment=tidy(words("first_comment")), stated=stated(form),
        beside=beside(form),
    )  # fmt: skip


def with_names(stands: Typed, chosen: Sequence[Channel]) -> Typed:
    """Return what stands there, with what everybody who is named is called. No query where nobody is named."""
    names = {name for words in (stands.text, *stands.own.values()) for name in named(words)}
    return replace(stands, handles=snippets.handles(names, chosen))


def stated(form: ComposerForm) -> Statement:
    """Return what the form states, whether it is complete or not."""

    def said(name: str) -> str:
        return str(form[name].value() or "")

    return Statement(
        ai_use=AiUse(use) if (use := said("ai_use")) in set(AiUse) else AiUse.NONE, sponsor=said("sponsor"),
        deepfake=bool(form["deepfake"].value()), ai_label=bool(form["ai_label"].value()),
        political=bool(form["political"].value()),
    )  # fmt: skip


def beside(form: ComposerForm) -> Beside:
    """Return what hangs on the post by the form, whether it is in order or not."""

    def said(name: str) -> str:
        return str(form[name].value() or "").replace("\x00", "")

    lasts = said("poll_minutes")
    minutes = int(lasts) if lasts in {str(number) for number, _ in lengths(lasts)} else A_DAY
    poll = Poll(tuple(said("poll_options").splitlines()), minutes, bool(form["poll_several"].value()))
    picture = found if not form["card_bare"].value() and is_digest(found := said("card_picture")) else ""
    card = Card(said("card_url"), said("card_title"), said("card_description"), picture)
    return Beside(poll=poll, card=card if is_address(card.url.strip()) else None).tidied()


def card_picture(form: ComposerForm) -> str:
    """Return the digest of the card's picture, also where it was ticked away; empty where there is none."""
    found = str(form["card_picture"].value() or "")
    return found if is_digest(found) else ""


def card_elsewhere(form: ComposerForm) -> bool:
    """Return whether the card belongs to another link than the first of the shared text, where that has one."""
    url, first = str(form["card_url"].value() or "").strip(), first_link(tidy(str(form["text"].value() or "")))
    return bool(url and first) and url != first


def look(
    draft: Draft, form: ComposerForm, pictures: Sequence[NewAttachment], film: Footage | None = None
) -> Look:  # fmt: skip
    """Return what checks and previews say to what stands in the form; with its pictures and its film. Two queries."""
    chosen = list(draft.slot.channels.all())
    stands = with_names(typed(form), chosen)
    rules = guidelines.in_force(stands.language)
    found = findings_in(
        stands.text, [words for words in (*stands.own.values(), stands.first_comment) if words], language=stands.language,
        pictures=[(one.picture.file_name, one.alt) for one in pictures],
        consideration=stands.consideration, rules=rules,
    )  # fmt: skip
    labels, texts = ad_labels(rules, stands.language), [words for words in (stands.text, *stands.own.values()) if words]
    is_asked = any(finding.rule.kind is CheckKind.AD_LABEL for finding in found)
    said = {finding.found for finding in found if finding.rule.kind is CheckKind.ALT_TEXT}
    silent = [one.picture.file_name for one in pictures if describes_nothing(one.alt)]
    names = dict(LANGUAGES)
    guess = languages.spoken(stands.text, list(names))
    seems = guess if guess != stands.language else ""
    reasons = dict(draft.justifications.values_list("finding_key", "reason"))
    previews = tuple(preview(channel, stands, pictures, film) for channel in chosen)
    shared = [one for one in previews if not one.is_own]
    broken = {finding.rule.clause_number for finding in found}
    return Look(
        findings=stopping(found, reasons), hints=tuple(f for f in found if f.rule.severity is Severity.HINTS),
        left_so=tuple((f, reasons[f.key]) for f in found if f.rule.severity is Severity.WARNS and f.key in reasons),
        rules=len(rules), previews=previews, beside_film=beside_film(previews, film), tightest=min(shared, key=lambda one: one.left, default=None),
        in_order=tuple(dict.fromkeys(rule.clause_title for rule in rules if rule.clause_number not in broken)),
        labels=labels,
        asks_label=stands.consideration and not is_asked and not all(has_label(words, labels) for words in texts),
        undescribed=tuple(name for name in dict.fromkeys(silent) if name not in said),
        content_warning=stands.content_warning, language=stands.language, live=live(previews, stands, film),
        seems=seems, seems_word=names.get(seems, ""), set_word=names[stands.language],
    )  # fmt: skip


def mended(words: str, finding_key: str, *, stands: Typed, rules: Sequence[Rule]) -> str:
    """Return the words with the recommendation wherever the finding stands; an empty text stays empty."""
    if not words.strip():
        return words
    facts = Facts(tidy(words), stands.language, consideration=stands.consideration)
    return mended_everywhere(facts, rules, finding_key)
