"""What is due, what is out, and what needs somebody."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import connection, models
from django.urls import reverse
from django.utils.translation import gettext as _

from eichhorn.channels import queries as channels
from eichhorn.channels.rules import Health
from eichhorn.content import queries as content
from eichhorn.delivery.models import Attempt, Correction, Delivery, Outside
from eichhorn.delivery.rules import MOVING, UNDER_WAY, Because, OutsideState, State
from eichhorn.foundation.models import Standstill
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.situation.models import Hold
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind
from eichhorn.ui.thread import Knot, KnotName, KnotState
from eichhorn.ui.waiting import Waiting

NEEDS = (State.UNSURE, State.STOPPED, State.EXPIRED, State.BY_HAND)
SHOWN_OUT = timedelta(days=7)


def time_there() -> datetime:
    """Return the database's time, whatever this machine's clock says. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        told: datetime = cursor.fetchone()[0]
    return told


def _moving(now: datetime) -> models.QuerySet[Delivery]:
    """Return what the machine does something about: what waits for a closed channel, or a new key, it leaves alone.

    Nothing at all during a standstill: so that is asked in the statement that claims.
    """
    key_holds = models.Q(channel__token_ends_at__isnull=True) | models.Q(channel__token_ends_at__gt=now)
    open_channel = models.Q(key_holds, channel__health=Health.CONNECTED) | models.Q(
        channel__network__in=channels.by_hand_networks()
    )
    stands_still = models.Exists(Standstill.objects.filter(open_key=True))
    return Delivery.objects.filter(~stands_still, open_channel | ~models.Q(state=State.WAITING), state__in=MOVING)


def next_at(*, now: datetime, besides: Collection[int] = ()) -> datetime | None:
    """Return when the machine has to do something next, on these channels not. One query."""
    moving = _moving(now).exclude(channel__in=besides)
    soonest: datetime | None = moving.aggregate(soonest=models.Min("next_at"))["soonest"]
    return soonest


def claimable(*, now: datetime) -> models.QuerySet[Delivery]:
    """Return what the machine has to do something about now, the longest due first."""
    return _moving(now).filter(next_at__lte=now).order_by("next_at", "pk")


def versions_until(until: datetime) -> models.QuerySet[Delivery, int]:
    """Return the ids of the versions that fall due by then, the soonest first."""
    soon = Delivery.objects.filter(state=State.WAITING, next_at__lt=until, version__isnull=False)
    return soon.order_by("next_at", "pk").values_list("version_id", flat=True)


def history(rows: Iterable[Delivery]) -> dict[int, list[Attempt]]:
    """Return the attempts of each delivery, oldest first. One query; none where nothing was tried yet."""
    found: dict[int, list[Attempt]] = {row.pk: [] for row in rows if row.tries}
    for attempt in Attempt.objects.filter(delivery__in=found).order_by("number") if found else ():
        found[attempt.delivery_id].append(attempt)
    return found


