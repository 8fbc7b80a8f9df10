"""Every question about the plan."""

from eichhorn.planning.queries.campaigns import CampaignPosts, campaign_posts
from eichhorn.planning.queries.goals import GoalPosts, Share, goal_posts, posts_without_goal, share
from eichhorn.planning.queries.house import (
    budget,
    cadence,
    effort_of,
    holidays_between,
    kinds,
    minutes_per_week,
    places_of,
    terms,
    usual_kind,
)
from eichhorn.planning.queries.prices import free_place_after, full_on, lock_day, price, room_on
from eichhorn.planning.queries.series import Due, all_series, due_occurrences, next_dates, slots_of
from eichhorn.planning.queries.slots import (
    displaced_for,
    due_between,
    listed,
    moves_of,
    slot_of,
    tags_in_use,
    visible_to,
)

__all__ = [
    "CampaignPosts",
    "Due",
    "GoalPosts",
    "Share",
    "all_series",
    "budget",
    "cadence",
    "campaign_posts",
    "displaced_for",
    "due_between",
    "due_occurrences",
    "effort_of",
    "free_place_after",
    "full_on",
    "goal_posts",
    "holidays_between",
    "kinds",
    "listed",
    "lock_day",
    "minutes_per_week",
    "moves_of",
    "next_dates",
    "places_of",
    "posts_without_goal",
    "price",
    "room_on",
    "share",
    "slot_of",
    "slots_of",
    "tags_in_use",
    "terms",
    "usual_kind",
    "visible_to",
]  # fmt: skip
