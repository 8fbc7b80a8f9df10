"""Drafts with a text, made as people make them."""

from collections.abc import Sequence
from datetime import datetime

from eichhorn.channels.models import Channel
from eichhorn.content import attaching, services
from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from eichhorn.video.models import Video
from tests.make import planning as plans
from tests.make.people import NOW

TEXT = "Ab Montag, 15. Juni, erneuern wir am Nordring die Trinkwasserleitung."


def draft(
    *,
    by: Person,
    text: str = TEXT,
    chosen: Sequence[Channel] | None = None,
    local: datetime | None = datetime(2026, 6, 11, 14, 0),
    title: str = "Baustelle Nordring",
    attachments: Sequence[services.NewAttachment] = (),
    film: Video | None = None,
    now: datetime = NOW,
) -> Draft:
    """Return a draft that says the text, in a slot of its own."""
    slot = planning.plan(
        title=title, goal=None, channels=chosen if chosen is not None else [plans.channel()], kind=None,
        planned_local=local, zone="Europe/Berlin", by=None, now=now, stage=Stage.DRAFT,
    )  # fmt: skip
    made = services.begin(slot=slot, by=by, now=now)
    services.save(draft=made, based_on=None, text=text, language="de", attachments=attachments, by=by, now=now)
    if film is not None:
        attaching.attach_film(draft=made, video=film, by=by, now=now)
    return made
