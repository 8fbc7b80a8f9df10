"""What posts of a kind cost lately, of the team as a whole. Whose work it was is not known here and asked nowhere."""

from dataclasses import dataclass
from statistics import median

from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.rules import Stage

LATEST = 20
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Learned:
    """The median of so many posts."""

    posts: int
    minutes: int


def learned(kind: KindOfWork) -> Learned | None:
    """Return the median of the latest posts of the kind whose effort was noted; None where they are too few. One query."""
    noted = list(
        Slot.objects.filter(kind=kind, stage=Stage.OUT, rehearsal=False, spent_minutes__isnull=False)
        .order_by("-due_at", "-pk")
        .values_list("spent_minutes", flat=True)[:LATEST]
    )
    minutes = [one for one in noted if one is not None]
    return Learned(len(minutes), round(median(minutes))) if len(minutes) >= FEWEST else None
