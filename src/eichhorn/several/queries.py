"""What will happen to each of several posts: where it will stand, why it cannot move, what it will lose.

The difficult thing: an approval is a comparison, so whether it survives a move is told from the windows of the answers
that count now. All of that is asked for all posts together; the number of questions does not grow with them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from eichhorn.content.models import Draft
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.services import can_take
from eichhorn.planning.services.acts import CAN_MOVE
from eichhorn.planning.words import Sign, sign
from eichhorn.review import queries as review
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from eichhorn.several.rules import MOST_POSTS, Step, What

UNDER_WAY = (State.SENDING, State.CHECKING)


@dataclass(frozen=True, slots=True)
class Line:
    """One post: where it stands, and what becomes of it."""

    slot: Slot
    sign: Sign
    before: datetime | None
    """Wall-clock time in the slot's own zone."""
    after: datetime | None
    cannot: str = ""
    """Why nothing happens to it."""
    loses: str = ""
    """Which approval counts no more afterwards."""
    doubt: str = ""
    loses_of: str = ""
    """Whose approval that is."""

    @property
    def stays(self) -> bool:
        return not self.cannot and self.before == self.after


def posts(slot_ids: Collection[int], *, person: Person, now: datetime) -> list[Slot]:
    """Return those of the posts that the person may read, by date. Two queries, one more for the permission."""
    found = planning.visible_to(person, now=now).filter(pk__in=list(slot_ids)[:MOST_POSTS])
    return list(
        found.select_related("goal", "campaign", "with_person")
        .prefetch_related("channels", "tags")
        .order_by(models.F("planned_local").asc(nulls_last=True), "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be done with the posts, by whom, and which of them are being sent."""

    what: What
    step: Step | None
    to: Person | None
    by: Person
    now: datetime
    sending: frozenset[int]


def lines(
    slots: Sequence[Slot], what: What, *, step: Step | None, to: Person | None, by: Person, now: datetime
) -> tuple[Line, ...]:
    """Return what happens to each of the posts. Nine queries at most."""
    asking = Asking(what, step, to, by, now, under_way(slot.pk for slot in slots))
    bound = answers_of(slots, now) if what.moves else {}
    with people.roles_read_once():
        return tuple(_line(slot, asking, bound.get(slot.pk, [])) for slot in slots)


def under_way(slot_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the posts that are being sent at this moment. One query."""
    found = Delivery.objects.filter(draft__slot__in=list(slot_ids), state__in=UNDER_WAY)
    return frozenset(number for number in found.values_list("draft__slot_id", flat=True) if number is not None)


@dataclass(frozen=True, slots=True)
class Bound:
    """An answer that counts for a post, or is waited for: whose, and for which instants."""

    name: str
    begins_at: datetime
    ends_at: datetime
    is_open: bool


def answers_of(slots: Sequence[Slot], now: datetime) -> dict[int, list[Bound]]:
    """Return by post the answers that count now or are waited for. Four queries."""
    drafts = dict(Draft.objects.filter(slot__in=slots).values_list("pk", "slot_id"))
    standing = {post.version_id for post in review.standing(list(drafts), now=now).values()}
    counts = models.Q(outcome=Outcome.GRANTED, version__in=standing) | models.Q(
        outcome=Outcome.OPEN, version=models.F("version__draft__latest")
    )
    found: dict[int, list[Bound]] = {}
    for row in Approval.objects.filter(counts, version__draft__in=drafts).select_related("approver", "version"):
        one = Bound(row.approver.name, row.window_begins_at, row.window_ends_at, row.outcome == Outcome.OPEN)
        found.setdefault(drafts[row.version.draft_id], []).append(one)
    return found


def _line(slot: Slot, asking: Asking, bound: Sequence[Bound]) -> Line:
    before = plan.wall(slot.planned_local) if slot.planned_local is not None else None
    after, cannot = before, _cannot(slot, asking)
    loses = doubt = loses_of = ""
    if asking.step is not None and not cannot:
        try:
            after = asking.step.of(before)
            due_at = plan.instant(after, slot.zone) if after is not None else None
        except plan.NoSuchTime:
            after, cannot = before, _("On that night the clock skips its time.")
        except OverflowError:
            after, cannot = before, _("That day lies beyond every calendar.")
        else:
            if due_at is None:
                cannot = _("It has no date yet whose time could stay.")
            elif after != before:
                loses = _loses(bound, due_at)
                loses_of = bound[0].name if loses else ""
                doubt = _("This time has passed.") if due_at <= asking.now else ""
    return Line(slot, sign(slot.stage, outside=slot.outside), before, after, cannot, loses, doubt, loses_of)


def _cannot(slot: Slot, asking: Asking) -> str:
    channels = [channel.pk for channel in slot.channels.all()]
    acts = (Act.PLAN, Act.WRITE) if asking.what is What.HAND_OVER else (Act.PLAN,)
    for channel in (None, *channels):
        if not any(people.may(asking.by, act, now=asking.now, channel=channel) for act in acts):
            return _("You may not plan on its channels.")
    stage = Stage(slot.stage)
    if asking.what in {What.TAG, What.CAMPAIGN, What.GOAL}:
        return ""
    if stage is Stage.CANCELLED:
        return _("It is put back already.")
    if stage not in CAN_MOVE or slot.outside:
        return _("It is out already.")
    if slot.pk in asking.sending:
        return _("It is on its way at this moment.")
    if asking.to is not None and not can_take(asking.to, channels, now=asking.now):
        return _("%(name)s may not write on its channels.") % {"name": asking.to.name}
    return ""


def _loses(bound: Sequence[Bound], due_at: datetime) -> str:
    if not bound or any(one.begins_at <= due_at < one.ends_at for one in bound):
        return ""
    said = (
        _("%(name)s was asked about other days and has to be asked again.")
        if bound[0].is_open
        else _("The approval of %(name)s does not hold for this date; somebody has to be asked again.")
    )
    return said % {"name": bound[0].name}
