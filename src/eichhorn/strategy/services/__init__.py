"""Every change to goals, pillars, campaigns and milestones."""

from eichhorn.strategy.services.goals import (
    NameTaken,
    end_campaign,
    go_on_with_campaign,
    set_campaign,
    set_goal,
    set_pillar,
)
from eichhorn.strategy.services.milestones import go_back, reach, remove_milestone, set_milestone

__all__ = [
    "NameTaken", "end_campaign", "go_back", "go_on_with_campaign", "reach", "remove_milestone", "set_campaign", "set_goal",
    "set_milestone", "set_pillar",
]  # fmt: skip
