"""The requests of a quarter, counted; and the hours that were kept for the unplanned.

The difficult thing: whoever asks changes their mind, and a request is answered, taken back and answered again. What is
counted is what was wished first, and how long the first clear answer took; and whether the promise was kept is asked of the
last one, which begins anew where somebody answered our question, or was heard.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from eichhorn.desk import queries as desk
from eichhorn.desk.models import Answer, Request, RequestVersion
from eichhorn.desk.rules import TO_DECIDE, AnswerKind, State
from eichhorn.figures.rules import Counted, Figures, Outcome, figures, notice
from eichhorn.intake.models import RequestType
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.models import Department, Organisation, Person
from eichhorn.people.rules import Act
from eichhorn.people.working_time import working_hours_between
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Move
from eichhorn.planning.rules import Budget, monday, quarter

OPENS = (AnswerKind.REPLY, AnswerKind.AGREED, AnswerKind.REOPEN)
"""With these the promise begins anew."""
CLEAR = (AnswerKind.ACCEPT, AnswerKind.LATER, AnswerKind.DECLINE)
MOST_IN_HAND = 20


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of requests, of the house or of one department."""

    begins: date
    ends: date
    """The first day after it."""
    figures: Figures
    departments: Mapping[int, str]
    types: Mapping[int, RequestType]
    budgets: Mapping[date, Budget]
    """By the Monday of each week; of the house alone."""

    @property
    def burnt(self) -> tuple[int, int] | None:
        """Return the minutes spent of the fire budget and those declared, in weeks that have one; None where none has."""
        declared = [one for one in self.budgets.values() if one.whole is not None]
        return (sum(one.spent for one in declared), sum(one.whole or 0 for one in declared)) if declared else None

    @property
    def undeclared(self) -> int:
        """Return for how many weeks no fire budget is declared."""
        return sum(one.whole is None for one in self.budgets.values())


def of_house(*, on: date, now: datetime) -> Quarter:
    """Return the quarter around the day. Seven queries, however much there is."""
    begins, ends = quarter(on)
    return _quarter(begins, ends, Request.objects.all(), now, budgets=planning.budgets(_mondays(begins, ends)))


def of_department(department: Department, *, on: date, person: Person, now: datetime) -> Quarter:
    """Return the quarter of one department, for its own people and for who decides. Raises NotAllowed. Six queries at most."""
    if not may_see(person, department.pk, now=now):
        permissions.require(person, Act.TRIAGE, now=now)
    return _quarter(*quarter(on), Request.objects.filter(department=department), now, budgets={})


def may_see(person: Person, department_id: int | None, *, now: datetime) -> bool:
    """Return whether somebody may see what a department comes to: who decides or steers, and who belongs to it."""
    own = department_id is not None and person.department_id == department_id
    return own or bool(people.acts(person, now=now) & {Act.TRIAGE, Act.STEER})


def in_hand(department: Department, *, person: Person, now: datetime) -> QuerySet[Request]:
    """Return what of the department is not out yet, as far as the person may read it, the oldest first. One query."""
    mine = desk.visible_to(person, now=now).filter(department=department)
    open_ones = mine.filter(state__in=[*TO_DECIDE, State.ACCEPTED, State.PLANNED])
    return open_ones.select_related("slot", "department").order_by("received_at", "pk")[:MOST_IN_HAND]


def _quarter(
    begins: date, ends: date, requests: QuerySet[Request], now: datetime, *, budgets: Mapping[date, Budget]
) -> Quarter:
    house = people.organisation()
    counted = [_counted(row, house, now) for row in _rows(requests, begins, ends, ZoneInfo(house.zone))]
    departments = dict(Department.objects.values_list("pk", "name"))
    return Quarter(
        begins, ends, figures(counted, mondays=_mondays(begins, ends)), departments, RequestType.objects.in_bulk(), budgets
    )  # fmt: skip


def _mondays(begins: date, ends: date) -> tuple[date, ...]:
    """Return the Monday of each week that has a day in the half-open period."""
    first = monday(begins)
    return tuple(first + timedelta(weeks=week) for week in range(-(-(ends - first).days // 7)))


@dataclass(frozen=True, slots=True)
class _Row:
    """What of a request is asked of the database; the zone is that of the house."""

    department: int | None
    type: int | None
    received_at: datetime
    wish: datetime | None
    due_at: datetime
    state: str
    answered_at: datetime | None
    """The first clear answer."""
    kept_at: datetime | None
    """The first clear answer since the promise began."""
    because: str
    spontaneous: bool
    displaced: int
    zone: ZoneInfo


def _rows(requests: QuerySet[Request], begins: date, ends: date, zone: ZoneInfo) -> list[_Row]:
    first = RequestVersion.objects.filter(request=OuterRef("pk")).order_by("number")
    clear = Answer.objects.filter(request=OuterRef("pk"), kind__in=CLEAR).order_by("at", "pk")
    opened = Answer.objects.filter(request=OuterRef("request"), kind__in=OPENS).order_by("-at", "-pk")
    kept = clear.filter(at__gte=Coalesce(Subquery(opened.values("at")[:1]), F("request__received_at")))
    moved = Move.objects.filter(displaced_by=OuterRef("slot")).order_by().values("displaced_by")
    rows = requests.filter(
        received_at__gte=datetime.combine(begins, time(), zone), received_at__lt=datetime.combine(ends, time(), zone)
    ).order_by("received_at", "pk").values_list(
        "department", Subquery(first.values("type")[:1]), "received_at", Subquery(first.values("wish_local")[:1]),
        "answer_due_at", "state", Subquery(clear.values("at")[:1]), Subquery(kept.values("at")[:1]), Subquery(clear.reverse().values("because")[:1]),
        "slot__spontaneous", Coalesce(Subquery(moved.annotate(posts=Count("slot", distinct=True)).values("posts")), 0),
    )  # fmt: skip
    return [
        _Row(department, type_, received, wish, due, state, answered, kept_at, because or "", bool(hasty), posts, zone)
        for department, type_, received, wish, due, state, answered, kept_at, because, hasty, posts in rows
    ]


def _counted(row: _Row, house: Organisation, now: datetime) -> Counted:
    received = row.received_at.astimezone(row.zone).date()
    match State(row.state):
        case State.DECLINED:
            outcome = Outcome.DECLINED
        case State.RECEIVED | State.ASKED_BACK:
            outcome = Outcome.OPEN
        case _:
            outcome = Outcome.ACCEPTED
    hours = None
    if row.answered_at is not None:
        hours = working_hours_between(row.received_at, row.answered_at, organisation=house)
    return Counted(
        week=monday(received), department=row.department, type=row.type,
        notice=notice(received, row.wish.date() if row.wish is not None else None), outcome=outcome, hours=hours,
        in_time=_in_time(row, now), spontaneous=outcome is Outcome.ACCEPTED and row.spontaneous,
        displaced=row.displaced, because=row.because,
    )  # fmt: skip


def _in_time(row: _Row, now: datetime) -> bool | None:
    """Return whether the answer came within the promise; None while it may still come."""
    if row.kept_at is not None:
        return row.kept_at <= row.due_at
    return None if now <= row.due_at or row.state == State.ASKED_BACK else False
