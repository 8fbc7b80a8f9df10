"""What speaks against another date, what is said of the day, and which places are free next.

The difficult thing: an approval is a comparison, so whether it survives is asked of review with the new date in hand, and
only of one that stands now: what is not approved cannot be lost.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from eichhorn.channels.models import Channel
from eichhorn.content import queries as content
from eichhorn.content.models import Draft
from eichhorn.moving.rules import Doubt, DoubtKind
from eichhorn.occasions import queries as occasions
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Slot
from eichhorn.review import queries as review
from eichhorn.review.rules import Outcome
from eichhorn.ui import moments

NEXT_PLACES = 3


def doubts(slot: Slot, *, to_local: datetime, now: datetime) -> tuple[Doubt, ...]:
    """Return what speaks against the date, most serious first. NoSuchTime where the clock skips it. Up to sixteen queries."""
    due_at = plan.instant(to_local, slot.zone)
    found = [*_of_the_post(slot, due_at, now), *_of_the_day(slot, to_local.date())]
    order = list(DoubtKind)
    return tuple(sorted(found, key=lambda doubt: order.index(doubt.kind)))


def words_of(day: date) -> str:
    """Return what comes on the day anyhow, as one says it beside its date; empty on an ordinary day. Two queries."""
    return ", ".join(occasions.words_by_day(day, day + timedelta(days=1)).get(day, ()))


def next_places(slot: Slot, *, now: datetime) -> tuple[datetime, ...]:
    """Return the next free places after the slot's day, soonest first, as wall-clock times. Five queries for each."""
    channel_ids = [channel.pk for channel in slot.channels.all()]
    after = slot.planned_local
    found: list[datetime] = []
    while len(found) < NEXT_PLACES:
        place = planning.free_place_after(channel_ids=channel_ids, after_local=after, zone=slot.zone, now=now)
        if place is None:
            break
        found.append(place)
        after = plan.kept(place)
    return tuple(found)


def _of_the_post(slot: Slot, due_at: datetime, now: datetime) -> Iterator[Doubt]:
    draft = content.draft_of_slot(slot.pk)
    approved = draft is not None and draft.pk in review.standing([draft.pk], now=now)
    if due_at <= now:
        yield Doubt(
            DoubtKind.PASSED,
            _("This time has passed. An approved post leaves at once then, or somebody has to decide.")
            if approved
            else _("This time has passed."),
        )
    if draft is not None:
        yield from _of_the_answer(draft, slot, due_at, approved=approved)
        yield from _of_the_pictures(draft, due_at, now)
    if slot.embargo_until is not None and due_at < slot.embargo_until:
        yield Doubt(
            DoubtKind.EMBARGO,
            _("It is under embargo until %(when)s. Before that it does not leave.")
            % {"when": moments.day_time(slot.embargo_until)},
        )
    if not slot.movable:
        yield Doubt(DoubtKind.FIXED, _("Its date is the matter itself."))


def _of_the_answer(draft: Draft, slot: Slot, due_at: datetime, *, approved: bool) -> Iterator[Doubt]:
    """Yield a doubt where an answer that counts, or is still to come, would not count for the new date."""
    newest = review.approvals_of(draft).first()
    if newest is None or newest.version_id != draft.latest_id or not review.in_window(newest, slot):
        return
    if newest.window_begins_at <= due_at < newest.window_ends_at:
        return
    of = {
        "name": newest.approver.name, "begins": moments.day_time(newest.window_begins_at),
        "ends": moments.day_time(newest.window_ends_at),
    }  # fmt: skip
    if approved:
        yield Doubt(
            DoubtKind.APPROVAL,
            _(
                "%(name)s said Yes to a date from %(begins)s to %(ends)s. On this date the approval counts no more, and"
                " somebody has to be asked again."
            )
            % of,
        )
    elif newest.outcome == Outcome.OPEN:
        yield Doubt(
            DoubtKind.QUESTION,
            _(
                "%(name)s was asked about a date from %(begins)s to %(ends)s. For this date the question must be put again."
            )
            % of,
        )


def _of_the_pictures(draft: Draft, due_at: datetime, now: datetime) -> Iterator[Doubt]:
    if draft.latest_id is None:
        return
    version = content.wordings([draft.latest_id]).get()
    if review.film_ended(version, due_at=due_at, now=now):
        yield Doubt(DoubtKind.PICTURE, _("The video may not appear on that day."))
        return
    for ended in review.pictures_ended(version, due_at=due_at, now=now):
        sentence = _("The picture “%(name)s” may not appear on that day.") % {"name": ended.picture.file_name}
        yield Doubt(DoubtKind.PICTURE, sentence)
        return


def _of_the_day(slot: Slot, day: date) -> Iterator[Doubt]:
    before = slot.planned_local.date() if slot.planned_local is not None else None
    if day == before:
        return
    full = planning.full_on(channel_ids=[channel.pk for channel in slot.channels.all()], day=day)
    if full:
        names = Channel.objects.filter(pk__in=full).order_by("name", "pk").values_list("name", flat=True)
        yield Doubt(
            DoubtKind.FULL, _("On that day every place is taken: %(channels)s.") % {"channels": ", ".join(names)}
        )
    known = {one.entry_id for one in occasions.elections_on(before)} if before is not None else set()
    for election in occasions.elections_on(day):
        if election.entry_id not in known:
            yield Doubt(
                DoubtKind.ELECTION,
                _("“%(name)s” lasts until %(day)s. Before an election public bodies keep back.")
                % {"name": election.name, "day": date_format(election.last_day, "DATE_FORMAT")},
            )
            return
