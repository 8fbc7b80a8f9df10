"""Three lenses, four parts in each cell, and the blind spots.

The difficult thing: a blind spot says where nobody looks, never who looks little. So whoever is accountable for nothing is
no finding, and nothing here counts what one person has.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Lens(StrEnum):
    """By what one looks at the strategy."""

    TECHNOLOGY = "technology"
    CRM = "crm"
    BRAND = "brand"


class Part(StrEnum):
    """What somebody has to do with a cell."""

    ACCOUNTABLE = "accountable"
    """Answers for it in the end; one in each cell."""
    RESPONSIBLE = "responsible"
    """Does it."""
    CONSULTED = "consulted"
    INFORMED = "informed"


class Kind(StrEnum):
    """What of the strategy is looked at."""

    GOAL = "goal"
    AUDIENCE = "audience"
    PILLAR = "pillar"
    CHANNEL = "channel"


class Why(StrEnum):
    """What kind of blind spot it is, the largest first."""

    LENS_WITHOUT_ACCOUNTABLE = "lens_without_accountable"
    NOBODY_LOOKS = "nobody_looks"
    WITHOUT_ACCOUNTABLE = "without_accountable"
    CHANNEL_WITHOUT_RESPONSIBLE = "channel_without_responsible"


@dataclass(frozen=True, slots=True)
class Subject:
    """A goal, an audience, a pillar or a channel."""

    kind: Kind
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody has this part in the cell of the lens and the subject."""

    lens: Lens
    subject: Subject
    part: Part


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """Where nobody looks: at the subject through these lenses, or through the lens at anything."""

    why: Why
    lenses: tuple[Lens, ...]
    subject: Subject | None = None


def blind_spots(subjects: Collection[Subject], held: Collection[Held]) -> tuple[BlindSpot, ...]:
    """Return the blind spots, the largest first, and of one kind in the order of the subjects.

    A lens through which nobody answers for anything is named once, and not again at each subject.
    """
    if not subjects:
        return ()
    parts: dict[tuple[Lens, Subject], set[Part]] = {}
    for one in held:
        parts.setdefault((one.lens, one.subject), set()).add(one.part)
    blind = tuple(lens for lens in Lens if not any(Part.ACCOUNTABLE in parts.get((lens, one), ()) for one in subjects))
    found = [BlindSpot(Why.LENS_WITHOUT_ACCOUNTABLE, (lens,)) for lens in blind]
    seeing = [lens for lens in Lens if lens not in blind]
    for subject in subjects:
        empty = tuple(lens for lens in seeing if not parts.get((lens, subject)))
        if empty and subject.kind is not Kind.CHANNEL:
            found.append(BlindSpot(Why.NOBODY_LOOKS, empty, subject))
        open_ = tuple(lens for lens in seeing if Part.ACCOUNTABLE not in parts.get((lens, subject), {Part.ACCOUNTABLE}))
        if open_:
            found.append(BlindSpot(Why.WITHOUT_ACCOUNTABLE, open_, subject))
        if subject.kind is Kind.CHANNEL and not any(
            Part.RESPONSIBLE in parts.get((lens, subject), ()) for lens in Lens
        ):
            found.append(BlindSpot(Why.CHANNEL_WITHOUT_RESPONSIBLE, (), subject))
    return tuple(sorted(found, key=lambda spot: list(Why).index(spot.why)))
