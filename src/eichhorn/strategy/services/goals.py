"""Goals, pillars and campaigns."""

from datetime import date, datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.strategy.models import Campaign, Goal, Pillar
from eichhorn.strategy.services import tree


class NameTaken(Exception):
    """A pillar of this name is there already."""


@transaction.atomic
def set_goal(
    *, name: str, why: str, owner: Person, pillar: Pillar | None, begins_on: date, ends_on: date, by: Person | None,
    now: datetime, goal: Goal | None = None, parent: Goal | None = None,
) -> Goal:  # fmt: skip
    """The goal stands as described: a new one, or the given one changed. `ends_on` is the first day after its period.

    It hangs below `parent`, and all that hangs below it goes with it. Raises WouldCircle where the parent is one of those,
    IsArchived where it was put away. `by` None is the installation itself (demo data), which needs no permission.
    """
    require(by, now)
    tree.hold()
    verb = "strategy.goal_set" if goal is None else "strategy.goal_changed"
    standing = Goal() if goal is None else Goal.objects.select_for_update().get(pk=goal.pk)
    standing.name, standing.why, standing.owner, standing.pillar = name.strip(), why.strip(), owner, pillar
    standing.begins_on, standing.ends_on = begins_on, ends_on
    moved = tree.hang(standing, under=parent)
    standing.save()
    audit.record(verb, of=("goal", standing.pk), by=id_of(by), now=now)
    if moved and goal is not None:
        audit.record("strategy.goal_moved", of=("goal", standing.pk), by=id_of(by), now=now)
    return standing


@transaction.atomic
def archive_goal(*, goal: Goal, by: Person | None, now: datetime) -> int:
    """The goal is put away with all that hangs below it; return how many were. What was tied to them stays so. Idempotent."""
    require(by, now)
    tree.hold()
    put_away = Goal.objects.filter(pk__in=tree.below(goal), archived_at__isnull=True).update(archived_at=now)
    if put_away:
        audit.record("strategy.goal_archived", of=("goal", goal.pk), by=id_of(by), now=now, details={"goals": put_away})
    return put_away


@transaction.atomic
def bring_back_goal(*, goal: Goal, by: Person | None, now: datetime) -> int:
    """The goal is there again, with those below it that were put away together with it; return how many.

    Raises tree.IsArchived where the goal above it is still put away. Idempotent.
    """
    require(by, now)
    tree.hold()
    standing = Goal.objects.select_related("parent").get(pk=goal.pk)
    if standing.archived_at is None:
        return 0
    if standing.parent is not None and standing.parent.archived_at is not None:
        raise tree.IsArchived(standing.parent)
    back = Goal.objects.filter(pk__in=tree.below(goal), archived_at=standing.archived_at).update(archived_at=None)
    audit.record("strategy.goal_brought_back", of=("goal", goal.pk), by=id_of(by), now=now, details={"goals": back})
    return back


@transaction.atomic
def set_pillar(
    *, name: str, wished_share_percent: int | None = None, rests: bool = False,
    by: Person | None, now: datetime, pillar: Pillar | None = None,
) -> Pillar:  # fmt: skip
    """The pillar stands as described: a new one, or the given one changed. NameTaken where another has the name."""
    require(by, now)
    others = Pillar.objects.filter(name__iexact=name.strip())
    if (others.exclude(pk=pillar.pk) if pillar is not None else others).exists():
        raise NameTaken(name)
    standing = Pillar() if pillar is None else Pillar.objects.select_for_update().get(pk=pillar.pk)
    standing.name, standing.wished_share_percent, standing.rests = name.strip(), wished_share_percent, rests
    standing.save()
    audit.record("strategy.pillar_set", of=("pillar", standing.pk), by=id_of(by), now=now)
    return standing


@transaction.atomic
def set_campaign(
    *, name: str, why: str, owner: Person, goal: Goal | None, begins_on: date, ends_on: date, by: Person | None,
    now: datetime, campaign: Campaign | None = None,
) -> Campaign:  # fmt: skip
    """The campaign stands as described: a new one, or the given one changed. `ends_on` is the first day after its period."""
    require(by, now)
    verb = "strategy.campaign_set" if campaign is None else "strategy.campaign_changed"
    standing = Campaign() if campaign is None else Campaign.objects.select_for_update().get(pk=campaign.pk)
    standing.name, standing.why, standing.owner, standing.goal = name.strip(), why.strip(), owner, goal
    standing.begins_on, standing.ends_on = begins_on, ends_on
    standing.save()
    audit.record(verb, of=("campaign", standing.pk), by=id_of(by), now=now)
    return standing


@transaction.atomic
def end_campaign(*, campaign: Campaign, by: Person | None, now: datetime) -> None:
    """No further post is planned for the campaign; what is planned stays. Idempotent."""
    require(by, now)
    if Campaign.objects.filter(pk=campaign.pk, ended_at__isnull=True).update(ended_at=now):
        audit.record("strategy.campaign_ended", of=("campaign", campaign.pk), by=id_of(by), now=now)


@transaction.atomic
def go_on_with_campaign(*, campaign: Campaign, by: Person | None, now: datetime) -> None:
    """The campaign runs again. Idempotent."""
    require(by, now)
    if Campaign.objects.filter(pk=campaign.pk, ended_at__isnull=False).update(ended_at=None):
        audit.record("strategy.campaign_resumed", of=("campaign", campaign.pk), by=id_of(by), now=now)


def require(by: Person | None, now: datetime) -> None:
    if by is not None:
        people.require(by, Act.STEER, now=now)


def id_of(person: Person | None) -> int | None:
    return person.pk if person is not None else None
