"""What an approver sees of a post: as it appears on each channel, and what changed since they last looked.

The difficult thing: they must see exactly what the approval will bind, on every channel, and no address of theirs may
let anybody else see it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.content import queries as content
from eichhorn.content.rules import Piece, differences
from eichhorn.media.models import Picture
from eichhorn.review import queries
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome, RouteKind


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture on the page: where it is, and its description."""

    href: str
    alt: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A post as it appears on some channels alike."""

    names: tuple[str, ...]
    label: str
    icon: str
    text: str
    content_warning: str
    language: str
    pictures: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything for the page of one approval."""

    approval: Approval
    title: str
    goal: str
    appearances: tuple[Appearance, ...]
    changes: tuple[Piece, ...]
    """Since the version that the approver decided on last; empty on a first look."""
    is_open: bool
    has_changed: bool
    """A newer version than the one asked about exists: it cannot be decided any more."""
    is_sole: bool


def shown(approval: Approval, *, picture_href: Callable[[int], str]) -> Shown:
    """Return what the page shows; `picture_href` gives the address of a picture by its position. About six queries."""
    slot = approval.version.draft.slot
    version = content.wordings([approval.version_id]).get()
    chosen = list(Channel.objects.filter(pk__in=version.channel_ids).order_by("name", "pk"))
    before = queries.seen_before(approval)
    changes = differences(before.text, version.text) if before is not None and before.text != version.text else ()
    return Shown(
        approval=approval, title=slot.title, goal=slot.goal.name if slot.goal else "",
        appearances=_appearances([(channel, content.wording(version, channel)) for channel in chosen], picture_href),
        changes=changes, is_open=approval.outcome == Outcome.OPEN,
        has_changed=approval.version.draft.latest_id != approval.version_id,
        is_sole=approval.route.kind == RouteKind.SOLE,
    )  # fmt: skip


def picture_at(approval: Approval, position: int) -> Picture | None:
    """Return the picture at the position of the version that the approval is about. One query."""
    found = approval.version.attachments.select_related("picture").filter(position=position).first()
    return found.picture if found is not None else None


def _appearances(
    wordings: list[tuple[Channel, content.Wording]], picture_href: Callable[[int], str]
) -> tuple[Appearance, ...]:
    """Return one appearance for all channels that get the same text."""
    alike: dict[str, list[Channel]] = {}
    for channel, wording in wordings:
        alike.setdefault(wording.text, []).append(channel)
    found = []
    for text, group in alike.items():
        wording = next(w for c, w in wordings if c.pk == group[0].pk)
        found.append(
            Appearance(
                names=tuple(channel.name for channel in group),
                label=", ".join(dict.fromkeys(channels.label(channel) for channel in group)),
                icon=channels.icon(group[0]), text=text, content_warning=wording.content_warning,
                language=wording.language,
                pictures=tuple(Seen(picture_href(n), alt) for n, (_, alt) in enumerate(wording.pictures)),
            )
        )  # fmt: skip
    return tuple(found)
