"""What a worker does with a video: take it, convert it, keep what came of it; and leave off at once when it has to end.

The difficult thing: a film takes minutes and a worker may be asked to end at any second. So it looks whether to go on
whenever the converting program says how far it is, twice a second.
"""

import hashlib
import logging
import tempfile
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from eichhorn.media import stores
from eichhorn.video import converting, services
from eichhorn.video.looking import look
from eichhorn.video.models import Video
from eichhorn.video.rules.taking import VideoProblem, VideoRefused, poster_ms
from eichhorn.video.services.converting import Made, Work
from eichhorn.video.services.knowing import poster

logger = logging.getLogger(__name__)

LOOKS_EVERY_S = 2.0


def convert_until(end: threading.Event, *, now: Callable[[], datetime]) -> None:
    """Convert one video after the other until the event is set."""
    while not end.is_set():
        if not convert_one(end, now=now):
            end.wait(LOOKS_EVERY_S)


def convert_one(end: threading.Event, *, now: Callable[[], datetime]) -> bool:
    """Convert the video that has waited longest; return whether there was one."""
    work = services.next_to_convert(now=now())
    if work is None:
        return False
    try:
        made = _made(work, lambda percent: not end.is_set() and services.go_on(work=work, percent=percent, now=now()))
        if services.finish(work=work, made=made, now=now()):
            _forget_source(work.video)
    except converting.Stopped:
        services.put_back(work=work, now=now())
    except VideoRefused as refused:
        logger.warning("video.not_converted", extra={"video": work.video.pk, "why": refused.reason})
        services.failed(work=work, why=refused.reason, now=now())
    except stores.OutOfReach as error:
        logger.warning("video.store_out_of_reach", extra={"video": work.video.pk, "why": str(error)})
        services.put_back(work=work, now=now())
        end.wait(LOOKS_EVERY_S)
    return True


def _made(work: Work, told: Callable[[int], bool]) -> Made:
    """Return the film and its poster, whose bytes are in the store."""
    video, store = work.video, stores.ours()
    with tempfile.TemporaryDirectory(prefix="film-", dir=_folder()) as folder:
        film = Path(folder) / "film.mp4"
        try:
            with store.at_hand(video.source_digest) as source:
                converting.convert(source, film, container=video.container, duration_ms=video.duration_ms, told=told)
        except stores.Missing as error:
            raise VideoRefused(VideoProblem.GONE) from error
        looked = look(film)
        with film.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        store.keep_file(digest, film)
        size = film.stat().st_size
    return Made(digest, size, looked, poster(digest, at_ms=poster_ms(looked.duration_ms)))


def _forget_source(video: Video) -> None:
    """The file as it was given is gone, with the place that may be noted in it, unless it is some film of ours itself."""
    if not Video.objects.filter(digest=video.source_digest).exists():
        stores.ours().remove(video.source_digest)


def _folder() -> Path:
    folder = Path(settings.HOME) / "converting"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
