"""What of the plan is tied to why, in one quarter.

The difficult thing: a goal is served by its own posts and by those of the goals below it. So a goal is without posts only
where its whole branch is.
"""

from dataclasses import dataclass
from datetime import date, datetime

from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import quarter
from eichhorn.redthread import rules
from eichhorn.redthread.rules import PillarShare
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.strategy.rules import branch
from eichhorn.strategy.ways import Way, ways
from eichhorn.topics import queries as topics
from eichhorn.topics.models import Audience

MOST_LOOSE = 12
"""So many posts without a goal stand on the page; all of them are found in the calendar's list."""


@dataclass(frozen=True, slots=True)
class RedThread:
    """One quarter, and what holds it together."""

    begins: date
    ends: date
    """The first day after it."""
    share: planning.Share
    pillars: tuple[PillarShare, ...]
    bare: tuple[Goal, ...]
    """Goals that no post serves."""
    loose: tuple[Slot, ...]
    """Posts that serve no goal, as far as the reader may see them; at most so many as a page shows."""
    ways: tuple[Way, ...]
    unheard: tuple[Audience, ...]
    """Audiences for whom nothing is planned or out."""

    @property
    def loose_whole(self) -> int:
        """Return how many posts serve no goal, whoever may see them."""
        return self.share.whole - self.share.with_goal

    @property
    def scale(self) -> int:
        return rules.scale(self.pillars)

    @property
    def wished(self) -> int | None:
        return rules.wished(self.pillars)


def red_thread(*, on: date, today: date, person: Person | None, now: datetime) -> RedThread:
    """Return the quarter around the day, as it stands today. The same number of queries, however much there is."""
    begins, ends = quarter(on)
    goals = tuple(strategy.goals_between(begins=begins, ends=ends))
    by_goal = planning.posts_by_goal(begins=begins, ends=ends)
    parents = strategy.parents(strategy.every_goal())
    share = planning.share(begins=begins, ends=ends)
    leads = ways(goals, on=today)
    loose = planning.posts_without_goal(begins=begins, ends=ends, person=person, now=now)[:MOST_LOOSE]
    return RedThread(
        begins, ends, share, _pillars(begins, ends, share.whole),
        tuple(goal for goal in goals if not any(by_goal.get(one) for one in branch(parents, goal.pk))),
        tuple(loose), tuple(leads[goal.pk] for goal in goals),
        tuple(topics.audiences_without_posts(begins=begins, ends=ends)),
    )  # fmt: skip


def _pillars(begins: date, ends: date, whole: int) -> tuple[PillarShare, ...]:
    """Return the pillars in use and those that still have posts, the largest wish first; what belongs to none comes last."""
    counted = planning.posts_by_pillar(begins=begins, ends=ends)
    found = [
        PillarShare(pillar.pk, pillar.name, counted.get(pillar.pk, 0), whole, pillar.wished_share_percent)
        for pillar in strategy.every_pillar()
        if not pillar.rests or counted.get(pillar.pk)
    ]
    found.sort(key=lambda share: (-(share.wished or 0), -share.posts, share.name))
    without = [PillarShare(None, "", counted[None], whole)] if counted.get(None) else []
    return (*found, *without)
