"""What was published past Eichhorn: joined to its plan, proposed to the team, or noted as something of its own.

The difficult thing: nothing may be published twice, and nothing that was planned may vanish. So what is like a plan keeps
that plan's post here, loudly, until a person has said whether it is the same; a machine joins by itself only where it is
practically certain and where nothing that would leave is stopped by it; and what we sent ourselves is never foreign,
also while its receipt is still on the way.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.content import queries as content
from eichhorn.content.models import Draft
from eichhorn.delivery import likeness, queries
from eichhorn.delivery.likeness import Match, Planned
from eichhorn.delivery.models import Delivery, Outside
from eichhorn.delivery.rules import OUTSIDE_STATES, Because, OutsideState, State
from eichhorn.delivery.services.conclusions import conclude
from eichhorn.delivery.services.decisions import NotDecidable
from eichhorn.delivery.services.writing import BELL, move, storable, write
from eichhorn.foundation import audit, bell
from eichhorn.foundation.text import cut
from eichhorn.networks.doors import OwnPost
from eichhorn.people import queries as people_queries
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning_queries
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.situation import queries as situation

NEAR = timedelta(days=3)
"""What a person saw there, and gave no number for, is what says the same within so many days."""
MOST_PLANS = 300
LONGEST_TITLE = 80
LONGEST_ID = 300
BY_ITSELF = frozenset({State.BY_HAND, State.UNSURE})
"""Where a machine may join: nothing leaves by itself from there, so nothing is stopped."""
UNDER_WAY = frozenset({State.SENDING, State.CHECKING})


def note(*, channel: Channel, told: Iterable[OwnPost], now: datetime) -> int:
    """What of this nobody sent from here is noted, once; return how many were new. Idempotent.

    What is under way is asked for before what has its receipt: so a receipt that arrives meanwhile is seen in any case.
    """
    ours = _perhaps_ours(channel)
    posts = {post.network_id: post for post in told if post.network_id and not post.answers}
    seen = Outside.objects.filter(channel=channel, network_id__in=posts).values_list("network_id", flat=True)
    known = queries.known([channel.pk])[channel.pk] | set(seen)
    fresh = sorted((post for number, post in posts.items() if number not in known), key=lambda post: post.said_at)
    foreign = [post for post in fresh if len(post.network_id) <= LONGEST_ID and not _is_ours(post, ours)]
    for post in foreign:
        _note(channel, post, likeness.best(post.text, post.said_at, _plans(channel)), now)
    return len(foreign)


@transaction.atomic
def join(*, outside: Outside, slot: Slot, by: Person, now: datetime) -> Outside:
    """It is this planned post: Eichhorn does not send it a second time, and its address is the proof."""
    people.require(by, Act.PUBLISH, now=now, channel=outside.channel_id)
    planning.locked(slot.pk)
    row = _locked(outside)
    if row.state == OutsideState.JOINED:
        raise NotDecidable
    _join(row, slot, by, now)
    return row


@transaction.atomic
def keep_apart(*, outside: Outside, by: Person, now: datetime) -> Outside:
    """It is another post, and stands in the plan as its own; the planned one leaves as planned."""
    people.require(by, Act.PUBLISH, now=now, channel=outside.channel_id)
    planning.locked(outside.slot_id)
    row = _locked(outside)
    if row.state != OutsideState.PROPOSED:
        raise NotDecidable
    planned = row.slot_id
    _as_its_own(row, by, now)
    _let_wait(planned, row.channel_id, by, now)
    return row


def plans_for(outside: Outside, *, person: Person, now: datetime) -> Sequence[Slot]:
    """Return the plans that a person may join it to, the nearest date first. Three queries."""
    drafts = _drafts(outside.channel)
    slots = planning_queries.visible_to(person, now=now).filter(pk__in=[draft.slot_id for draft in drafts])
    near = sorted(slots, key=lambda slot: (slot.due_at is None, abs((slot.due_at or now) - outside.said_at), slot.pk))
    return near[:50]


# --- finding ----------------------------------------------------------------------------------------------------------


def _drafts(channel: Channel) -> list[Draft]:
    """Return the posts that are planned for the channel and not out there. One query."""
    there = Delivery.objects.filter(channel=channel, state__in=[State.SENT, *UNDER_WAY], draft__isnull=False)
    meant = Draft.objects.filter(slot__channels=channel, latest__isnull=False).exclude(slot__stage=Stage.CANCELLED)
    return list(
        meant.exclude(pk__in=there.values("draft")).select_related("slot").order_by("-slot__due_at", "-pk")[:MOST_PLANS]
    )


def _plans(channel: Channel) -> list[Planned]:
    """Return what might have been published by hand, in every wording. Five queries."""
    drafts = _drafts(channel)
    tried = Delivery.objects.filter(draft__in=drafts, channel=channel, version__isnull=False)
    versions = {draft.pk: {draft.latest_id} for draft in drafts if draft.latest_id is not None}
    for draft_id, version_id in tried.values_list("draft", "version"):
        versions[draft_id].add(version_id)
    found = {
        version.pk: version for version in content.wordings({pk for each in versions.values() for pk in each if pk})
    }
    return [
        Planned(draft.slot_id, tuple(dict.fromkeys(
            text for number in sorted(versions[draft.pk]) if number in found
            for wording in [content.wording(found[number], channel)] for text in (wording.text, wording.parts[0])
        )), draft.slot.due_at)
        for draft in drafts
    ]  # fmt: skip


def _perhaps_ours(channel: Channel) -> list[tuple[str, str, datetime]]:
    """Return text, address and instant of what is under way, or was seen there by a person. Three queries."""
    rows = Delivery.objects.filter(
        channel=channel, state__in=[*UNDER_WAY, State.SENT], network_id="", draft__isnull=False
    )
    recent = list(rows.exclude(version__isnull=True).order_by("-pk")[:MOST_PLANS])
    versions = {
        version.pk: version for version in content.wordings({row.version_id for row in recent if row.version_id})
    }
    found = []
    for row in recent:
        pieces = content.wording(versions[row.version_id or 0], channel).pieces
        found.append((pieces[min(row.part, len(pieces)) - 1], row.url, row.sent_at or row.due_at))
    return found


def _is_ours(post: OwnPost, ours: Sequence[tuple[str, str, datetime]]) -> bool:
    """Return whether it is a post whose receipt is still on the way, or one that a person gave the address of."""
    return any(
        (url and url == post.url)
        or (abs(at - post.said_at) <= NEAR and likeness.like(text, post.text) >= likeness.ALIKE)
        for text, url, at in ours
    )


@transaction.atomic
def _note(channel: Channel, post: OwnPost, match: Match | None, now: datetime) -> None:
    row = Outside(
        channel=channel, network_id=post.network_id, url=post.url[:500], text=post.text.replace("\x00", ""),
        language=post.language[:10], said_at=post.said_at, seen_at=now, state=OutsideState.PROPOSED,
    )  # fmt: skip
    if match is None:
        _as_its_own(row, None, now)
        audit.record("delivery.found_outside", of=("outside", row.pk), by=None, now=now)
        return
    row.slot_id, row.likeness = match.slot_id, match.likeness
    row.save()
    audit.record("delivery.found_outside", of=("outside", row.pk), by=None, now=now, details={"slot": match.slot_id})
    there = Delivery.objects.filter(draft__slot=match.slot_id, channel=channel, part=1, state__in=BY_ITSELF)
    if match.certain and there.exists():
        slot = planning.locked(match.slot_id)
        if there.exists():
            _join(row, slot, None, now)


# --- deciding ---------------------------------------------------------------------------------------------------------


def _locked(outside: Outside) -> Outside:
    return Outside.objects.select_for_update(of=("self",)).select_related("channel", "slot").get(pk=outside.pk)


def _join(row: Outside, slot: Slot, by: Person | None, now: datetime) -> None:
    """The row is proof of the slot's delivery, whose slot is locked; other proposals for it are settled with it."""
    draft = content.draft_of_slot(slot.pk)
    if draft is None or not slot.channels.filter(pk=row.channel_id).exists():
        raise NotDecidable
    noted = row.slot if row.state == OutsideState.OWN else None
    delivery = _proven(row, draft, slot, by, now)
    row.state = OUTSIDE_STATES.check(row.state, OutsideState.JOINED)
    row.slot, row.delivery, row.decided_by, row.decided_at = slot, delivery, by, now
    row.save()
    if noted is not None and noted.outside:
        planning.forget_outside(slot=noted, by=by, now=now)
    audit.record(
        "delivery.joined_outside", of=("outside", row.pk), by=by.pk if by else None, now=now, details={"slot": slot.pk}
    )
    for other in Outside.objects.select_for_update(of=("self",)).filter(
        slot=slot, channel=row.channel, state=OutsideState.PROPOSED
    ):
        _as_its_own(other, by, now)
    conclude(draft_id=draft.pk, now=now)


