"""What may be asked of whom, how little is enough, and when a drop falls: pure."""

from eichhorn.allies.rules.asking import (
    NAMED_FROM,
    OPEN,
    QUARTER,
    RESTS_AFTER_A_NO,
    RESTS_AFTER_SILENCE,
    STATES,
    No,
    Rest,
    Standing,
    State,
    Way,
    first_on,
    resting,
)
from eichhorn.allies.rules.dripping import Agreed, Next, Step, Tone, is_working_day, next_step, tone
from eichhorn.allies.rules.giving import Gift, known_gifts, minutes, smallest, speaks_of

__all__ = [
    "NAMED_FROM", "OPEN", "QUARTER", "RESTS_AFTER_A_NO", "RESTS_AFTER_SILENCE", "STATES", "Agreed", "Gift", "Next", "No",
    "Rest", "Standing", "State", "Step", "Tone", "Way", "first_on", "is_working_day", "known_gifts", "minutes", "next_step",
    "resting", "smallest", "speaks_of", "tone",
]  # fmt: skip
