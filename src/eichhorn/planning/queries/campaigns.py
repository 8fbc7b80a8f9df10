"""Campaigns with what is planned for them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.planning.queries.slots import visible_to
from eichhorn.planning.rules import Stage
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Campaign


@dataclass(frozen=True, slots=True)
class CampaignPosts:
    """A campaign, and how many of its posts the reader sees."""

    campaign: Campaign
    out: int
    ahead: int
    first: datetime | None
    """Wall-clock time of the first and the last post that has a date."""
    last: datetime | None

    @property
    def whole(self) -> int:
        return self.out + self.ahead


def campaign_posts(*, ended: bool, person: Person | None, now: datetime) -> tuple[CampaignPosts, ...]:
    """Return the campaigns that run, or those that somebody ended, with their posts. Two queries, one more for the permission.

    Rehearsals stand outside all figures; what was put back is not part of the plan.
    """
    campaigns = list(strategy.campaigns_ended() if ended else strategy.campaigns())
    counted = (
        visible_to(person, now=now)
        .filter(campaign__in=campaigns, rehearsal=False)
        .exclude(stage=Stage.CANCELLED)
        .order_by()
        .values_list("campaign")
        .annotate(
            out=Count("pk", filter=Q(stage=Stage.OUT)),
            ahead=Count("pk", filter=~Q(stage=Stage.OUT)),
            first=Min("planned_local"),
            last=Max("planned_local"),
        )
    )
    figures = {campaign: (out, ahead, first, last) for campaign, out, ahead, first, last in counted}
    return tuple(_of(campaign, *figures.get(campaign.pk, (0, 0, None, None))) for campaign in campaigns)


def _of(campaign: Campaign, out: int, ahead: int, first: datetime | None, last: datetime | None) -> CampaignPosts:
    return CampaignPosts(campaign, out, ahead, rules.wall(first) if first else None, rules.wall(last) if last else None)
