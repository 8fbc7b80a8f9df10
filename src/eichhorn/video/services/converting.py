"""From waiting to ready: who converts a video, how far that is, and what came of it.

The difficult thing: a worker may die in the middle. So it puts its name to the video and writes how far it is; one that
says nothing for two minutes is dead, its video begins anew with whoever takes it next, and a name that no longer stands
there may change nothing. What makes workers die again and again is given up after the third try.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from eichhorn.foundation import audit
from eichhorn.foundation.crypto import new_token
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.video.models import Poster, Video
from eichhorn.video.rules.taking import LEASE, MOST_TRIES, STATES, Looked, State, VideoProblem


@dataclass(frozen=True, slots=True)
class Work:
    """A video that one worker converts."""

    video: Video
    claim: str


@transaction.atomic
def next_to_convert(*, now: datetime) -> Work | None:
    """Return the video that has waited longest, which is this worker's now; None where none waits."""
    dead = models.Q(state=State.AT_WORK, touched_at__lt=now - LEASE)
    waiting = Video.objects.filter(models.Q(state=State.WAITING) | dead).order_by("touched_at", "pk")
    video = waiting.select_for_update(skip_locked=True).first()
    if video is None:
        return None
    if video.tries >= MOST_TRIES:
        _move(video, State.FAILED, now, why=VideoProblem.BROKEN)
        return next_to_convert(now=now)
    if video.state == State.AT_WORK:
        STATES.check(video.state, State.WAITING)
        video.state = State.WAITING
    video.tries += 1
    video.percent = 0
    _move(video, State.AT_WORK, now, claim=new_token())
    return Work(video, video.claim)


def go_on(*, work: Work, percent: int, now: datetime) -> bool:
    """Write how far it is; return whether the video is still this worker's."""
    mine = Video.objects.filter(pk=work.video.pk, state=State.AT_WORK, claim=work.claim)
    return mine.update(percent=percent, touched_at=now) == 1


@dataclass(frozen=True, slots=True)
class Made:
    """The film that may leave, and the picture that stands for it; their bytes are in the store."""

    digest: str
    size_bytes: int
    looked: Looked
    poster: Poster


@transaction.atomic
def finish(*, work: Work, made: Made, now: datetime) -> bool:
    """The video may stand in posts; return False where it is another worker's by now, and then nothing has changed."""
    video = _mine(work)
    if video is None:
        return False
    made.poster.video = video
    made.poster.save(force_insert=True)
    video.digest, video.size_bytes, video.poster = made.digest, made.size_bytes, made.poster
    video.duration_ms, video.sound_codec = made.looked.duration_ms, made.looked.sound_codec and video.sound_codec
    video.width_px, video.height_px, video.percent = made.looked.width_px, made.looked.height_px, 100
    _move(video, State.READY, now)
    audit.record("video.converted", of=("video", video.pk), by=None, now=now)
    return True


@transaction.atomic
def failed(*, work: Work, why: VideoProblem, now: datetime) -> None:
    """Nothing can be made of it; it says why. Changes nothing where it is another worker's by now."""
    video = _mine(work)
    if video is not None:
        _move(video, State.FAILED, now, why=why)


@transaction.atomic
def put_back(*, work: Work, now: datetime) -> None:
    """The worker ends; the video waits for the next one, and this try does not count."""
    video = _mine(work)
    if video is not None:
        video.tries = max(0, video.tries - 1)
        _move(video, State.WAITING, now)


@transaction.atomic
def again(*, video: Video, by: Person, now: datetime) -> Video:
    """A video that could not be converted waits once more. Idempotent where it does not stand still."""
    people.require(by, Act.WRITE, now=now)
    standing = Video.objects.select_for_update().get(pk=video.pk)
    if standing.state == State.FAILED:
        standing.tries = 0
        _move(standing, State.WAITING, now)
        audit.record("video.tried_again", of=("video", standing.pk), by=by.pk, now=now)
    return standing


def _mine(work: Work) -> Video | None:
    return Video.objects.select_for_update().filter(pk=work.video.pk, state=State.AT_WORK, claim=work.claim).first()


def _move(video: Video, to: State, now: datetime, *, claim: str = "", why: VideoProblem | None = None) -> None:
    STATES.check(video.state, to)
    video.state, video.claim, video.touched_at, video.why = to, claim, now, why.value if why else ""
    video.save()