def _proven(row: Outside, draft: Draft, slot: Slot, by: Person | None, now: datetime) -> Delivery:
    """Return the delivery, which is out with this as its proof; no further part of it leaves."""
    found = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(draft=draft, channel=row.channel_id, part=1)
        .select_related("draft__slot", "channel")
        .first()
    )
    if found is None:
        return _made(row, draft, slot, by, now)
    if State(found.state) in {State.SENT, *UNDER_WAY}:
        raise NotDecidable
    found.network_id, found.url, found.sent_at = row.network_id, row.url, row.said_at
    found.seen_by, found.parts = by, 1
    act = move(found, State.SENT, because=Because.OUTSIDE, detail=found.detail)
    write([found])
    audit.record_all([act], by=by.pk if by else None, now=now)
    return found


def _made(row: Outside, draft: Draft, slot: Slot, by: Person | None, now: datetime) -> Delivery:
    """Nothing was approved, so nothing waited: the delivery says that it is out, and of no version of ours."""
    made = Delivery.objects.create(
        draft=draft, channel_id=row.channel_id, key=uuid.uuid4(), state=State.SENT, due_at=slot.due_at or row.said_at,
        network_id=row.network_id, url=row.url, because=Because.OUTSIDE, sent_at=row.said_at, seen_by=by, made_at=now,
        settled=False,
    )  # fmt: skip
    audit.record("delivery.sent", of=("delivery", made.pk), by=by.pk if by else None, now=now)
    return made


