"""The demo organisation: loaded at any time of any day, it tells the same morning."""

from datetime import UTC, datetime

import pytest

from eichhorn.carrying import queries as carrying
from eichhorn.config import demo
from eichhorn.config.demo.past import IN_DOUBT
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.desk import queries as desk
from eichhorn.people import queries as people
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage

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
    undone = {one.name for one in carrying.left_over(today=people.today(now))}
    assert {"Drei Geschichten aus dem Turm", "Zwei Auszubildende erzählen ihren Weg selbst"} <= undone


def test_it_is_loaded_once() -> None:
    demo.load(now=TUESDAY)
    with pytest.raises(demo.AlreadyFounded):
        demo.load(now=TUESDAY)
