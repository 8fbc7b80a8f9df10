"""Whom we owe thanks: what they gave is out and nobody has said so to them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import models

from eichhorn.allies.models import Ask, Given
from eichhorn.allies.rules import State
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State as Sending
from eichhorn.dialogue import queries as dialogue
from eichhorn.planning.rules import Stage


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of a gift, as far as it is known."""

    addresses: tuple[str, ...]
    """Where it is out."""
    answers: int
    """How many people answered to it, as far as we listen there."""


def to_thank() -> models.QuerySet[Ask]:
    """Return the asks whose gift is out and whose giver was not thanked, the oldest first. One query."""
    out = Given.objects.filter(ask=models.OuterRef("pk"), idea__draft__slot__stage=Stage.OUT)
    return (
        Ask.objects.filter(models.Exists(out), state=State.GIVEN, thanked_at__isnull=True, ally__isnull=False)
        .select_related("ally__person")
        .order_by("answered_at", "pk")
    )


def effect(gifts: Collection[Given]) -> Effect | None:
    """Return what became of what was given; None where nothing of it is out. Two queries at most."""
    drafts = [one.idea.draft for one in gifts if one.idea.draft is not None and one.idea.draft.slot.stage == Stage.OUT]
    if not drafts:
        return None
    rows = Delivery.objects.filter(draft__in=drafts, state=Sending.SENT, part=1, corrects__isnull=True).exclude(url="")
    addresses = tuple(rows.order_by("sent_at", "pk").values_list("url", flat=True))
    return Effect(addresses, dialogue.people_who_answered([one.slot_id for one in drafts]))
