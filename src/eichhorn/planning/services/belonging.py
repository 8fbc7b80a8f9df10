"""What slots belong to: campaign, goal, tags; of one, or of several in one act."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people.models import Person
from eichhorn.planning.models import Slot
from eichhorn.planning.rules.tags import MOST_TAGS, TooManyTags, key_of, tags_of
from eichhorn.planning.services import acts
from eichhorn.planning.services.slots import require_running
from eichhorn.planning.services.tags import known, tags_of_slots
from eichhorn.strategy.models import Campaign, Goal


@transaction.atomic
def tag_many(
    *, slot_ids: Iterable[int], add: Iterable[str], drop: Iterable[str] = (), by: Person | None, now: datetime
) -> int:  # fmt: skip
    """Each of the slots has the tags that are added and none that is dropped; return how many changed.

    TooManyTags where one would have more than a post can have; then nothing changes.
    """
    slots = acts.held_for(by, slot_ids, now=now)
    added, dropped = known(add), {key_of(tag) for tag in tags_of(drop)}
    standing = tags_of_slots(slots)
    changed = []
    for slot in slots:
        before = standing.get(slot.pk, {})
        after = {pk: tag for pk, tag in before.items() if tag.key not in dropped} | {tag.pk: tag for tag in added}
        if len(after) > MOST_TAGS:
            raise TooManyTags
        if after.keys() != before.keys():
            changed.append((slot, after))
    through = Slot.tags.through
    through.objects.filter(slot__in=[slot for slot, _ in changed]).delete()
    through.objects.bulk_create(through(slot=slot, tag=tag) for slot, after in changed for tag in after.values())
    _tell([slot for slot, _ in changed], by, now)
    return len(changed)


@transaction.atomic
def set_campaign_of(
    *, slot_ids: Iterable[int], campaign: Campaign | None, by: Person | None, now: datetime
) -> int:  # fmt: skip
    """Each of the slots belongs to the campaign, or to none; return how many changed. Raises CampaignEnded."""
    slots = acts.held_for(by, slot_ids, now=now)
    if campaign is not None:
        require_running(campaign)
    changed = [slot for slot in slots if slot.campaign_id != (campaign.pk if campaign is not None else None)]
    Slot.objects.filter(pk__in=[slot.pk for slot in changed]).update(campaign=campaign)
    _tell(changed, by, now)
    return len(changed)


@transaction.atomic
def set_goal_of(*, slot_ids: Iterable[int], goal: Goal | None, by: Person | None, now: datetime) -> int:
    """Each of the slots pays into the goal and belongs to its pillar, or into none; return how many changed."""
    slots = acts.held_for(by, slot_ids, now=now)
    changed = [slot for slot in slots if slot.goal_id != (goal.pk if goal is not None else None)]
    pillar = {"pillar": goal.pillar_id} if goal is not None and goal.pillar_id is not None else {}
    Slot.objects.filter(pk__in=[slot.pk for slot in changed]).update(goal=goal, **pillar)
    _tell(changed, by, now)
    return len(changed)


def _tell(slots: Iterable[Slot], by: Person | None, now: datetime) -> None:
    told = (audit.Act("planning.belongs", ("slot", slot.pk)) for slot in slots)
    audit.record_all(told, by=by.pk if by is not None else None, now=now)