def known(channel_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return by channel the network's ids of all our posts there. One query; none without a channel."""
    found: dict[int, set[str]] = {channel: set() for channel in channel_ids}
    if found:
        proven = Delivery.objects.filter(channel__in=found).exclude(network_id="")
        for channel, network_id in proven.values_list("channel_id", "network_id"):
            found[channel].add(network_id)
    return {channel: frozenset(ids) for channel, ids in found.items()}


def shown_there(rows: Collection[Delivery]) -> dict[int, tuple[object, ...]]:
    """Return by the post that is out what it shows now, for those of the rows that change one; none without any.

    Four queries, and none where nothing is corrected.
    """
    out = {row.corrects_id: row.corrects for row in rows if row.corrects is not None}
    if not out:
        return {}
    done = Delivery.objects.filter(corrects__in=out, state=State.SENT).order_by("sent_at", "pk")
    latest: dict[int | None, int | None] = dict(done.values_list("corrects_id", "version_id"))
    standing = {pk: latest.get(pk, one.version_id if one.part == 1 else None) for pk, one in out.items()}
    versions = {one.pk: one for one in content.wordings([pk for pk in standing.values() if pk is not None])}
    return {
        one.pk: content.wording(versions[pk], one.channel).looks
        if (pk := standing[one.pk]) in versions
        else NOTHING_SHOWN
        for one in out.values()
    }


NOTHING_SHOWN: tuple[object, ...] = ((),)
"""Of the later parts of a thread: no picture, no film."""


def proposed(slot_ids: Collection[int]) -> frozenset[tuple[int, int]]:
    """Return slot and channel of what seems to be out already, published by hand. One query; none without a slot."""
    if not slot_ids:
        return frozenset()
    open_ones = Outside.objects.filter(slot__in=slot_ids, state=OutsideState.PROPOSED)
    return frozenset(open_ones.values_list("slot_id", "channel_id"))


def proposal_for(row: Delivery) -> Outside | None:
    """Return what seems to be the same post, published by hand; None where nobody has to say. One query."""
    if row.draft is None:
        return None
    like = Outside.objects.filter(slot=row.draft.slot_id, channel=row.channel_id, state=OutsideState.PROPOSED)
    return like.order_by("pk").first()


def outside_for(person: Person, *, now: datetime) -> models.QuerySet[Outside]:
    """Return what was published past Eichhorn, as far as the person may see the plans it belongs to; latest first."""
    slots = planning.visible_to(person, now=now).order_by().values("pk")
    return (
        Outside.objects.filter(slot__in=slots)
        .select_related("channel", "slot", "delivery", "decided_by")
        .order_by("-said_at", "-pk")
    )


def held(pause: Hold | None, *, now: datetime) -> models.QuerySet[Delivery]:
    """Return what fell due during the pause and waits for its end, whether or not a worker has looked at it yet."""
    fell_due = models.Q(due_at__gte=pause.begun_at, due_at__lte=now) if pause is not None else models.Q(pk__in=[])
    return (
        Delivery.objects.filter(models.Q(because=Because.HELD) | fell_due, state=State.WAITING, draft__isnull=False)
        .select_related("draft__slot", "channel", "version")
        .order_by("due_at", "pk")
    )


def under_way(draft_id: int) -> bool:
    """Return whether the post may be out already somewhere. One query."""
    return Delivery.objects.filter(draft=draft_id, state__in=[*UNDER_WAY, State.SENT]).exists()


def visible_to(person: Person, *, now: datetime) -> models.QuerySet[Delivery]:
    """Return the deliveries that the person may read: replies, and posts whose slot they see."""
    slots = planning.visible_to(person, now=now).order_by().values("pk")
    return (
        Delivery.objects.filter(models.Q(draft__isnull=True) | models.Q(draft__slot__in=slots))
        .select_related(
            "draft__slot", "channel", "version", "seen_by", "released_by", "removal__asked_by", "corrects__draft__slot"
        )
        .order_by("due_at", "pk")
    )


def needs_someone() -> models.QuerySet[Delivery]:
    """Return what a person has to decide or do, the oldest first: doubts before all else."""
    return doubts_first(Delivery.objects.filter(state__in=NEEDS).select_related("draft__slot", "channel"))


def doubts_first(found: models.QuerySet[Delivery]) -> models.QuerySet[Delivery]:
    """Return the same, doubts before all else, and else the oldest first."""
    doubt = models.Case(models.When(state=State.UNSURE, then=0), default=1)
    return found.annotate(doubt=doubt).order_by("doubt", "due_at", "pk")


def of_draft(draft_id: int) -> models.QuerySet[Delivery]:
    """Return the deliveries of a post."""
    return Delivery.objects.filter(draft=draft_id).select_related("channel").order_by("pk")


def corrections(row: Delivery) -> list[tuple[Correction, Delivery | None]]:
    """Return each correction of the post with where it stands, the first one first. Two queries, one without any."""
    begun = list(row.corrections.select_related("draft__slot", "begun_by").order_by("pk"))
    drafts = [one.draft_id for one in begun]
    found = (
        Delivery.objects.filter(draft__in=drafts).select_related("channel", "version", "draft__slot") if begun else ()
    )
    carried = {one.draft_id: one for one in found}
    return [(one, carried.get(one.draft_id)) for one in begun]


def title_of(row: Delivery) -> str:
    """Return what the row is about, in words."""
    return row.draft.slot.title if row.draft is not None else _("Reply")


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the deliveries that the person has to look at. Four queries."""
    if not people.may(person, Act.PUBLISH, now=now):
        return []
    proposals = Outside.objects.filter(state=OutsideState.PROPOSED).select_related("channel", "slot").order_by("pk")
    return [*(_proposal(row) for row in proposals), *(_row(row) for row in needs_someone())]


def _proposal(row: Outside) -> Waiting:
    network = channels.label(row.channel)
    return Waiting(
        kind="due",
        icon="help-circle",
        title=_("%(title)s on %(network)s: is it out already?") % {"title": row.slot.title, "network": network},
        line=_("Something very like it was published there on %(when)s. Until you decide it stays here.")
        % {"when": moments.day_time(row.said_at)},
        href=reverse("delivery:outside", args=[row.pk]),
        action=_("Compare"),
        since=row.seen_at,
        sign=StateKind.UNSURE,
        effort_minutes=2,
        slot_id=row.slot_id,
    )


def _row(row: Delivery) -> Waiting:
    network, at = channels.label(row.channel), moments.clock(row.due_at)
    title = {"title": title_of(row), "network": network}
    href = reverse("delivery:outbox") + f"#d{row.pk}"
    match State(row.state):
        case State.UNSURE:
            kind, icon, action = StateKind.UNSURE, "help-circle", _("Look there")
            said = _("%(title)s on %(network)s: has the post arrived?") % title
            line = _("%(network)s did not tell at %(at)s. We do not send twice.") % {"network": network, "at": at}
        case State.BY_HAND:
            kind, icon, action = StateKind.WAIT, "hand-click", _("Open task")
            said = _("%(title)s on %(network)s: post it by hand") % title
            line = _("Text and pictures lie ready, due at %(at)s.") % {"at": at}
        case State.STOPPED:
            kind, icon, action = StateKind.STOP, "alert-circle", _("Look at it")
            said = _("%(title)s on %(network)s stands still") % title
            line = _("The network did not take it. Nothing is lost.")
        case _:
            kind, icon, action = StateKind.WAIT, "clock", _("Decide")
            said = _("%(title)s on %(network)s: may it still leave?") % title
            line = (
                _("It was held.")
                if row.because == Because.HELD
                else _("It was due at %(at)s and is too late to leave by itself.") % {"at": at}
            )
    return Waiting(
        kind="due",
        icon=icon,
        title=said,
        line=line,
        href=href,
        action=action,
        since=row.due_at,
        sign=kind,
        effort_minutes=5,
        slot_id=row.draft.slot_id if row.draft is not None else None,
    )


def knot(slot_id: int) -> Knot:
    """Return the delivery's knot of the thread. One query."""
    return knots([slot_id])[slot_id]


def knots(slot_ids: Collection[int]) -> dict[int, Knot]:
    """Return the delivery's knot of each slot's thread. One query."""
    found: dict[int, list[Delivery]] = {slot_id: [] for slot_id in slot_ids}
    for row in (
        Delivery.objects.filter(draft__slot__in=slot_ids).select_related("draft", "channel", "removal").order_by("pk")
    ):
        assert row.draft is not None
        found[row.draft.slot_id].append(row)
    return {slot_id: _knot(rows) for slot_id, rows in found.items()}


def knots_outside(slot_ids: Collection[int]) -> dict[int, Knot]:
    """Return the delivery's knot of each slot that nobody planned here. One query; none without a slot."""
    found = Outside.objects.filter(slot__in=slot_ids, state=OutsideState.OWN) if slot_ids else ()
    return {
        row.slot_id: Knot(
            KnotName.DELIVERY, KnotState.DONE, moments.day_time(row.said_at), reverse("delivery:outside", args=[row.pk])
        )
        for row in found
    }


def _knot(rows: list[Delivery]) -> Knot:
    states = {State(row.state) for row in rows}
    href = reverse("delivery:outbox")
    if State.UNSURE in states or State.CHECKING in states:
        return Knot(KnotName.DELIVERY, KnotState.UNSURE, _("please have a look"), href)
    if states & {State.STOPPED, State.EXPIRED}:
        return Knot(KnotName.DELIVERY, KnotState.STOP, _("stands still"), href)
    gone = [removal for row in rows if (removal := getattr(row, "removal", None)) is not None and removal.done_at]
    if gone and len(gone) == sum(row.state == State.SENT for row in rows) and states <= {State.SENT, State.CANCELLED}:
        return Knot(KnotName.DELIVERY, KnotState.SKIP, _("taken back"), href)
    sent = [row.sent_at for row in rows if row.sent_at is not None]
    if sent and states <= {State.SENT, State.CANCELLED}:
        return Knot(KnotName.DELIVERY, KnotState.DONE, moments.day_time(max(sent)), href)
    if states & {State.SENDING, State.BY_HAND}:
        return Knot(
            KnotName.DELIVERY, KnotState.NOW, _("on its way") if State.SENDING in states else _("by hand"), href
        )
    waiting = [row.due_at for row in rows if row.state == State.WAITING]
    fact = moments.day_time(min(waiting)) if waiting else _("still to come")
    return Knot(KnotName.DELIVERY, KnotState.NOW if waiting else KnotState.NEXT, fact, href if waiting else "")
