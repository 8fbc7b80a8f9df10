"""Asking a network: one task in, one answer out. No database here, so that many can wait at the same time."""

import logging
from datetime import timedelta

from eichhorn.channels import services as channels
from eichhorn.content import queries as content
from eichhorn.delivery.rules import AttemptKind, Outcome
from eichhorn.delivery.steps import Answer
from eichhorn.delivery.services import Task
from eichhorn.media import queries as media
from eichhorn.networks.base import (
    NetworkError,
    Picture,
    Post,
    Receipt,
    Refused,
    Throttled,
    Unauthorised,
    Unreachable,
)

logger = logging.getLogger(__name__)
LOOKS_BACK = timedelta(minutes=5)
"""Clocks of servers differ; what was posted this long before the attempt may be it."""
OUTCOMES: dict[type[NetworkError], Outcome] = {
    Refused: Outcome.REFUSED,
    Unauthorised: Outcome.UNAUTHORISED,
    Throttled: Outcome.THROTTLED,
    Unreachable: Outcome.UNREACHABLE,
}


def ask(task: Task) -> Answer:
    """Return what the attempt brought. Whatever is not surely known is unsure."""
    try:
        network = channels.open_network(task.delivery.channel)
        post = post_of(task)
        if task.kind is not AttemptKind.LOOK:
            return _proof(Outcome.SENT, network.send(post))
        began = task.delivery.first_at or task.delivery.due_at
        found = network.find(post, since=began - LOOKS_BACK, known=task.known)
        return _proof(Outcome.FOUND, found) if found is not None else Answer(Outcome.NOT_FOUND)
    except NetworkError as error:
        pause = error.retry_after if isinstance(error, Throttled) else None
        return Answer(OUTCOMES.get(type(error), Outcome.UNSURE), told=error.told, retry_after=pause)
    except media.PictureMissing as error:
        return Answer(Outcome.REFUSED, told=str(error))
    except Exception:
        # the outermost loop of an attempt: a fault of ours must not look like a success or a failure of the network
        logger.exception("delivery.attempt_broke", extra={"delivery": task.delivery.pk})
        return Answer(Outcome.UNSURE, told="a fault in Eichhorn")


def post_of(task: Task) -> Post:
    """Return what is to appear: exactly the version that was claimed."""
    row = task.delivery
    if task.version is None:
        return Post(key=str(row.key), text=row.reply_text, language=row.channel.language, reply_to=row.reply_to)
    wording = content.wording(task.version, row.channel)
    return Post(
        key=str(row.key), text=wording.text, language=wording.language, content_warning=wording.content_warning,
        pictures=tuple(
            Picture(media.content_of(picture), picture.media_type, picture.file_name, alt)
            for picture, alt in wording.pictures
        ),
    )  # fmt: skip


def _proof(outcome: Outcome, receipt: Receipt) -> Answer:
    return Answer(outcome, network_id=receipt.network_id, url=receipt.url)
