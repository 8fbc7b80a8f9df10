"""Claiming what is due: the last instant before a network is asked.

The difficult thing: everything must still be true now. In one transaction the posts' slots are locked (who edits, moves
or decides takes the same lock), approval, date, pause and channel are asked for all at once, and the attempts are
written down. Only after the commit are the networks asked: a crash from then on leaves a doubt, never a gap. Nobody is
waited for: what somebody else has locked at this moment is left for the next round.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eichhorn.channels import queries as channels
from eichhorn.channels import services as opening
from eichhorn.content import queries as content
from eichhorn.content.models import Version
from eichhorn.content.queries import Pictured, Wording
from eichhorn.content.rules import joined
from eichhorn.delivery import queries, rules
from eichhorn.delivery.carrying import Changes, Errand, Film
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import Answer, AttemptKind, Because, Case, Outcome, State, Tried, Verdict
from eichhorn.delivery.services.ahead import Ahead
from eichhorn.delivery.services.distance import keeps_distance, next_room, rooms, take_room
from eichhorn.delivery.services.turns import take
from eichhorn.delivery.services.writing import begin_attempts, end_attempts, move, write
from eichhorn.foundation import audit, standstill
from eichhorn.foundation.models import Standstill
from eichhorn.networks import base
from eichhorn.networks.base import Post, Unauthorised
from eichhorn.planning.models import Slot
from eichhorn.review import queries as review
from eichhorn.review.queries import Approved
from eichhorn.situation import queries as situation
from eichhorn.situation.models import Hold

HELD_IS_ASKED_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one claim brought."""

    errands: tuple[Errand, ...] = ()
    looked_at: int = 0
    """How many rows were due, whatever became of them."""
    locked: int = 0
    """How many were due and are in somebody else's hands at this moment."""


@dataclass(slots=True)
class Round:
    """What one claim knows, and what it has decided so far."""

    now: datetime
    pause: Hold | None
    standstill: Standstill | None
    standing: Mapping[int, Approved]
    history: Mapping[int, Sequence[Attempt]]
    versions: Mapping[int, Version]
    """What stands approved, and what is under way."""
    outside: Collection[tuple[int, int]]
    """Slot and channel of what seems to be there already; a person has to say."""
    rooms: dict[int, datetime]
    """When each channel on which posts keep a distance has room for the next one."""
    ends: list[tuple[int, Outcome, str]] = field(default_factory=list)
    acts: list[audit.Act] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)

    def approved(self, row: Delivery) -> Approved | None:
        """Return what stands approved of the row's post for the row's channel."""
        post = self.standing.get(row.draft_id or 0)
        return post if post is not None and row.channel_id in post.channel_ids else None


@transaction.atomic
def claim(
    *, most: int, now: datetime, ahead: Ahead | None = None, each: int | None = None, besides: Collection[int] = ()
) -> Claimed:  # fmt: skip
    """Return attempts that are written down and now have to be made by the caller alone; at most so many, and so many
    `each` channel; none of the channels `besides` which there is enough to do.

    About a dozen queries, however many; two more where posts of a channel keep a distance. `ahead`: what was read
    before it fell due.
    """
    due = take(most=most, each=most if each is None else each, besides=besides, now=now)
    if not due:
        return Claimed()
    rows = _with_their_slots(due)
    drafts = [row.draft_id for row in rows if row.draft_id is not None]
    standing = review.standing(drafts, now=now) if drafts else {}
    versions = (ahead or Ahead()).versions(_versions(rows, standing.values()))
    outside = queries.proposed([row.draft.slot_id for row in rows if row.draft is not None])
    round_ = Round(
        now, situation.latest(), standstill.latest(), standing, queries.history(rows), versions, outside,
        rooms(rows, now=now),
    )  # fmt: skip
    for row in rows:
        _decide(row, round_)
    end_attempts(round_.ends, now=now)
    write(rows)
    begin_attempts(round_.attempts)
    audit.record_all(round_.acts, by=None, now=now)
    return Claimed(_errands(rows, round_), looked_at=len(due), locked=len(due) - len(rows))


def _versions(rows: Collection[Delivery], standing: Collection[Approved]) -> set[int]:
    """Return the versions that stand approved, and those that are under way."""
    return {row.version_id for row in rows if row.version_id is not None} | {post.version_id for post in standing}


