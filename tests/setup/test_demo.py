"""The demo organisation: loaded at any time of any day, it tells the same morning."""

from datetime import UTC, datetime, timedelta

import pytest

from eichhorn.config import demo
from eichhorn.config.demo.days import Days
from eichhorn.config.demo.past import IN_DOUBT
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.desk import queries as desk
from eichhorn.dialogue.models import Message
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage, monday, wall
from eichhorn.review import queries as review

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 6, 9, 8, 10, tzinfo=UTC)
TIMES = [
    TUESDAY,
    datetime(2026, 11, 22, 5, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
    datetime(2027, 3, 26, 6, 0, tzinfo=UTC),
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 23, 15, 0, tzinfo=UTC),
    datetime(2026, 11, 23, 7, 44, tzinfo=UTC),
    datetime(2026, 11, 27, 21, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("now", TIMES, ids=str)
def test_it_tells_the_same_morning_at_any_time(now: datetime) -> None:
    demo.load(now=now)
    unsure = Delivery.objects.get(state=State.UNSURE)
    assert unsure.draft is not None
    assert unsure.draft.slot.title == IN_DOUBT
    assert unsure.draft.slot.stage == Stage.NEEDS_SOMEONE
    assert Slot.objects.get(title="Woche im Netz").stage == Stage.OUT
    nordring = Slot.objects.get(title="Baustelle Nordring")
    assert nordring.stage == Stage.DRAFT
    raffle = desk.to_decide()[0]
    assert raffle.title == "Gewinnspiel Wallbox"
    assert desk.displaced_names(raffle, now=now) == ["Baustelle Nordring"]
    assert not Delivery.objects.filter(state__in=[State.SENDING, State.CHECKING]).exists()
    assert not Delivery.objects.filter(sent_at__gt=now).exists()
    assert not Slot.objects.filter(stage=Stage.APPROVED, due_at__lte=now).exists(), "what was due is out"


def test_the_finding_of_the_check_is_open() -> None:
    demo.load(now=TUESDAY)
    check, _ = review.knots(Slot.objects.get(title="Baustelle Nordring"))
    assert check.state == "now"


def test_the_raffle_would_take_all_that_is_left_of_the_fire_budget() -> None:
    demo.load(now=TUESDAY)
    sheet = desk.triage(desk.whole_request(desk.to_decide()[0].pk), now=TUESDAY)
    assert sheet.price is not None
    assert (sheet.price.budget.whole, sheet.price.budget.spent, sheet.price.minutes) == (120, 30, 90)
    assert sheet.price.minutes_over == 0
    assert wall(sheet.price.at) == datetime(2026, 6, 10, 10)
    assert sheet.later == datetime(2026, 6, 12, 11)


def test_the_budget_was_spent_by_sales() -> None:
    demo.load(now=TUESDAY)
    assert planning.budget(monday(Days(TUESDAY).today)).spent == 30
    request = desk.request_of_slot(Slot.objects.get(spontaneous=True).pk)
    assert request is not None
    assert request.department is not None
    assert request.department.name == "Vertrieb"
    assert request.fulfilled_at is not None


def test_five_roles_have_a_way_in_and_guests_have_none() -> None:
    demo.load(now=TUESDAY)
    with_account = Person.objects.filter(user__isnull=False)
    assert {kind for person in with_account for kind in person.roles.values_list("kind", flat=True)} == set(RoleKind)
    assert not with_account.filter(roles__isnull=True).exists()


def test_people_wait_below_posts_that_are_out() -> None:
    demo.load(now=TUESDAY)
    waiting = Message.objects.filter(done_at__isnull=True)
    assert {message.name for message in waiting} == {"Karin Thoma", "erlenfux", "Familie Öztürk", "lena.radelt"}
    assert all(message.delivery is not None for message in Message.objects.all())


def test_only_questions_that_are_open_lie_in_the_outbox_of_mail() -> None:
    demo.load(now=TUESDAY)
    left_behind = Notice.objects.filter(sent_at__isnull=True)
    assert all(notice.decides or notice.made_at > TUESDAY - timedelta(minutes=1) for notice in left_behind)


def test_it_is_loaded_once() -> None:
    demo.load(now=TUESDAY)
    with pytest.raises(demo.AlreadyFounded):
        demo.load(now=TUESDAY)
