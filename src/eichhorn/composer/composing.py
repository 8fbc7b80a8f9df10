"""The composer: from what stands in its form to a version.

The difficult thing: the page saves by itself, by a press, and on the way to the approval; all three must do the same.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.composer import filming
from eichhorn.composer.carding import with_card
from eichhorn.composer.forms import ComposerForm, own_name
from eichhorn.composer.previewing import Typed
from eichhorn.composer.rules.splitting import split
from eichhorn.composer.seeing import mended, typed, with_names
from eichhorn.content import attaching, rules, services
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import Beside
from eichhorn.content.services import NewAttachment
from eichhorn.foundation.typed import row_number
from eichhorn.guidelines import queries as guidelines
from eichhorn.guidelines.rules import ad_labels, labelled_first
from eichhorn.media import services as media
from eichhorn.media.framing import AS_IT_IS, Framing, Misframed, read
from eichhorn.media.models import Picture
from eichhorn.media.rules import LARGEST_BYTES, PictureProblem, PictureRefused
from eichhorn.people.models import Person


class Incomplete(Exception):
    """The form has mistakes, which it says itself."""

    def __init__(self, form: ComposerForm) -> None:
        super().__init__("the form has mistakes")
        self.form = form


class NoThread(Exception):
    """None of the channels knows threads."""


def blank_form(draft: Draft) -> ComposerForm:
    """Return the form with what stands in the latest version."""
    latest, chosen = draft.latest, list(draft.slot.channels.all())
    initial: dict[str, object] = {"language": chosen[0].language if chosen else "de"}
    if latest is not None:
        initial = {
            "text": latest.text, "language": latest.language, "content_warning": latest.content_warning,
            "first_comment": latest.first_comment, "consideration": latest.consideration, "based_on": latest.number,
            **asdict(latest.stated), **_hung(latest.beside),
        }  # fmt: skip
        initial |= {own_name(variant.channel_id): variant.text for variant in latest.variants.all()}
    return ComposerForm(initial=initial, channels=chosen)


def _hung(beside: Beside) -> dict[str, object]:
    """Return as the form shows it what hangs on the post."""
    poll, card = beside.poll, beside.card
    found: dict[str, object] = {}
    if poll is not None:
        options = "\n".join(poll.options)
        found |= {"poll_options": options, "poll_minutes": poll.minutes, "poll_several": poll.several}
    if card is not None:
        found |= {"card_url": card.url, "card_title": card.title, "card_description": card.description}
        found["card_picture"] = card.picture_digest
    return found


def given_form(draft: Draft, posted: QueryDict) -> ComposerForm:
    """Return the form with what was sent."""
    return ComposerForm(posted, channels=list(draft.slot.channels.all()))


def kept_pictures(posted: QueryDict) -> list[NewAttachment]:
    """Return the pictures that the form keeps, in its order, with their descriptions as typed. One query.

    `remove` names one that goes, `up` one that changes places with the one before it.
    """
    digests = [digest for digest in dict.fromkeys(posted.getlist("kept")) if digest.isalnum()]
    known = {picture.digest: picture for picture in Picture.objects.filter(digest__in=digests)}
    digests = [digest for digest in digests if digest in known and digest != posted.get("remove")]
    up = posted.get("up")
    if up in digests[1:]:
        place = digests.index(up)
        digests[place - 1 : place + 1] = [digests[place], digests[place - 1]]
    return [
        NewAttachment(known[digest], _described(posted, f"alt_{digest}"), _framed(posted, digest)) for digest in digests
    ]


def save_posted(
    *, draft: Draft, posted: QueryDict, files: MultiValueDict[str, Any] | None, by: Person, now: datetime
) -> Version:
    """Return the version that holds what stands in the form. Raises Incomplete, and what `services.save` raises.

    `shared` names a channel that goes back to the shared text.
    """
    form = given_form(draft, _with_proposals(posted))
    if not form.is_valid():
        raise Incomplete(form)
    own = {channel: words for channel, words in form.own_texts().items() if str(channel) != posted.get("shared")}
    attachments = kept_pictures(posted)
    if files and (upload := files.get("picture")):
        stored = _stored(upload, by, now)
        known = attaching.described([stored], form.cleaned_data["language"]).get(stored.pk, "")
        added = NewAttachment(stored, _described(posted, "alt_new").strip() or known)
        attachments = [kept for kept in attachments if kept.picture != added.picture] + [added]
    given, film = form.cleaned_data, filming.kept(posted)
    return services.save(
        draft=draft, based_on=given["based_on"], text=given["text"], language=given["language"],
        content_warning=given["content_warning"], first_comment=given["first_comment"],
        consideration=given["consideration"], stated=form.stated(), variants=own, attachments=attachments,
        beside=replace(form.beside(), film=film.film if film else None), by=by, now=now,
    )  # fmt: skip


def proposal(draft: Draft, posted: QueryDict, *, tab: int, numbered: bool) -> tuple[str, ...]:
    """Return the text of the tab in parts that fit on each of its channels. Raises NoThread, Uncuttable, TooMany.

    The text of tab 0 is the shared one: of all channels that have no own text.
    """
    chosen = list(draft.slot.channels.all())
    stands = with_names(typed(given_form(draft, posted)), chosen)
    those = [channel for channel in chosen if (channel.pk == tab if tab else not stands.own.get(channel.pk))]
    words = (stands.own.get(tab) or stands.text) if tab else stands.text
    return in_parts(words, those, stands, pictures=len(posted.getlist("kept")), numbered=numbered)


def in_parts(
    words: str, those: Sequence[Channel], stands: Typed, *, pictures: int, numbered: bool
) -> tuple[str, ...]:  # fmt: skip
    """Return the words in parts that fit on each of the channels that know threads. Raises NoThread, Uncuttable, TooMany."""
    on = [(limits, channel.pk) for channel in those if (limits := channels.limits(channel)).threads]
    if not on:
        raise NoThread

    def fits(part: str, place: int) -> bool:
        for limits, pk in on:
            said = rules.resolved(part, stands.handles.get(pk, {}))
            labelled = rules.labelled((said,), stands.label if not place else "")[0]
            room = limits if place else limits.beside(pictures)
            if room.left(limits.warned(labelled, stands.content_warning)) < 0:
                return False
        return True

    return split(words, fits=fits, numbered=numbered)


def _with_proposals(posted: QueryDict) -> QueryDict:
    """Return what was sent, with the proposed parts in the place of their text and the proposed language, where taken."""
    after, tab = posted.copy(), row_number(posted.get("tab_of_parts", ""))
    if posted.get("then") == "parts":
        after[own_name(tab) if tab else "text"] = posted.get("parts", "")
    if posted.get("then") == "no_card":
        after = with_card(after, None)
    if label := posted.get("label_first"):
        after = _label_first(after, label)
    if posted.get("speaks"):
        after["language"] = posted.get("speaks", "")
    return after


def _label_first(posted: QueryDict, label: str) -> QueryDict:
    """Return what was sent, with the label first in every text; only a word that is agreed, or usual, is one."""
    after, language = posted.copy(), posted.get("language", "")
    labels = ad_labels(guidelines.in_force(language), language)
    if label in labels:
        after["consideration"] = "on"
        for name in [name for name in posted if name == "text" or name.startswith(own_name(""))]:
            after[name] = labelled_first(rules.tidy(posted.get(name, "")), label, labels)
    return after


def taken_over(draft: Draft, posted: QueryDict, finding_key: str) -> QueryDict:
    """Return what was sent, with the recommendation of the finding in every text in which it stands. One query."""
    form, after = given_form(draft, posted), posted.copy()
    stands = typed(form)
    agreed = guidelines.in_force(stands.language)
    for name in form.fields:
        if name == "text" or name.startswith(own_name("")):
            after[name] = mended(posted.get(name, ""), finding_key, stands=stands, rules=agreed)
    return after


def _described(posted: QueryDict, name: str) -> str:
    """Return what was typed about a picture, without the one sign that no database keeps."""
    return posted.get(name, "").replace("\x00", "")


def _framed(posted: QueryDict, digest: str) -> Framing:
    """Return what of the picture is shown; what no page of ours has sent is taken for the whole picture."""
    try:
        return read(posted.get(f"framing_{digest}", ""))
    except Misframed:
        return AS_IT_IS


def _stored(upload: Any, by: Person, now: datetime) -> Picture:  # an UploadedFile, whose type has no types
    if upload.size is not None and upload.size > LARGEST_BYTES:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    return media.store(content=upload.read(), file_name=upload.name or "", by=by, now=now)
