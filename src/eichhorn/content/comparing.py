"""What differs between two versions, in every part that readers see: for the history, and for who approves again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.channels.models import Channel
from eichhorn.content.models import Version
from eichhorn.content.queries import Pictured
from eichhorn.content.rules import Attached, Beside, Card, Film, Poll, Whole
from eichhorn.foundation.differences import Difference, Piece, differences
from eichhorn.snippets.rules import NETWORK


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
    def before(self) -> "Change":
        """It with the text as it was, and nothing marked."""
        was = "".join(piece.text for piece in self.pieces if piece.difference is not Difference.NEW)
        return replace(self, pieces=(Piece(Difference.SAME, was),) if was else ())

    @property
    def seen_at(self) -> tuple[str, ...]:
        return self.hrefs or tuple(picture.small_href for picture in self.pictures)


@dataclass(frozen=True, slots=True)
class Content:
    """All that readers see of a post, saved or not, with its pictures in order."""

    whole: Whole
    pictures: tuple[Pictured, ...]


def content_of(version: Version) -> Content:
    """Return what the version holds. No query where it came from `queries.wordings`."""
    attached = sorted(version.attachments.all(), key=lambda attachment: attachment.position)
    whole = Whole(
        text=version.text, language=version.language, content_warning=version.content_warning,
        consideration=version.consideration, variants={own.channel_id: own.text for own in version.variants.all()},
        attached=tuple(Attached(a.picture.digest, a.alt, a.written_framing) for a in attached),
        channel_ids=tuple(version.channel_ids), first_comment=version.first_comment, stated=version.stated,
        label=version.label, handles=tuple((on, name, handle) for on, name, handle in version.handles),
        beside=version.beside,
    )  # fmt: skip
    return Content(whole, tuple(Pictured(a.picture, a.alt, a.framing) for a in attached))


def changes(before: Version | Content, after: Version | Content, channels: Mapping[int, Channel]) -> tuple[Change, ...]:
    """Return what differs, part by part. No query where versions came from `queries.wordings`."""
    left, right = (each if isinstance(each, Content) else content_of(each) for each in (before, after))
    old, new = left.whole, right.whole
    found: list[Change] = []
    if old.text != new.text:
        found.append(Change(Part.TEXT, pieces=differences(old.text, new.text)))
    found += _own_texts(old, new, channels)
    if old.content_warning != new.content_warning:
        pieces = differences(old.content_warning, new.content_warning)
        found.append(Change(Part.CONTENT_WARNING, pieces=pieces))
    if old.first_comment != new.first_comment:
        found.append(Change(Part.FIRST_COMMENT, pieces=differences(old.first_comment, new.first_comment)))
    if old.language != new.language:
        found.append(Change(Part.LANGUAGE, f"{old.language} → {new.language}"))
    if old.consideration != new.consideration:
        found.append(Change(Part.CONSIDERATION))
    if old.stated != new.stated or old.label != new.label:
        found.append(Change(Part.STATED, pieces=differences(old.label, new.label)))
    if _people(old) != _people(new):
        found.append(Change(Part.NAMES, ", ".join(sorted({handle for _, _, handle in _people(new)}))))
    found += _pictures(left.pictures, right.pictures) + _hung(old.beside, new.beside)
    if set(old.channel_ids) != set(new.channel_ids):
        found.append(Change(Part.CHANNELS, ", ".join(channels[n].name for n in new.channel_ids if n in channels)))
    return tuple(found)


def _people(of: Whole) -> list[tuple[int, str, str]]:
    return sorted(handle for handle in of.handles if handle[1] != NETWORK)


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


def _own_texts(before: Whole, after: Whole, channels: Mapping[int, Channel]) -> list[Change]:
    old, new = before.variants, after.variants
    return [
        Change(Part.OWN_TEXT, channels[n].name, differences(old.get(n, before.text), new.get(n, after.text)))
        for n in sorted(old.keys() | new.keys())
        if n in channels and old.get(n) != new.get(n) and old.get(n, before.text) != new.get(n, after.text)
    ]


def _pictures(before: Sequence[Pictured], after: Sequence[Pictured]) -> list[Change]:
    old = {each.picture.pk: (place, each) for place, each in enumerate(before)}
    new = {each.picture.pk: (place, each) for place, each in enumerate(after)}
    found = [Change(Part.PICTURE_ADDED, new[n][1].picture.file_name) for n in new if n not in old]
    found += [Change(Part.PICTURE_GONE, old[n][1].picture.file_name) for n in old if n not in new]
    kept = [n for n in new if n in old]
    found += [
        Change(Part.ALT, new[n][1].picture.file_name, differences(old[n][1].alt, new[n][1].alt))
        for n in kept
        if old[n][1].alt != new[n][1].alt
    ]
    found += [_framing(old[n], new[n]) for n in kept if old[n][1].framing.written != new[n][1].framing.written]
    if [n for n in old if n in new] != kept:
        found.append(Change(Part.PICTURES_MOVED))
    return found


def _framing(before: tuple[int, Pictured], after: tuple[int, Pictured]) -> Change:
    (was_at, was), (is_at, now) = before, after
    part = Part.FRAMING if was.framing.box != now.framing.box else Part.FOCUS
    return Change(part, now.picture.file_name, pictures=(was, now), places=(was_at, is_at))
