"""What differs between two versions, in every part that readers see: for the history, and for who approves again."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.channels.models import Channel
from eichhorn.content.models import Attachment, Version
from eichhorn.content.queries import Pictured
from eichhorn.content.rules import Beside, Card, Film, Poll
from eichhorn.foundation.differences import Difference, Piece, differences


class Part(StrEnum):
    """What of a post has changed."""

    TEXT = "text"
    OWN_TEXT = "own_text"
    CONTENT_WARNING = "content_warning"
    FIRST_COMMENT = "first_comment"
    LANGUAGE = "language"
    CONSIDERATION = "consideration"
    STATED = "stated"
    """What is stated about AI and about who paid, with the label below the post."""
    NAMES = "names"
    """What people of the mention book are called on the channels."""
    PICTURE_ADDED = "picture_added"
    PICTURE_GONE = "picture_gone"
    PICTURES_MOVED = "pictures_moved"
    ALT = "alt"
    FRAMING = "framing"
    """What of a picture is shown, and with it perhaps where one looks first."""
    FOCUS = "focus"
    """Only where in a picture one looks first: the same part is shown."""
    CHANNELS = "channels"
    POLL = "poll"
    FILM = "film"
    """The video, its picture, its description or its subtitles."""
    CARD = "card"
    """Of a link: its title, its words or its picture."""


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs; `about` names channel or picture, `pieces` lead from the one text to the other."""

    part: Part
    about: str = ""
    pieces: tuple[Piece, ...] = ()
    pictures: tuple[Pictured, ...] = ()
    """As it was and as it is, where another part of a picture is shown."""
    hrefs: tuple[str, ...] = ()
    """Where the two are seen; filled by pages whose readers see them elsewhere than the team."""
    places: tuple[int, ...] = ()
    """Where the two stand among the pictures of their versions."""

    @property
    def seen_at(self) -> tuple[str, ...]:
        return self.hrefs or tuple(picture.small_href for picture in self.pictures)


def changes(before: Version, after: Version, channels: dict[int, Channel]) -> tuple[Change, ...]:
    """Return what differs, part by part. No query where both versions came from `queries.wordings`."""
    found: list[Change] = []
    if before.text != after.text:
        found.append(Change(Part.TEXT, pieces=differences(before.text, after.text)))
    found += _own_texts(before, after, channels)
    if before.content_warning != after.content_warning:
        pieces = differences(before.content_warning, after.content_warning)
        found.append(Change(Part.CONTENT_WARNING, pieces=pieces))
    if before.first_comment != after.first_comment:
        found.append(Change(Part.FIRST_COMMENT, pieces=differences(before.first_comment, after.first_comment)))
    if before.language != after.language:
        found.append(Change(Part.LANGUAGE, f"{before.language} → {after.language}"))
    if before.consideration != after.consideration:
        found.append(Change(Part.CONSIDERATION))
    if before.stated != after.stated or before.label != after.label:
        found.append(Change(Part.STATED, pieces=differences(before.label, after.label)))
    if before.handles != after.handles:
        found.append(Change(Part.NAMES, ", ".join(sorted({handle for _, _, handle in after.handles}))))
    found += _pictures(before, after) + _hung(before.beside, after.beside)
    if set(before.channel_ids) != set(after.channel_ids):
        found.append(Change(Part.CHANNELS, ", ".join(channels[n].name for n in after.channel_ids if n in channels)))
    return tuple(found)


def _hung(before: Beside, after: Beside) -> list[Change]:
    found = []
    if before.poll != after.poll:
        found.append(Change(Part.POLL, pieces=differences(_asked(before.poll), _asked(after.poll))))
    if before.card != after.card:
        found.append(Change(Part.CARD, pieces=differences(_carded(before.card), _carded(after.card))))
    if before.film != after.film:
        found.append(Change(Part.FILM, pieces=differences(_filmed(before.film), _filmed(after.film))))
    return found


def _asked(poll: Poll | None) -> str:
    """Return the poll in words, an answer a line."""
    if poll is None:
        return ""
    how = _("Several answers may be chosen.") if poll.several else _("One answer may be chosen.")
    return "\n".join([*poll.options, f"{lasting(poll.minutes)}. {how}"])


def _carded(card: Card | None) -> str:
    """Return the card in words; another picture is another line."""
    if card is None:
        return ""
    picture = _("with the picture %(mark)s") % {"mark": card.picture_digest[:8]} if card.picture_digest else ""
    return "\n".join(filter(None, (card.title, card.description, card.url, picture)))


def _filmed(film: Film | None) -> str:
    """Return the film in words; other bytes are another line."""
    if film is None:
        return ""
    marks = {"film": film.digest[:8], "poster": film.poster_digest[:8]}
    return "\n".join(filter(None, (
        _("Video %(film)s with the picture %(poster)s") % marks, film.alt,
        *(_("Subtitles: %(language)s, %(mark)s") % {"language": language, "mark": mark[:8]} for language, mark in film.subtitles),
    )))  # fmt: skip


def duration(minutes: int) -> str:
    """Return a time in words: "3 days"."""
    days, rest = divmod(minutes, 24 * 60)
    if days and not rest:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    hours, rest = divmod(minutes, 60)
    if hours and not rest:
        return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}


def lasting(minutes: int) -> str:
    """Return how long a poll lasts, in words."""
    return _("It lasts %(time)s") % {"time": duration(minutes)}


def one_swap(pieces: tuple[Piece, ...]) -> tuple[str, str] | None:
    """Return what became what, where exactly one short passage was replaced by another."""
    changed = [piece for piece in pieces if piece.difference is not Difference.SAME]
    if [piece.difference for piece in changed] != [Difference.GONE, Difference.NEW]:
        return None
    old, new = (piece.text.strip() for piece in changed)
    return (old, new) if old and new and len(old) + len(new) <= 80 else None


def _own_texts(before: Version, after: Version, channels: dict[int, Channel]) -> list[Change]:
    old = {variant.channel_id: variant.text for variant in before.variants.all()}
    new = {variant.channel_id: variant.text for variant in after.variants.all()}
    return [
        Change(Part.OWN_TEXT, channels[n].name, differences(old.get(n, before.text), new.get(n, after.text)))
        for n in sorted(old.keys() | new.keys())
        if n in channels and old.get(n) != new.get(n) and old.get(n, before.text) != new.get(n, after.text)
    ]


def _pictures(before: Version, after: Version) -> list[Change]:
    old = {a.picture_id: a for a in before.attachments.all()}
    new = {a.picture_id: a for a in after.attachments.all()}
    found = [Change(Part.PICTURE_ADDED, new[n].picture.file_name) for n in new if n not in old]
    found += [Change(Part.PICTURE_GONE, old[n].picture.file_name) for n in old if n not in new]
    found += [
        Change(Part.ALT, new[n].picture.file_name, differences(old[n].alt, new[n].alt))
        for n in new
        if n in old and old[n].alt != new[n].alt
    ]
    found += [_framing(old[n], new[n]) for n in new if n in old and old[n].written_framing != new[n].written_framing]
    kept_before = [n for n in old if n in new]
    if kept_before != [n for n in new if n in old]:
        found.append(Change(Part.PICTURES_MOVED))
    return found


def _framing(before: Attachment, after: Attachment) -> Change:
    part = Part.FRAMING if before.framing.box != after.framing.box else Part.FOCUS
    return Change(
        part, after.picture.file_name, places=(before.position, after.position),
        pictures=tuple(Pictured(each.picture, each.alt, each.framing) for each in (before, after)),
    )  # fmt: skip
