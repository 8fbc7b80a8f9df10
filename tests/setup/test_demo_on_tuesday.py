"""What the demo organisation shows on its Tuesday morning."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoDbBlocker

from eichhorn.config import demo
from eichhorn.config.demo.days import Days
from eichhorn.desk import queries as desk
from eichhorn.dialogue.models import Message
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import monday, wall
from eichhorn.review import queries as review
from tests.held import held

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 6, 9, 8, 10, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def erlengrund(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The house as it stands on that morning, for all tests here."""
    with django_db_blocker.unblock(), held(lambda: demo.load(now=TUESDAY)):
        yield


def test_the_finding_of_the_check_is_open() -> None:
    check, _ = review.knots(Slot.objects.get(title="Baustelle Nordring"))
    assert check.state == "now"


def test_the_raffle_would_take_all_that_is_left_of_the_fire_budget() -> None:
    sheet = desk.triage(desk.whole_request(desk.to_decide()[0].pk), now=TUESDAY)
    assert sheet.price is not None
    assert (sheet.price.budget.whole, sheet.price.budget.spent, sheet.price.minutes) == (120, 30, 90)
    assert sheet.price.minutes_over == 0
    assert wall(sheet.price.at) == datetime(2026, 6, 10, 10)
    assert sheet.later == datetime(2026, 6, 12, 11)


def test_the_budget_was_spent_by_sales() -> None:
    assert planning.budget(monday(Days(TUESDAY).today)).spent == 30
    request = desk.request_of_slot(Slot.objects.get(spontaneous=True).pk)
    assert request is not None
    assert request.department is not None
    assert request.department.name == "Vertrieb"
    assert request.fulfilled_at is not None


def test_five_roles_have_a_way_in_and_guests_have_none() -> None:
    with_account = Person.objects.filter(user__isnull=False)
    assert {kind for person in with_account for kind in person.roles.values_list("kind", flat=True)} == set(RoleKind)
    assert not with_account.filter(roles__isnull=True).exists()


def test_people_wait_below_posts_that_are_out() -> None:
    waiting = Message.objects.filter(done_at__isnull=True)
    assert {message.name for message in waiting} == {"Karin Thoma", "erlenfux", "Familie Öztürk", "lena.radelt"}
    assert all(message.delivery is not None for message in Message.objects.all())


def test_only_questions_that_are_open_lie_in_the_outbox_of_mail() -> None:
    left_behind = Notice.objects.filter(sent_at__isnull=True)
    assert all(notice.decides or notice.made_at > TUESDAY - timedelta(minutes=1) for notice in left_behind)
