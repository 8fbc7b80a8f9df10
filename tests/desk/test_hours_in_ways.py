"""The hours of the team on Triage: weighed where all have told theirs, and said with the names that are missing."""

from datetime import date, datetime

import pytest

from eichhorn.channels.models import Channel
from eichhorn.desk import queries
from eichhorn.desk.models import Request
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.people import NOW


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def channel(house: Organisation) -> Channel:
    return make.planning.channel("Facebook", places=make.planning.every_workday())


def sheet(request: Request) -> queries.Triage:
    return queries.triage(queries.whole_request(request.pk), now=NOW, with_ways=True)


@pytest.mark.django_db
def test_a_week_without_hours_is_left_free_once_all_of_the_team_have_told_theirs(
    manager: Person, channel: Channel
) -> None:
    request = make.desk.request(wish=datetime(2026, 6, 18, 11), channels=[channel])
    elsewhere = make.planning.slot(channels=[make.planning.channel()], at=datetime(2026, 6, 18, 9), effort_minutes=60)
    make.duty.week(manager, (600, 0, 0, 0, 0, 0, 0))
    for told, day in ((120, 18), (119, 22)):  # an hour for it, and one for the other
        make.duty.week(manager, (told, 0, 0, 0, 0, 0, 0), from_day=date(2026, 6, 15))
        make.duty.week(manager, (600, 0, 0, 0, 0, 0, 0), from_day=date(2026, 6, 22))
        assert sheet(request).best == date(2026, 6, day), "the other post of the week has its hour already"
        assert sheet(request).ways.knows_hours
    assert elsewhere.effort_minutes == 60
    late = make.people.person("Jonas Brandt", role=RoleKind.AUTHOR)
    assert sheet(request).best == date(2026, 6, 18), "hours that somebody has not told yet bound nothing"
    assert not sheet(request).ways.knows_hours
    assert sheet(request).team.untold == ("Jonas Brandt",)
    make.duty.week(late, (60, 0, 0, 0, 0, 0, 0), from_day=date(2026, 6, 1))
    assert sheet(request).best == date(2026, 6, 18), "together they have the hours"


@pytest.mark.django_db
def test_the_card_says_what_the_team_has_in_that_week_and_what_is_planned(manager: Person, channel: Channel) -> None:
    request = make.desk.request(wish=datetime(2026, 6, 18, 11), channels=[channel])
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 16, 9), effort_minutes=90)
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 22, 9), effort_minutes=60)
    assert sheet(request).team is None, "nobody has told any hours"
    make.duty.week(manager)
    make.duty.away(manager, date(2026, 6, 19))
    page = make.people.client_of(manager).get(f"/requests/triage/{request.pk}/").content.decode()
    assert "Team: 32 Stunden in der Woche ab 15. Juni, 1,5 Stunden verplant." in page
    make.people.person("Jonas Brandt", role=RoleKind.AUTHOR)
    page = make.people.client_of(manager).get(f"/requests/triage/{request.pk}/").content.decode()
    assert "Noch nicht angegeben und nicht darin: Jonas Brandt." in page
