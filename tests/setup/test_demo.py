"""The demo organisation: loaded at any time of any day, it tells the same morning."""

from datetime import UTC, datetime

import pytest

from eichhorn.config import demo
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.desk import queries as desk
from eichhorn.people.models import Person
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 6, 9, 8, 10, tzinfo=UTC),
        datetime(2026, 11, 22, 5, 0, tzinfo=UTC),
        datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
        datetime(2027, 3, 26, 6, 0, tzinfo=UTC),
        datetime(2026, 10, 23, 15, 0, tzinfo=UTC),
    ],
)
def test_it_loads_at_any_time(now: datetime) -> None:
    demo.load(now=now)
    assert Delivery.objects.filter(state=State.UNSURE).count() == 1
    assert Delivery.objects.filter(state=State.SENT).count() == 6
    assert Slot.objects.get(title="Baustelle Nordring").stage == Stage.DRAFT
    raffle = desk.to_decide()[0]
    assert raffle.title == "Gewinnspiel Wallbox"
    assert desk.displaced_names(raffle, now=now) == ["Baustelle Nordring"]
    assert not Person.objects.filter(
        email__endswith="erlengrund.example", user__isnull=False, roles__isnull=True
    ).exists()


def test_it_is_loaded_once() -> None:
    demo.load(now=datetime(2026, 6, 9, 8, tzinfo=UTC))
    with pytest.raises(demo.AlreadyFounded):
        demo.load(now=datetime(2026, 6, 9, 8, tzinfo=UTC))
