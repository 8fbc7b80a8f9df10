"""Every change to goals, pillars, campaigns and milestones."""

from eichhorn.strategy.services.goals import (
    NameTaken,
    archive_goal,
    bring_back_goal,
    end_campaign,
    go_on_with_campaign,
    set_campaign,
    set_goal,
    set_pillar,
)
from eichhorn.strategy.services.milestones import (
    carry_milestone,
    go_back,
    let_milestone_go,
    reach,
    remove_milestone,
    set_milestone,
    take_milestone_up,
)
from eichhorn.strategy.services.tree import IsArchived, WouldCircle

__all__ = [
    "IsArchived", "NameTaken", "WouldCircle", "archive_goal", "bring_back_goal", "carry_milestone", "end_campaign",
    "go_back", "go_on_with_campaign", "let_milestone_go", "reach", "remove_milestone", "set_campaign", "set_goal",
    "set_milestone", "set_pillar", "take_milestone_up",
]  # fmt: skip