def _with_their_slots(due: Sequence[Delivery]) -> list[Delivery]:
    """Return those whose slots are ours until the end of the transaction; replies have none."""
    slots = {row.draft.slot_id for row in due if row.draft is not None}
    ours = set(
        Slot.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .filter(pk__in=slots)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return [row for row in due if row.draft is None or row.draft.slot_id in ours]


def _decide(row: Delivery, round_: Round) -> None:
    """Write down, unwritten yet, what is to be tried, or where the row stands instead."""
    attempts = round_.history.get(row.pk, ())
    left_open = next((attempt for attempt in attempts if attempt.ended_at is None), None)
    if left_open is not None:
        _give_up(row, left_open, round_)
    elif row.state == State.CHECKING:
        _try(row, rules.clearing(_tried(attempts), repeat=_may_repeat(row, attempts, round_)), round_)
    else:
        _leave(row, round_)


def _give_up(row: Delivery, attempt: Attempt, round_: Round) -> None:
    """The lease is over and nobody told the end: that is a doubt like any other."""
    round_.ends.append((attempt.pk, Outcome.SILENT, ""))
    answer = Answer(AttemptKind(attempt.kind), Outcome.SILENT)
    step = rules.after(
        answer, tried=_tried(round_.history[row.pk]), late=_late_at(row),
        first_pause=timedelta(seconds=settings.DOUBT_PAUSE_S), now=round_.now,
    )  # fmt: skip
    round_.acts.append(move(row, step.state, because=Outcome.SILENT, next_at=step.next_at))


def _leave(row: Delivery, round_: Round) -> None:
    """Send what may leave now; else say why it does not."""
    post = round_.approved(row)
    case = _case(row, post, round_)
    row.due_at = case.due_at
    row.version_id = post.version_id if post is not None else row.version_id
    verdict, because = rules.verdict(case, now=round_.now)
    if verdict in {Verdict.LEAVE, Verdict.TO_HAND} and not _has_its_part(row, round_):
        verdict, because = Verdict.WITHDRAW, Because.CHANGED
    match verdict:
        case Verdict.LEAVE:
            take_room(row, round_.rooms, now=round_.now)
            _try(row, AttemptKind.SEND, round_)
        case Verdict.KEEP_DISTANCE:
            row.because, row.next_at = Because.DISTANCE, min(next_room(row, round_.rooms), _late_at(row))
        case Verdict.NOT_YET:
            row.next_at = row.due_at
        case Verdict.HOLD:
            row.because, row.next_at = because or Because.HELD, round_.now + HELD_IS_ASKED_AGAIN
        case Verdict.TO_HAND:
            round_.acts.append(move(row, State.BY_HAND))
        case Verdict.EXPIRE:
            round_.acts.append(move(row, State.EXPIRED, because=because, detail=row.detail))
        case Verdict.DOUBT:
            round_.acts.append(move(row, State.UNSURE, because=because, detail=row.detail))
        case Verdict.WITHDRAW:
            round_.acts.append(move(row, State.CANCELLED, because=because))


def _has_its_part(row: Delivery, round_: Round) -> bool:
    """Return whether what stands approved still has this part; how many there are is on the row afterwards."""
    version = round_.versions.get(row.version_id or 0)
    if version is not None and row.corrects is None:
        row.parts = len(content.wording(version, row.channel).pieces)
    return row.part <= row.parts


def _case(row: Delivery, post: Approved | None, round_: Round) -> Case:
    """Return what speaks for and against. A reply leaves under the standing approval of those who answer."""
    copied = round_.standstill
    if row.draft_id is None:  # one that was written here after the restore is known nowhere else
        return Case(
            due_at=row.due_at, released_at=row.released_at, approved_at=row.made_at,
            elsewhere_until=copied.begun_at if copied is not None else None,
        )  # fmt: skip
    return Case(
        elsewhere_until=copied.ended_at if copied is not None else None,
        due_at=post.due_at if post is not None else row.due_at,
        released_at=row.released_at,
        approved_at=post.decided_at if post is not None else None,
        window_ends_at=post.window_ends_at if post is not None else None,
        pause_began_at=round_.pause.begun_at if round_.pause is not None else None,
        pause_ended_at=round_.pause.lifted_at if round_.pause is not None else None,
        paused=round_.pause is not None and round_.pause.lifted_at is None,
        was_held=row.because == Because.HELD,
        by_hand=row.channel.network in channels.by_hand_networks(),
        seen_outside=row.draft is not None and (row.draft.slot_id, row.channel_id) in round_.outside,
        late_after=channels.late_after(row.channel),
        room_at=round_.rooms.get(row.channel_id) if keeps_distance(row) else None,
    )


def _late_at(row: Delivery) -> datetime:
    return rules.late_at(row.due_at, row.released_at, channels.late_after(row.channel))


def _may_repeat(row: Delivery, attempts: Sequence[Attempt], round_: Round) -> bool:
    """Return whether the key is surely kept, and the very same version might leave now as if for the first time."""
    post = round_.approved(row)
    if row.draft_id is not None and (post is None or post.version_id != row.version_id):
        return False
    if rules.verdict(_case(row, post, round_), now=round_.now)[0] is not Verdict.LEAVE:
        return False
    if row.corrects is not None:  # doing it twice does no harm
        return True
    try:
        kept = opening.open_network(row.channel).drops_repeats_for
    except Unauthorised:
        return False
    first_at = _tried(attempts).first_at
    return kept is not None and first_at is not None and round_.now < first_at + kept


def _tried(attempts: Sequence[Attempt]) -> Tried:
    return rules.tried([(AttemptKind(a.kind), Outcome(a.outcome) if a.outcome else None, a.began_at) for a in attempts])


def _try(row: Delivery, kind: AttemptKind, round_: Round) -> None:
    """There is one more attempt, under a lease, and the row is under way."""
    row.tries += 1
    lease_ends_at = round_.now + timedelta(seconds=settings.SEND_DEADLINE_S)
    round_.attempts.append(
        Attempt(delivery=row, number=row.tries, kind=kind, began_at=round_.now, lease_ends_at=lease_ends_at)
    )
    to = State.SENDING if kind is AttemptKind.SEND else State.CHECKING
    round_.acts.append(move(row, to, detail=row.detail, next_at=lease_ends_at))


def _errands(rows: Sequence[Delivery], round_: Round) -> tuple[Errand, ...]:
    """Return the attempts with all that making them takes. One query for those that look, four for corrections."""
    by_id, made = {row.pk: row for row in rows}, round_.attempts
    ours = [by_id[attempt.delivery_id] for attempt in made]
    known = queries.known([by_id[a.delivery_id].channel_id for a in made if a.kind == AttemptKind.LOOK])
    there = queries.shown_there(ours)
    return tuple(
        _errand(
            attempt,
            row,
            round_.versions.get(row.version_id or 0),
            round_,
            known=known.get(row.channel_id, frozenset()),
            there=there,
        )
        for attempt, row in zip(made, ours, strict=True)
    )


def _piece(wording: Wording, row: Delivery) -> tuple[Post, tuple[Pictured, ...]]:
    """Return the part that this row is, and the pictures that go with it: the first part has them all.

    What is looked for may be a part that the version on the page no longer has; then it is the last one.
    """
    if row.corrects is not None:
        return _corrected(wording, row), wording.pictures
    place = min(row.part, len(wording.pieces))
    is_comment = bool(wording.first_comment) and place == len(wording.pieces)
    post = Post(
        key=str(row.key), text=wording.pieces[place - 1], language=wording.language, reply_to=row.reply_to,
        content_warning="" if is_comment else wording.content_warning, made_at=row.made_at,
    )  # fmt: skip
    if row.part != 1:
        return post, ()
    return replace(post, poll=_poll(wording), card=_card(wording)), wording.pictures


def _corrected(wording: Wording, row: Delivery) -> Post:
    """Return what the post that is out is to say: all of it in one piece."""
    assert row.corrects is not None
    return Post(
        key=str(row.key), text=joined(wording.text), language=wording.language, content_warning=wording.content_warning,
        reply_to=row.corrects.reply_to, made_at=row.made_at, poll=_poll(wording), card=_card(wording),
    )  # fmt: skip


def _poll(wording: Wording) -> base.Poll | None:
    asked = wording.poll
    return base.Poll(asked.options, timedelta(minutes=asked.minutes), asked.several) if asked is not None else None


def _card(wording: Wording) -> base.Card | None:
    """Return the card; the bytes of its picture are read when the errand is made."""
    said = wording.card
    return base.Card(said.url, said.title, said.description) if said is not None else None


def _errand(
    attempt: Attempt, row: Delivery, version: Version | None, round_: Round, *, known: Collection[str],
    there: Mapping[int, tuple[object, ...]],
) -> Errand:  # fmt: skip
    if version is None:
        post = Post(
            key=str(row.key), text=row.reply_text, language=row.channel.language, reply_to=row.reply_to, made_at=row.made_at
        )  # fmt: skip
        pictures: tuple[Pictured, ...] = ()
        wording = None
    else:
        wording = content.wording(version, row.channel)
        post, pictures = _piece(wording, row)
    since = _tried(round_.history.get(row.pk, ())).first_at or min(row.due_at, attempt.began_at)
    return Errand(
        delivery_id=row.pk, attempt_id=attempt.pk, kind=AttemptKind(attempt.kind), channel=row.channel, post=post,
        pictures=pictures, ends_at=attempt.lease_ends_at, since=since, known=frozenset(known),
        changes=_changes(row, wording, there),
        card_picture=wording.card_picture if wording is not None and post.card is not None else None,
        film=_film(wording) if wording is not None and row.part == 1 else None,
    )  # fmt: skip


def _film(wording: Wording) -> Film | None:
    """Return the film with what belongs to it; its bytes are read when the errand is made."""
    film, video = wording.film, wording.video
    if film is None or video is None:
        return None
    return Film(film.digest, film.poster_digest, film.alt, f"{video.file_name}.mp4", video.width_px, video.height_px)


def _changes(row: Delivery, wording: Wording | None, there: Mapping[int, tuple[object, ...]]) -> Changes | None:
    out = row.corrects
    if out is None or out.sent_at is None or wording is None:
        return None
    exchanges = wording.looks != there.get(out.pk, wording.looks)
    return Changes(network_id=out.network_id, url=out.url, sent_at=out.sent_at, exchanges=exchanges)
