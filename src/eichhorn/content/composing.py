"""The composer: from what stands in its form to a version, and what the page shows of it.

The difficult thing: the page saves by itself, by a press, and on the way to the approval; all three must do the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.content import services
from eichhorn.content.checking import findings_in, stopping
from eichhorn.content.forms import ComposerForm, own_name
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import tidy
from eichhorn.content.services import NewAttachment
from eichhorn.foundation import text
from eichhorn.guidelines import queries as guidelines
from eichhorn.guidelines.rules import Finding, Severity
from eichhorn.media import services as media
from eichhorn.media.models import Picture
from eichhorn.media.rules import LARGEST_BYTES, PictureProblem, PictureRefused
from eichhorn.people.models import Person


class Incomplete(Exception):
    """The form has mistakes, which it says itself."""

    def __init__(self, form: ComposerForm) -> None:
        super().__init__("the form has mistakes")
        self.form = form


@dataclass(frozen=True, slots=True)
class Preview:
    """A post as one channel will show it: how it reads, and how much room is left."""

    channel: Channel
    label: str
    icon: str
    text: str
    is_own: bool
    left: int
    """Characters left, negative where it is too long, in the network's own counting."""
    limit: int


@dataclass(frozen=True, slots=True)
class Look:
    """What checks and previews say to a text, saved or not."""

    findings: tuple[Finding, ...]
    """Open ones."""
    left_so: tuple[tuple[Finding, str], ...]
    """Findings that were left, each with the reason."""
    hints: tuple[Finding, ...]
    rules: int
    """How many rules were asked."""
    previews: tuple[Preview, ...]
    fits: bool


def blank_form(draft: Draft) -> ComposerForm:
    """Return the form with what stands in the latest version."""
    latest, chosen = draft.latest, list(draft.slot.channels.all())
    initial: dict[str, object] = {"language": "de"}
    if latest is not None:
        initial = {
            "text": latest.text, "language": latest.language, "content_warning": latest.content_warning,
            "consideration": latest.consideration, "based_on": latest.number,
        }  # fmt: skip
        initial |= {own_name(variant.channel_id): variant.text for variant in latest.variants.all()}
    return ComposerForm(initial=initial, channels=chosen)


def kept_pictures(draft: Draft, posted: QueryDict) -> list[NewAttachment]:
    """Return the pictures that the form keeps, in its order, with their descriptions as typed."""
    digests = posted.getlist("kept")
    known = {picture.digest: picture for picture in Picture.objects.filter(digest__in=digests)}
    gone = posted.get("remove", "")
    first = posted.get("first", "")
    digests.sort(key=lambda digest: digest != first)
    return [
        NewAttachment(known[digest], posted.get(f"alt_{digest}", ""))
        for digest in digests
        if digest in known and digest != gone
    ]


def save_posted(
    *, draft: Draft, posted: QueryDict, files: MultiValueDict[str, UploadedFile] | None, by: Person, now: datetime
) -> Version:
    """Return the version that holds what stands in the form. Raises Incomplete, and what `services.save` raises."""
    form = ComposerForm(posted, channels=list(draft.slot.channels.all()))
    attachments = kept_pictures(draft, posted)
    if not form.is_valid():
        raise Incomplete(form)
    if files and (upload := files.get("picture")):
        added = _stored(upload, by, now)
        attachments.append(NewAttachment(added, posted.get("alt_new", "")))
    given = form.cleaned_data
    return services.save(
        draft=draft, based_on=given["based_on"], text=given["text"], language=given["language"],
        content_warning=given["content_warning"], consideration=given["consideration"], variants=form.own_texts(),
        attachments=attachments, by=by, now=now,
    )  # fmt: skip


def look(draft: Draft, form: ComposerForm, pictures: Sequence[tuple[str, str]]) -> Look:
    """Return what checks and previews say to what stands in the form. Two queries."""
    words = {name: form[name].value() or "" for name in form.fields if name == "text" or name.startswith("own_")}
    language = form["language"].value() or "de"
    own = {channel.pk: tidy(words[own_name(channel.pk)]) for channel in draft.slot.channels.all()}
    shared = tidy(words["text"])
    found = findings_in(
        shared, [w for w in own.values() if w], language=language, pictures=pictures,
        consideration=bool(form["consideration"].value()),
    )  # fmt: skip
    reasons = dict(draft.justifications.values_list("finding_key", "reason"))
    warning = form["content_warning"].value() or ""
    previews = tuple(_preview(channel, own[channel.pk], shared, warning) for channel in draft.slot.channels.all())
    hints = tuple(f for f in found if f.rule.severity is Severity.HINTS)
    return Look(
        findings=stopping(found, reasons), hints=hints,
        left_so=tuple((f, reasons[f.key]) for f in found if f.key in reasons and f not in hints),
        rules=len(guidelines.in_force(language)), previews=previews, fits=all(p.left >= 0 for p in previews),
    )  # fmt: skip


def mended_text(before: str, finding_key: str, form: ComposerForm, draft: Draft, pictures: Sequence[tuple[str, str]]) -> str:
    """Return the text with the recommendation of the finding in place of its passage."""
    for finding in look(draft, form, pictures).findings:
        if finding.key == finding_key and finding.instead:
            start, end = finding.start, finding.end
            if before[start:end] == finding.found:
                return before[:start] + finding.instead + before[end:]
            return f"{finding.instead}: {before}" if not finding.found else before.replace(finding.found, finding.instead, 1)
    return before


def _preview(channel: Channel, own: str, shared: str, warning: str) -> Preview:
    limits = channels.limits(channel)
    words = own or shared
    used = text.length_with_links(words + warning, limits.unit, link_length=limits.link_length)
    return Preview(
        channel=channel, label=channels.label(channel), icon=channels.icon(channel), text=words,
        is_own=bool(own) and own != shared, left=limits.text_limit - used, limit=limits.text_limit,
    )  # fmt: skip


def _stored(upload: UploadedFile, by: Person, now: datetime) -> Picture:
    if upload.size is not None and upload.size > LARGEST_BYTES:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    return media.store(content=upload.read(), file_name=upload.name or "", by=by, now=now)


