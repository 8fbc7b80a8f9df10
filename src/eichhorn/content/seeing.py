"""What checks and previews say to a text that stands in the composer, saved or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.content.checking import findings_in, stopping
from eichhorn.content.forms import ComposerForm, own_name
from eichhorn.content.models import Draft
from eichhorn.content.rules import LANGUAGES, joined, parts, tidy
from eichhorn.guidelines import queries as guidelines
from eichhorn.guidelines.rules import Facts, Finding, Rule, Severity, mended_everywhere


@dataclass(frozen=True, slots=True)
class Preview:
    """A post as one channel will show it: how it reads, and how much room is left."""

    channel: Channel
    label: str
    icon: str
    text: str
    is_own: bool
    used: int
    """As the network counts."""
    left: int
    """Negative where it is too long."""
    limit: int
    pictures_over: int
    """So many pictures more than the network takes."""
    parts: tuple[str, ...] = ()
    """The posts of a thread; one where it is a single post."""
    first_comment: str = ""
    comment_over: int = 0
    """So many characters too many in the first comment."""
    says_no_comment: bool = False
    """There is a first comment, and it does not appear here."""
    says_no_alt: bool = False
    """There are pictures, and their descriptions do not appear here."""

    @property
    def over(self) -> int:
        """So many characters too many."""
        return max(0, -self.left)


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
    tightest: Preview | None
    """The channel with the shared text that has least room left."""
    content_warning: str
    language: str

    @property
    def fits(self) -> bool:
        return all(
            preview.left >= 0 and not preview.pictures_over and not preview.comment_over for preview in self.previews
        )


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, tidied as it would be saved."""

    text: str
    own: Mapping[int, str]
    """By channel id; empty where the channel has the shared text."""
    language: str
    content_warning: str
    consideration: bool
    first_comment: str = ""


def typed(form: ComposerForm) -> Typed:
    """Return what stands in the form, whether it is in order or not."""

    def words(name: str) -> str:
        return str(form[name].value() or "")

    own = {
        int(name.removeprefix(own_name(""))): tidy(words(name)) for name in form.fields if name.startswith(own_name(""))
    }
    return Typed(
        text=tidy(words("text")), own=own, language=spoken if (spoken := words("language")) in dict(LANGUAGES) else "de", content_warning=words("content_warning"),
        consideration=bool(form["consideration"].value()), first_comment=tidy(words("first_comment")),
    )  # fmt: skip


def look(draft: Draft, form: ComposerForm, pictures: Sequence[tuple[str, str]]) -> Look:
    """Return what checks and previews say to what stands in the form; pictures are (name, description). Two queries."""
    stands = typed(form)
    rules = guidelines.in_force(stands.language)
    found = findings_in(
        stands.text, [words for words in (*stands.own.values(), stands.first_comment) if words], language=stands.language, pictures=pictures,
        consideration=stands.consideration, rules=rules,
    )  # fmt: skip
    reasons = dict(draft.justifications.values_list("finding_key", "reason"))
    previews = tuple(_preview(channel, stands, len(pictures)) for channel in draft.slot.channels.all())
    shared = [preview for preview in previews if not preview.is_own]
    broken = {finding.rule.clause_number for finding in found}
    return Look(
        findings=stopping(found, reasons), hints=tuple(f for f in found if f.rule.severity is Severity.HINTS),
        left_so=tuple((f, reasons[f.key]) for f in found if f.rule.severity is Severity.WARNS and f.key in reasons),
        rules=len(rules), previews=previews, tightest=min(shared, key=lambda preview: preview.left, default=None),
        in_order=tuple(dict.fromkeys(rule.clause_title for rule in rules if rule.clause_number not in broken)),
        content_warning=stands.content_warning, language=stands.language,
    )  # fmt: skip


def mended(words: str, finding_key: str, *, stands: Typed, rules: Sequence[Rule]) -> str:
    """Return the words with the recommendation wherever the finding stands; an empty text stays empty."""
    if not words.strip():
        return words
    facts = Facts(tidy(words), stands.language, consideration=stands.consideration)
    return mended_everywhere(facts, rules, finding_key)


def _preview(channel: Channel, stands: Typed, pictures: int) -> Preview:
    limits = channels.limits(channel)
    own = stands.own.get(channel.pk, "")
    words = own or stands.text
    pieces = parts(words) if limits.threads else (joined(words),)
    posts = [  # the first has all the pictures
        (limits if place else limits.beside(pictures), limits.warned(piece, stands.content_warning))
        for place, piece in enumerate(pieces)
    ]
    room, fullest = min(posts, key=lambda post: post[0].left(post[1]))
    comment = stands.first_comment if limits.comments else ""
    return Preview(
        channel=channel, label=channels.label(channel), icon=channels.icon(channel), text="\n\n".join(pieces),
        is_own=bool(own) and own != stands.text, used=room.used(fullest), left=room.left(fullest),
        limit=room.text_limit, pictures_over=max(0, pictures - limits.pictures), parts=pieces, first_comment=comment,
        comment_over=max(0, -limits.left(comment)), says_no_comment=bool(stands.first_comment) and not limits.comments,
        says_no_alt=bool(pictures) and not limits.alt_limit,
    )  # fmt: skip
