"""An idea becomes a post.

The difficult thing: two people may take it at once. The idea's row is the lock: whoever has it first makes slot, draft
and pictures in the same transaction, and the other is told what became of it and has made nothing.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.content import services as content
from eichhorn.content.attaching import described
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.foundation import audit
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import State, draft_text
from eichhorn.ideas.services.keeping import NotOpen, move
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.services import Belonging
from eichhorn.strategy.models import Goal
from eichhorn.topics import services as topics


@transaction.atomic
def take(
    *, idea: Idea, title: str, goal: Goal | None, channels: Collection[Channel], planned_local: datetime | None, zone: str,
    belongs: Belonging | None = None, by: Person, now: datetime,
) -> Draft:  # fmt: skip
    """The idea is a post: its slot stands in the plan, and its draft holds the note, the link and the pictures. It belongs to
    the topic of the idea.

    Raises NotOpen where somebody was quicker; nothing is made then.
    """
    for act in (Act.WRITE, Act.PLAN):
        permissions.require(by, act, now=now)
    standing = (
        Idea.objects.select_for_update(of=("self",))
        .select_related("pillar", "topic__pillar", "moved_by")
        .get(pk=idea.pk)
    )
    if standing.state != State.OPEN:
        raise NotOpen(standing)
    language = next((one.language for one in sorted(channels, key=lambda one: (one.name, one.pk))), "de")
    pillar = standing.pillar or (standing.topic.pillar if standing.topic is not None else None)
    draft = content.write(
        title=title, goal=goal, pillar=pillar if goal is None or goal.pillar_id is None else None,
        channels=channels, planned_local=planned_local, zone=zone, text=draft_text(standing.note, standing.link),
        language=language, attachments=_attachments(standing, language), belongs=belongs, by=by, now=now,
    )  # fmt: skip
    if standing.topic is not None:
        topics.tie(slot_id=draft.slot_id, topic=standing.topic, by=by, now=now)
    standing.draft = draft
    move(standing, State.TAKEN, by, now)
    audit.record("ideas.taken", of=("idea", standing.pk), by=by.pk, now=now, details={"draft": draft.pk})
    return draft


def _attachments(idea: Idea, language: str) -> list[NewAttachment]:
    """Return its pictures, each with what was said of it here, else with its description in the library."""
    rows = list(idea.pictures.select_related("picture").order_by("position"))
    said = described([row.picture for row in rows], language) if rows else {}
    return [NewAttachment(row.picture, row.alt or said.get(row.picture_id, "")) for row in rows]
