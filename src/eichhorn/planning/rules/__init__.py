"""Pure decisions of planning: stages, wall-clock time, regular places, and the price of a newcomer."""

from eichhorn.planning.rules.places import (
    OPEN_TIME,
    Cadence,
    Occupied,
    free_places,
    next_free_place,
    working_days_after,
)
from eichhorn.planning.rules.price import (
    Budget,
    Displacement,
    Planned,
    Price,
    Wish,
)
from eichhorn.planning.rules.pricing import House, Way, Ways, price, three_days
from eichhorn.planning.rules.stages import ENDED, MOVABLE, STAGES, Stage
from eichhorn.planning.rules.wall import NoSuchTime, first_existing, instant, kept, monday, quarter, wall, wall_of

__all__ = [
    "ENDED", "MOVABLE", "OPEN_TIME", "STAGES", "Budget", "Cadence", "Displacement", "House", "NoSuchTime", "Occupied", "Planned",
    "Price", "Stage", "Way", "Ways", "Wish", "first_existing", "free_places", "instant", "kept", "monday",
    "next_free_place", "price", "quarter", "three_days", "wall", "wall_of", "working_days_after",
]  # fmt: skip
