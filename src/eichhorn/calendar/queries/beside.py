"""What stands beside the posts of a day: occasions, free places, and where channels say less than was wished.

The difficult thing: it is all there to help and must not cost much. Occasions, places and what
stands on them come in one trip; places are left out where channels are too many to be read one by one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from eichhorn.calendar.queries.around import Around
from eichhorn.calendar.queries.asked import Asked, one_after, period
from eichhorn.foundation import trips
from eichhorn.foundation.trips import Statement
from eichhorn.occasions import queries as occasions
from eichhorn.occasions.rules import Kind, Occasion
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Place, Slot
from eichhorn.planning.rules import Cadence, Stage
from eichhorn.planning.rules.gaps import LOOKS_BACK, Gap, gaps

SHOWN_GAPS = 3
LOOKS_AHEAD = timedelta(weeks=13)
"""Later nobody minds a gap yet."""

type Times = dict[tuple[int, date], list[time]]
type Places = Mapping[int, Mapping[int, tuple[time, ...]]]


def begun(at: datetime, channel_ids: Iterable[int]) -> str:
    """Return what an address asks for that begins a post at the time on these channels."""
    return urlencode([("when", f"{at:%Y-%m-%d %H:%M}"), *(("channels", pk) for pk in channel_ids)])


@dataclass(frozen=True, slots=True)
class Free:
    """A time of a day at which some channels have a free place."""

    at: time
    channels: tuple[str, ...]
    query: str
    """What an address asks for that begins a post there."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a day's regular places."""

    free: tuple[Free, ...] = ()
    count: int = 0
    is_full: bool = False
    """Every channel with a ceiling has reached it."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A gap, with the name of its channel and a way to begin a post in it."""

    gap: Gap
    channel: str
    query: str


@dataclass(frozen=True, slots=True)
class Silences:
    """The gaps of a period, of many the soonest."""

    shown: tuple[Silence, ...] = ()
    more: int = 0


NOTHING_LEFT = Left()


@dataclass(frozen=True, slots=True)
class Beside:
    """All of it."""

    names: Mapping[date, tuple[str, ...]]
    """Holidays and occasions by day, holidays of the house first."""
    elections: tuple[Occasion, ...]
    left: Mapping[date, Left]
    silences: Silences


def beside(days: list[date], asked: Asked, around: Around) -> Beside:
    """Return what stands on the days anyway, what is left of each, and where channels are silent. One query."""
    begins, ends = days[0], one_after(days)
    wished = _wished(days, asked, around)
    entries, *rest = trips.ask(
        occasions.asked_for(begins, ends),
        *_places_and_times(days, asked, min(begins, asked.today - LOOKS_BACK) if wished else begins),
    )
    kept = occasions.answered(entries) if asked.person is not None else []  # nobody else is told what the house keeps
    occasions_ = occasions.between(begins, ends, regions=around.regions, kept=kept)
    holidays = planning.holidays_between(min(begins, asked.today - LOOKS_BACK), ends, of=around.holidays_of)
    places, taken = _read(*rest) if rest else ({}, {})
    cadence, names = Cadence(places, frozenset(holidays)), {one.pk: one.name for one in around.channels}
    words = dict(occasions.words_of(occasions_, begins, ends))
    words |= {day: tuple(dict.fromkeys((name, *words.get(day, ())))) for day, name in holidays.items()}
    return Beside(
        names=words, elections=tuple(one for one in occasions_ if one.kind is Kind.ELECTION),
        left={day: _left_on(day, cadence, taken, asked, names) for day in days if places},
        silences=_silences(wished, days=days, asked=asked, cadence=cadence, taken=taken, names=names),
    )  # fmt: skip


def _wished(days: list[date], asked: Asked, around: Around) -> dict[int, int]:
    """Return what is wished on the channels, where the period is near enough and nothing but channels is asked for."""
    if (
        asked.are_many_channels
        or asked.filter.is_narrow
        or one_after(days) > asked.today + LOOKS_AHEAD
        or days[-1] < asked.today
    ):
        return {}
    return {pk: number for pk, number in around.rhythms.items() if pk in asked.channel_ids}


def _silences(
    wished: Mapping[int, int],
    *,
    days: list[date],
    asked: Asked,
    cadence: Cadence,
    taken: Times,
    names: Mapping[int, str],
) -> Silences:
    planned: dict[int, set[date]] = {}
    for channel, day in taken:
        planned.setdefault(channel, set()).add(day)
    found = [
        gap
        for channel, per_week in wished.items()
        for gap in gaps(
            channel, per_week=per_week, planned=planned.get(channel, set()), cadence=cadence, today=asked.today,
            until=one_after(days),
        )
        if gap.last >= days[0]
    ]  # fmt: skip
    said = [
        Silence(gap, names[gap.channel], begun(gap.begin_at, [gap.channel]) if gap.begin_at else "")
        for gap in sorted(found, key=lambda gap: (gap.first, names[gap.channel]))
    ]
    return Silences(tuple(said[:SHOWN_GAPS]), max(0, len(said) - SHOWN_GAPS))


def _places_and_times(days: list[date], asked: Asked, begins: date) -> list[Statement]:
    """Return the questions for regular places and planned times, hidden ones too: what is taken is taken.

    None where channels are too many, or nothing is to come.
    """
    if asked.are_many_channels or not asked.channel_ids or days[-1] < asked.today:
        return []
    places = Place.objects.filter(channel_id__in=asked.channel_ids).order_by("channel_id", "weekday", "at")
    slots = (
        Slot.channels.through.objects.filter(channel_id__in=asked.channel_ids)
        .filter(**period(begins, one_after(days), of="slot__planned_local"))
        .exclude(slot__stage=Stage.CANCELLED)
    )
    regular = places.values_list("channel_id", "weekday", "at").query
    planned = slots.values_list("channel_id", "slot__planned_local").query
    return [Statement(*regular.sql_with_params()), Statement(*planned.sql_with_params())]


def _read(regular: trips.Rows, planned: trips.Rows) -> tuple[Places, Times]:
    places: dict[int, dict[int, tuple[time, ...]]] = {}
    for channel, weekday, at in regular:
        of_channel = places.setdefault(channel, {})
        of_channel[weekday] = (*of_channel.get(weekday, ()), at)
    taken: Times = {}
    for channel, local in planned:
        taken.setdefault((channel, local.date()), []).append(local.time())
    return places, taken


def _left_on(day: date, cadence: Cadence, taken: Times, asked: Asked, names: Mapping[int, str]) -> Left:
    if day < asked.today:
        return NOTHING_LEFT
    free: dict[time, list[int]] = {}
    ceiling = 0
    for channel in sorted(asked.channel_ids, key=lambda pk: (names.get(pk, ""), pk)):
        places = cadence.of(channel, day)
        ceiling += len(places)
        for at in plan.free_places(places, taken.get((channel, day), ())):
            free.setdefault(at, []).append(channel)
    now = plan.wall_of(asked.now, asked.zone)
    coming = [(datetime.combine(day, at), those) for at, those in sorted(free.items())]
    shown = tuple(
        Free(at.time(), tuple(names.get(pk, "") for pk in those), begun(at, those)) for at, those in coming if at > now
    )
    return Left(shown, sum(len(one.channels) for one in shown), bool(ceiling) and not free)
