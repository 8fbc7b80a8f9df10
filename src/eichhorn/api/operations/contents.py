"""What a program says of the content of a post, as services and previews take it."""

from typing import Any

from django.utils.translation import gettext as _

from eichhorn.api import invalid
from eichhorn.api.schemas import drafts as shown
from eichhorn.content import services
from eichhorn.content.attaching import film_of
from eichhorn.content.rules import Beside, Card, Film, Poll, Statement
from eichhorn.media.framing import Framing, Misframed
from eichhorn.media.models import Picture
from eichhorn.video import queries as videos


def words(given: shown.Content) -> dict[str, Any]:
    said = given.model_dump(include={"text", "language", "content_warning", "first_comment", "consideration"})
    return said | {"stated": Statement(**given.stated.model_dump()), "beside": _beside(given)}


def _film(given: shown.NewFilm | None) -> Film | None:
    """Return the film with what stands at its video now."""
    video = videos.by_digest(given.media) if given is not None else None
    if given is not None and video is None:
        raise invalid.at("film/media", _("There is no such video. Add it first."))
    return film_of(video, given.alt) if given is not None and video is not None else None


def _beside(given: shown.Content) -> Beside:
    """Return what hangs on the post beside words and pictures."""
    poll, card = given.poll, given.card
    return Beside(
        poll=None if poll is None else Poll(tuple(poll.options), poll.minutes, poll.several),
        card=None if card is None else Card(card.url, card.title, card.description, card.media),
        film=_film(given.film),
    )


def variants(known: set[int], given: shown.Content) -> dict[int, str]:
    """Return the channels' own texts, each for a channel on which the post appears."""
    for place, variant in enumerate(given.variants):
        if variant.channel not in known:
            raise invalid.at(f"variants/{place}/channel", _("The post does not appear on this channel."))
    return {variant.channel: variant.text for variant in given.variants}


def attachments(given: shown.Content) -> list[services.NewAttachment]:
    if not given.attachments:
        return []
    known = {
        picture.digest: picture for picture in Picture.objects.filter(digest__in={a.media for a in given.attachments})
    }
    for place, attachment in enumerate(given.attachments):
        if attachment.media not in known:
            raise invalid.at(f"attachments/{place}/media", _("There is no such picture. Send it first."))
    return [
        services.NewAttachment(known[a.media], a.alt, _framing(a, place)) for place, a in enumerate(given.attachments)
    ]


def _framing(given: shown.NewAttachment, place: int) -> Framing:
    part = given.crop.model_dump() if given.crop is not None else {}
    try:
        return Framing(**part, focus=(given.focus.x, given.focus.y) if given.focus is not None else None)
    except Misframed as problem:
        at = f"attachments/{place}/{'focus' if given.focus is not None else 'crop'}"
        raise invalid.at(at, _("This is not inside the picture, or not inside the part that is shown.")) from problem
