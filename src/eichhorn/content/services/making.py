"""From what was given to the rows of a version.

The difficult thing: the digest is taken over what is kept, so everything is tidied and measured here, once, before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eichhorn.channels.models import Channel
from eichhorn.content.models import Attachment, Draft, Variant, Version
from eichhorn.content.rules import (
    LONGEST_ALT,
    LONGEST_COMMENT,
    LONGEST_SPONSOR,
    LONGEST_TEXT,
    LONGEST_WARNING,
    MOST_PARTS,
    MOST_PICTURES,
    Attached,
    Statement,
    Whole,
    digest,
    label,
    named,
    parts,
    tidy,
)
from eichhorn.content.services.refusals import TooLong, Unlabelled
from eichhorn.desk.models import RequestVersion
from eichhorn.media.models import Picture
from eichhorn.people.models import Person
from eichhorn.snippets import queries as snippets


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A picture that was stored, with its description."""

    picture: Picture
    alt: str


def whole_of(
    channel_ids: tuple[int, ...],
    *,
    text: str,
    language: str,
    content_warning: str,
    first_comment: str,
    consideration: bool,
    stated: Statement,
    variants: Mapping[int, str],
    attachments: Sequence[NewAttachment],
) -> Whole:
    shared = tidy(text)
    own = {channel: tidy(words) for channel, words in variants.items() if channel in channel_ids}
    for name, words, most in (
        ("text", shared, LONGEST_TEXT),
        ("content_warning", content_warning, LONGEST_WARNING),
        ("first_comment", first_comment, LONGEST_COMMENT),
        ("sponsor", stated.sponsor, LONGEST_SPONSOR),
        *(("text", words, LONGEST_TEXT) for words in own.values()),
        *(("alt", attachment.alt, LONGEST_ALT) for attachment in attachments),
    ):
        if len(words) > most:
            raise TooLong(name, most)
    if len(attachments) > MOST_PICTURES:
        raise TooLong("pictures", MOST_PICTURES)
    if any(len(parts(words)) > MOST_PARTS for words in (shared, *own.values())):
        raise TooLong("parts", MOST_PARTS)
    kept = {channel: words for channel, words in own.items() if words and words != shared}
    stated = stated.tidied()
    if not stated.is_complete:
        raise Unlabelled
    return Whole(
        text=shared,
        language=language,
        content_warning=" ".join(content_warning.replace("\x00", "").split()),
        first_comment=tidy(first_comment),
        consideration=consideration,
        variants=kept,
        attached=tuple(Attached(a.picture.digest, " ".join(a.alt.replace("\x00", "").split())) for a in attachments),
        channel_ids=channel_ids,
        stated=stated,
        label=label(stated, language),
        handles=_handles(shared, kept, channel_ids),
    )


def _handles(shared: str, own: Mapping[int, str], channel_ids: Iterable[int]) -> tuple[tuple[int, str, str], ...]:
    """Return what everybody who is named is called on each channel, as of now. No query where nobody is named."""
    names = {channel: named(own.get(channel, shared)) for channel in channel_ids}
    wanted = {name for each in names.values() for name in each}
    if not wanted:
        return ()
    known = snippets.handles(wanted, list(Channel.objects.filter(pk__in=names)))
    return tuple(
        sorted(
            (channel, name, known[channel][name])
            for channel, each in names.items()
            for name in each
            if name in known.get(channel, {})
        )
    )


def version_of(
    draft: Draft, whole: Whole, *, number: int, request_version: RequestVersion | None, by: Person | None, now: datetime
) -> Version:
    return Version(
        draft=draft, number=number, text=whole.text, language=whole.language, content_warning=whole.content_warning,
        first_comment=whole.first_comment, consideration=whole.consideration, channel_ids=list(whole.channel_ids),
        ai_use=whole.stated.ai_use, deepfake=whole.stated.deepfake, ai_label=whole.stated.ai_label,
        political=whole.stated.political, sponsor=whole.stated.sponsor, label=whole.label,
        handles=[list(handle) for handle in sorted(whole.handles)], digest=digest(whole), request_version=request_version, by=by, at=now,
    )  # fmt: skip


def variants_of(version: Version, whole: Whole) -> list[Variant]:
    return [Variant(version=version, channel_id=channel, text=words) for channel, words in whole.variants.items()]


def attachments_of(version: Version, whole: Whole, given: Sequence[NewAttachment]) -> list[Attachment]:
    return [
        Attachment(version=version, position=position, picture=new.picture, alt=attached.alt)
        for position, (new, attached) in enumerate(zip(given, whole.attached, strict=True))
    ]
