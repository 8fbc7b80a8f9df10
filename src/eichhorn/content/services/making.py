"""From what was given to the rows of a version.

The difficult thing: the digest is taken over what is kept, so everything is tidied and measured here, once, before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eichhorn.channels.models import Channel
from eichhorn.content.models import Attachment, Draft, Variant, Version
from eichhorn.content.queries import Pictured
from eichhorn.content.rules import (
    LONGEST_ADDRESS,
    LONGEST_ALT,
    LONGEST_CARD_TEXT,
    LONGEST_CARD_TITLE,
    LONGEST_COMMENT,
    LONGEST_OPTION,
    LONGEST_SPONSOR,
    LONGEST_TEXT,
    LONGEST_WARNING,
    MOST_OPTIONS,
    MOST_PARTS,
    MOST_PICTURES,
    POLL_MINUTES,
    Attached,
    Beside,
    Film,
    Statement,
    Whole,
    digest,
    is_address,
    label,
    named,
    one_line,
    parts,
    tidy,
)
from eichhorn.content.services.refusals import CannotBeCut, TooLong, Unfit, Unlabelled
from eichhorn.desk.models import RequestVersion
from eichhorn.media import queries as media
from eichhorn.media.framing import AS_IT_IS, Framing
from eichhorn.media.models import Picture
from eichhorn.media.variants import moves
from eichhorn.people.models import Person
from eichhorn.snippets import queries as snippets
from eichhorn.video import queries as videos


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A picture that was stored, with its description, and what of it is to be shown."""

    picture: Picture
    alt: str
    framing: Framing = AS_IT_IS

    @property
    def shown(self) -> Pictured:
        """It as pages show it."""
        return Pictured(self.picture, self.alt, self.framing)


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
    beside: Beside,
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
        *_measured(beside),
    ):
        if len(words) > most:
            raise TooLong(name, most)
    if len(attachments) > MOST_PICTURES:
        raise TooLong("pictures", MOST_PICTURES)
    if any(len(parts(words)) > MOST_PARTS for words in (shared, *own.values())):
        raise TooLong("parts", MOST_PARTS)
    kept = {channel: words for channel, words in own.items() if words and words != shared}
    stated, beside = stated.tidied(), _fit(beside.tidied())
    if not stated.is_complete:
        raise Unlabelled
    if any(new.framing.is_cut and moves(new.picture) for new in attachments):
        raise CannotBeCut
    return Whole(
        text=shared,
        language=language,
        content_warning=one_line(content_warning),
        first_comment=tidy(first_comment),
        consideration=consideration,
        variants=kept,
        attached=tuple(Attached(a.picture.digest, one_line(a.alt), a.framing.written) for a in attachments),
        channel_ids=channel_ids,
        stated=stated,
        label=label(stated, language),
        handles=_handles(shared, kept, channel_ids),
        beside=beside,
    )


def _measured(beside: Beside) -> Iterator[tuple[str, str, int]]:
    """Yield each part of it with its name, and how long it may be."""
    if beside.poll is not None:
        yield from (("option", option, LONGEST_OPTION) for option in beside.poll.options)
    if beside.card is not None:
        yield "card_url", beside.card.url, LONGEST_ADDRESS
        yield "card_title", beside.card.title, LONGEST_CARD_TITLE
        yield "card_description", beside.card.description, LONGEST_CARD_TEXT
    if beside.film is not None:
        yield "alt", beside.film.alt, LONGEST_ALT


def _fit(beside: Beside) -> Beside:
    """Return what hangs on the post, or raise TooLong, Unfit."""
    poll, card = beside.poll, beside.card
    if poll is not None and len(poll.options) > MOST_OPTIONS:
        raise TooLong("options", MOST_OPTIONS)
    if poll is not None and not POLL_MINUTES[0] <= poll.minutes <= POLL_MINUTES[1]:
        raise Unfit("minutes")
    if card is not None and not is_address(card.url):
        raise Unfit("card_url")
    if card is not None and card.picture_digest and media.by_digest(card.picture_digest) is None:
        raise Unfit("card_picture")
    if beside.film is not None and not _is_ours(beside.film):
        raise Unfit("film")
    return beside


def _is_ours(film: Film) -> bool:
    """Return whether there is a video with this film, this poster and these subtitles. Four queries at most."""
    video = videos.by_digest(film.digest)
    if video is None:
        return False
    wanted = [videos.Subtitle(language, digest) for language, digest in film.subtitles]
    has_poster = video.posters.filter(digest=film.poster_digest).exists()
    return has_poster and len(videos.subtitles(video, wanted)) == len(wanted)


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
        handles=[list(handle) for handle in sorted(whole.handles)], digest=digest(whole),
        request_version=request_version, by=by, at=now, **_hung(whole.beside),
    )  # fmt: skip


def _hung(beside: Beside) -> dict[str, Any]:
    """Return the columns of what hangs on the post."""
    poll, card = beside.poll, beside.card
    found: dict[str, Any] = {}
    if poll is not None:
        found |= {"poll_options": list(poll.options), "poll_minutes": poll.minutes, "poll_several": poll.several}
    if card is not None:
        found |= {"card_url": card.url, "card_title": card.title, "card_description": card.description}
        found |= {"card_picture_id": card.picture_digest or None}
    if beside.film is not None:
        found |= {"video": videos.by_digest(beside.film.digest), "film_digest": beside.film.digest}
        found |= {"film_alt": beside.film.alt, "film_poster": beside.film.poster_digest}
        found["film_subtitles"] = [list(one) for one in beside.film.subtitles]
    return found


def variants_of(version: Version, whole: Whole) -> list[Variant]:
    return [Variant(version=version, channel_id=channel, text=words) for channel, words in whole.variants.items()]


def attachments_of(version: Version, whole: Whole, given: Sequence[NewAttachment]) -> list[Attachment]:
    return [
        Attachment(
            version=version, position=position, picture=new.picture, alt=attached.alt, written_framing=attached.framing
        )
        for position, (new, attached) in enumerate(zip(given, whole.attached, strict=True))
    ]
