"""The pages of series, as people use them."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from eichhorn.foundation import clock
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Series, Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.series import Frequency
from tests import make

pytestmark = pytest.mark.django_db
GIVEN = {
    "title": "Wasserwerte", "frequency": "weekly", "every": "2", "weekdays": ["1"], "at": "10:00", "begins_on": "10.6.2031",
    "on_holiday": "keep",
}  # fmt: skip


@pytest.fixture
def manager(house: Organisation):
    return make.people.client_of(make.people.person("Miriam Aydın", role=RoleKind.MANAGER))


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def seen(answer) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1].replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">")


def test_the_next_dates_are_seen_in_words_before_anything_is_planned(manager) -> None:
    looked = manager.post(reverse("planning:new_series"), GIVEN)
    assert looked.status_code == 200
    assert "jeden zweiten Dienstag um 10:00" in words(looked)
    assert "Di 10. Juni, 10:00" in words(looked)
    assert "Di 24. Juni, 10:00" in words(looked)
    assert not Series.objects.exists()
    kept = manager.post(reverse("planning:new_series"), GIVEN | {"seen": seen(looked)})
    assert kept.status_code == 303
    assert Series.objects.get().rule.every == 2


def test_what_was_changed_after_looking_is_looked_at_once_more(manager) -> None:
    looked = manager.post(reverse("planning:new_series"), GIVEN)
    again = manager.post(reverse("planning:new_series"), GIVEN | {"every": "3", "seen": seen(looked)})
    assert "jeden dritten Dienstag" in words(again)
    assert not Series.objects.exists()


def test_a_series_is_planned_from_a_slot_and_takes_its_words_and_its_time(manager) -> None:
    begins = clock.now().replace(tzinfo=None, hour=9, minute=30, second=0, microsecond=0)
    begins = begins.replace(year=begins.year + 1, month=5, day=4)
    slot = make.planning.slot("Stadtwald", channels=[make.planning.channel("Facebook")], at=begins)
    page = manager.get(reverse("planning:slot", args=[slot.pk])).content.decode()
    address = f"{reverse('planning:new_series')}?slot={slot.pk}"
    assert address in page
    form = manager.get(address).content.decode()
    assert 'value="Stadtwald"' in form
    assert 'value="09:30"' in form


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"weekdays": []}, "Bitte mindestens einen Wochentag wählen."),
        ({"frequency": "month_day"}, "Bitte den Tag des Monats angeben."),
        ({"frequency": "month_weekday"}, "Bitte wählen, der wievielte im Monat es ist."),
        ({"frequency": "month_weekday", "nth": "1", "weekdays": ["1", "2"]}, "Bitte genau einen Wochentag wählen."),
        ({"last_day": "9.6.2031"}, "Die Serie würde enden, bevor sie beginnt."),
        ({"last_day": "9.7.2031", "number": "3"}, "Bitte entweder angeben, bis wann, oder wie oft."),
        ({"without": "Heiligabend"}, "„Heiligabend“ ist kein Tag."),
        ({"without": ", ".join(f"{n % 28 + 1}.{n % 12 + 1}.{2031 + n // 84}" for n in range(90))}, "sind zu viele"),
        ({"begins_on": "1.1.2020", "last_day": "1.2.2020"}, "trifft auf keinen Tag, der noch kommt"),
        ({"every": "0"}, "größer oder gleich 1"),
    ],
)
def test_what_cannot_be_gets_a_sentence_at_its_field(manager, change: dict[str, object], sentence: str) -> None:
    answer = manager.post(reverse("planning:new_series"), GIVEN | change)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Series.objects.exists()


def test_the_page_of_a_series_says_what_stands_in_the_plan_and_what_comes_afterwards(manager) -> None:
    series = make.planning.series(now=clock.now())
    first, *_ = series.slots.order_by("planned_local")
    make_draft = first
    Slot.objects.filter(pk=make_draft.pk).update(stage=Stage.DRAFT)
    page = words(manager.get(reverse("planning:series", args=[series.pk])))
    assert "Erscheint jeden Dienstag um 10:00." in page
    assert reverse("planning:slot", args=[first.pk]) in page
    assert "Danach" in page
    assert "Serie" in words(manager.get(reverse("planning:slot", args=[first.pk])))


def test_a_series_is_changed_and_ended_on_its_pages(manager) -> None:
    series = make.planning.series(now=clock.now())
    form = manager.get(reverse("planning:edit_series", args=[series.pk]))
    assert 'value="10:00"' in form.content.decode()
    given = GIVEN | {"every": "1", "at": "15:00", "begins_on": f"{series.begins_on:%d.%m.%Y}"}
    looked = manager.post(reverse("planning:edit_series", args=[series.pk]), given)
    manager.post(reverse("planning:edit_series", args=[series.pk]), given | {"seen": seen(looked)})
    assert {slot.planned_local.hour for slot in series.slots.all()} == {15}
    assert manager.post(reverse("planning:end_series", args=[series.pk])).status_code == 303
    assert not series.slots.exists()
    assert "beendet" in words(manager.get(reverse("planning:all_series")))


def test_a_confidential_series_is_hidden_from_readers(house: Organisation) -> None:
    series = make.planning.series("Geheime Reihe", confidential=True, now=clock.now())
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert reader.get(reverse("planning:series", args=[series.pk])).status_code == 404
    assert "Geheime Reihe" not in words(reader.get(reverse("planning:all_series")))


def test_a_slot_that_is_hidden_lends_its_words_to_nobody(house: Organisation) -> None:
    slot = make.planning.slot("Geheim", confidential=True, at=datetime(2031, 6, 10, 10))
    author = make.people.client_of(make.people.person(role=RoleKind.APPROVER))
    assert author.get(f"{reverse('planning:new_series')}?slot={slot.pk}").status_code in {403, 404}


def test_an_empty_page_says_what_will_be_here(manager) -> None:
    assert "Noch keine Serie" in words(manager.get(reverse("planning:all_series")))


def test_monthly_rules_keep_only_what_they_need(manager) -> None:
    given = GIVEN | {"frequency": "month_day", "month_day": "15", "nth": "2"}
    looked = manager.post(reverse("planning:new_series"), given)
    manager.post(reverse("planning:new_series"), given | {"seen": seen(looked)})
    rule = Series.objects.get().rule
    assert (rule.frequency, rule.month_day, rule.weekdays, rule.nth) == (Frequency.MONTH_DAY, 15, (), 0)


def test_a_new_series_begins_weekly_and_calls_nothing_optional_that_a_rule_needs(manager) -> None:
    page = words(manager.get(reverse("planning:new_series")))
    assert re.search(r'value="weekly" id="\w+" checked', page)
    for asked in ("An diesen Wochentagen", "An diesem Tag des Monats", "Der wievielte im Monat"):
        assert asked in page
        assert f'{asked} <span class="optional">' not in page


def test_channels_say_the_same_about_themselves_wherever_a_post_begins(manager) -> None:
    make.channels.channel("Stadt auf der Bühne")
    for view in ("planning:new", "planning:new_series", "composer:new"):
        assert "Probe: erscheint nur auf der Bühne dieses Hauses" in words(manager.get(reverse(view)))