def _as_its_own(row: Outside, by: Person | None, now: datetime) -> None:
    """It stands in the plan by itself, as what it is."""
    row.slot = planning.note_outside(
        title=_title(row), channel=row.channel, said_at=row.said_at, zone=people_queries.organisation().zone, now=now
    )
    row.state, row.decided_by, row.decided_at = OutsideState.OWN, by, now
    row.save()
    if by is not None:
        audit.record("delivery.kept_apart", of=("outside", row.pk), by=by.pk, now=now)


def _title(row: Outside) -> str:
    first = next((line.strip() for line in row.text.splitlines() if line.strip()), "")
    return cut(first, LONGEST_TITLE) or storable(row.url)[:160] or row.network_id[:160]


def _let_wait(slot_id: int, channel_id: int, by: Person, now: datetime) -> None:
    """What was kept here because of the doubt leaves after all; during a pause it is held like the others."""
    row = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("draft__slot", "channel")
        .filter(draft__slot=slot_id, channel=channel_id, state=State.WAITING, because=Because.OUTSIDE)
        .first()
    )
    if row is None or Outside.objects.filter(slot=slot_id, channel=channel_id, state=OutsideState.PROPOSED).exists():
        return
    if situation.current() is None:
        row.released_by, row.released_at = by, now
    act = move(row, State.WAITING, because=Because.RELEASED, next_at=max(row.due_at, now))
    write([row])
    audit.record_all([act], by=by.pk, now=now)
    bell.ring(BELL)
