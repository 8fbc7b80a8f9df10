"""What is kept of occasions, and what of it comes when."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from eichhorn.foundation.models import AuditEvent
from eichhorn.occasions import queries, services
from eichhorn.occasions.models import Entry, Region, Settled
from eichhorn.occasions.rules import Kind, Level
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Terms
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
TODAY = date(2026, 6, 9)
JUNE = (date(2026, 6, 1), date(2026, 7, 1))


@pytest.fixture(autouse=True)
def nothing_is_shown_yet(house: Organisation) -> None:
    Region.objects.all().delete()


def names(begins: date, ends: date) -> list[str]:
    return [one.name for one in queries.between(begins, ends)]


def test_a_month_shows_holidays_school_holidays_own_occasions_and_elections_in_two_queries(
    django_assert_num_queries: make.Counting,
) -> None:
    make.occasions.region("DE-NW", school=True)
    make.occasions.entry("Jubiläum", begins_on=date(2016, 6, 20), yearly=True)
    make.occasions.election()
    make.occasions.dates(periods=(("Ferien", date(2026, 6, 29), date(2026, 8, 1)),))
    with translation.override("de"), django_assert_num_queries(2):
        found = queries.between(*JUNE)
    assert [(one.kind, one.name) for one in found] == [
        (Kind.ELECTION, "Kommunalwahl"), (Kind.PUBLIC, "Fronleichnam"), (Kind.OWN, "Jubiläum"), (Kind.SCHOOL, "Ferien"),
    ]  # fmt: skip
    assert found[0].level is Level.LOCAL
    assert found[2].begins_on == date(2026, 6, 20)
    assert found[3].region == "Schulferien Zürich"


def test_what_ends_the_day_before_does_not_touch_the_day() -> None:
    make.occasions.entry("Woche", begins_on=date(2026, 6, 1), days=7)
    assert names(date(2026, 6, 7), date(2026, 6, 8)) == ["Woche"]
    assert names(date(2026, 6, 8), date(2026, 6, 9)) == []
    assert names(date(2026, 5, 31), date(2026, 6, 1)) == []


def test_a_holiday_of_several_regions_stands_there_once_and_says_of_which() -> None:
    make.occasions.region("DE-NW")
    make.occasions.region("DE-BY")
    with translation.override("de"):
        [found] = [one for one in queries.between(*JUNE) if one.name == "Fronleichnam"]
    assert found.region == "DE-BY, DE-NW"


def test_names_are_in_the_language_of_the_page() -> None:
    make.occasions.election()
    with translation.override("en"):
        assert names(*JUNE) == ["Local election"]


def test_an_occasion_is_an_idea_from_its_lead_time_until_its_day_and_no_longer_once_decided() -> None:
    entry = make.occasions.entry(begins_on=date(2026, 6, 20), lead_days=14)
    assert not queries.ideas(today=date(2026, 6, 5))
    assert queries.ideas(today=date(2026, 6, 6))
    assert queries.ideas(today=date(2026, 6, 20))
    assert not queries.ideas(today=date(2026, 6, 21))
    services.settle(entry=entry, begins_on=date(2026, 6, 20), by=None, now=NOW)
    assert not queries.ideas(today=date(2026, 6, 10))


def test_deciding_one_year_leaves_the_next_open() -> None:
    entry = make.occasions.entry(begins_on=date(2024, 6, 20), yearly=True, lead_days=20)
    services.settle(entry=entry, begins_on=date(2026, 6, 20), by=None, now=NOW)
    services.settle(entry=entry, begins_on=date(2026, 6, 20), by=None, now=NOW)
    assert Settled.objects.count() == 1
    assert not queries.ideas(today=TODAY)
    assert [idea.begins_on for idea in queries.ideas(today=date(2027, 6, 9))] == [date(2027, 6, 20)]


def test_whoever_plans_finds_it_on_today_and_whoever_reads_does_not() -> None:
    make.occasions.entry("Tag des Wassers", begins_on=date(2026, 6, 20), lead_days=14)
    planner, reader = (make.people.person(role=role) for role in (RoleKind.MANAGER, RoleKind.READER))
    assert [row.title for row in queries.waiting_for(planner, now=NOW)] == ["Tag des Wassers"]
    assert queries.waiting_for(reader, now=NOW) == []


def test_reading_a_file_anew_takes_the_place_of_what_stood_under_its_name() -> None:
    make.occasions.dates("Zürich")
    make.occasions.dates("Bern")
    source = make.occasions.dates("Zürich", periods=(("Herbst", date(2026, 10, 5), date(2026, 10, 19)),))
    assert list(source.entries.values_list("name", flat=True)) == ["Herbst"]
    assert Entry.objects.count() == 2
    services.drop(source=source, by=None, now=NOW)
    assert [entry.source.name for entry in Entry.objects.select_related("source") if entry.source] == ["Bern"]


def test_an_election_is_on_until_the_day_of_voting_is_over() -> None:
    make.occasions.election(begins_on=date(2026, 6, 9), day=date(2026, 9, 13))
    assert not queries.elections_on(date(2026, 6, 8))
    assert queries.elections_on(date(2026, 6, 9))
    assert queries.elections_on(date(2026, 9, 13))
    assert not queries.elections_on(date(2026, 9, 14))


def test_school_holidays_that_nobody_knows_are_not_promised() -> None:
    assert make.occasions.region("CH-ZH", school=True).school is False


def test_a_country_that_does_not_exist_is_refused() -> None:
    with pytest.raises(services.NotKnown):
        services.show(of="XX", school=False, by=None, now=NOW)


def test_the_terms_of_planning_show_their_holidays_instead_of_those_before() -> None:
    planning.set_terms(lead_days=5, holidays_of="DE-NW", by=None, now=NOW)
    planning.set_terms(lead_days=5, holidays_of="DE-BY", by=None, now=NOW)
    assert [region.of for region in queries.regions()] == ["DE-BY"]
    assert Terms.objects.get().holidays_of == "DE-BY"


def test_whoever_does_not_steer_keeps_nothing_and_whoever_does_leaves_a_trace() -> None:
    author, manager = (make.people.person(role=role) for role in (RoleKind.AUTHOR, RoleKind.MANAGER))
    wording = services.Wording(name="Jubiläum", begins_on=TODAY, ends_on=TODAY + timedelta(days=1))
    with pytest.raises(NotAllowed):
        services.add(wording=wording, by=author, now=NOW)
    entry = services.add(wording=wording, by=manager, now=NOW)
    services.change(entry=entry, wording=wording, by=manager, now=NOW)
    services.remove(entry=entry, by=manager, now=NOW)
    verbs = AuditEvent.objects.filter(verb__startswith="occasions.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["occasions.added", "occasions.changed", "occasions.removed"]


def test_a_cell_names_own_occasions_on_each_day_and_school_holidays_on_their_first() -> None:
    make.occasions.entry("Woche", begins_on=date(2026, 6, 29), days=3)
    make.occasions.dates(periods=(("Ferien", date(2026, 6, 30), date(2026, 8, 1)),))
    assert queries.words_by_day(*JUNE) == {date(2026, 6, 29): ("Woche",), date(2026, 6, 30): ("Woche", "Ferien")}
    assert queries.words_by_day(date(2026, 7, 1), date(2026, 7, 3)) == {date(2026, 7, 1): ("Woche", "Ferien")}
