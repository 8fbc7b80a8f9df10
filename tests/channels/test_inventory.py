"""Who can get into the accounts themselves, and whether profiles lead to the imprint: asked of people, twice a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.channels import queries, rules, services
from eichhorn.channels.models import Access, Channel
from eichhorn.foundation.models import AuditEvent
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make

NOW = make.people.NOW


@pytest.fixture
def petra(db: None) -> Person:
    made: Person = make.people.person("Petra Admin", role=RoleKind.ADMINISTRATOR)
    return made


@pytest.fixture
def channel(petra: Person) -> Channel:
    return make.channels.by_hand("Facebook Haus")


def enter(channel: Channel, by: Person, who: str = "Agentur Blau", factor: bool | None = None) -> Access:
    return services.enter_access(channel=channel, who=who, may="Editor", has_second_factor=factor, by=by, now=NOW)


@given(st.dates(max_value=date(9990, 1, 1)), st.integers(min_value=0, max_value=400))
def test_it_is_time_to_look_again_after_half_a_year(last: date, days: int) -> None:
    assert rules.review_due(last, today=last + timedelta(days=days)) == (days >= 180)
    assert rules.review_due(None, today=last)


def test_a_channel_that_nobody_ever_looked_after_waits_for_an_administrator_until_somebody_did(
    petra: Person, channel: Channel
) -> None:
    titles = [row.title for row in queries.waiting_for(petra, now=NOW)]
    assert titles == ["Nach Facebook Haus sehen"]
    services.review_access(channel=channel, by=petra, now=NOW)
    assert [row.line for row in queries.waiting_for(petra, now=NOW)] == ["Führt das Profil zum Impressum?"]
    services.check_imprint(channel=channel, by=petra, now=NOW)
    assert queries.waiting_for(petra, now=NOW) == []
    assert len(queries.waiting_for(petra, now=NOW + timedelta(days=180))) == 1


def test_a_rehearsal_needs_no_imprint(petra: Person) -> None:
    make.channels.channel()
    assert queries.waiting_for(petra, now=NOW) == []


def test_what_nobody_has_asked_is_shown_as_not_asked_and_never_as_no(petra: Person, channel: Channel) -> None:
    enter(channel, petra, "Agentur Blau", None)
    enter(channel, petra, "Jonas Brandt", False)
    page = make.people.client_of(petra).get(f"/settings/channels/{channel.pk}/").text
    assert page.count("zweiter Faktor: noch nicht gefragt") == 1
    assert page.count("kein zweiter Faktor") == 1


def test_an_access_that_was_taken_away_stays_readable_and_may_come_back(petra: Person, channel: Channel) -> None:
    first = enter(channel, petra)
    services.end_access(access=first, by=petra, now=NOW)
    services.end_access(access=first, by=petra, now=NOW + timedelta(days=3))
    lasting, ended = queries.accesses(channel)
    assert (lasting, [one.until for one in ended]) == ([], [people.today(NOW)])
    assert enter(channel, petra).pk != first.pk


def test_the_same_name_is_entered_once_and_what_was_typed_stays(petra: Person, channel: Channel) -> None:
    enter(channel, petra, "Agentur Blau")
    answer = make.people.client_of(petra).post(
        f"/settings/channels/{channel.pk}/access/", {"who": "Agentur  Blau", "may": "Alles"}
    )
    assert answer.status_code == 422
    assert "Unter diesem Namen steht schon jemand in der Liste." in answer.text
    assert 'value="Alles"' in answer.text
    assert Access.objects.count() == 1


def test_the_page_does_each_step_and_says_so(petra: Person, channel: Channel) -> None:
    browser, here = make.people.client_of(petra), f"/settings/channels/{channel.pk}/"
    browser.post(f"{here}access/", {"who": "Agentur Blau", "may": "Editor", "has_second_factor": "no"})
    made = Access.objects.get()
    assert made.has_second_factor is False
    browser.post(f"{here}access/{made.pk}/", {"step": "second_factor"})
    browser.post(f"{here}looked-after/", {"at": "imprint"})
    browser.post(f"{here}looked-after/", {"at": "access"})
    browser.post(f"{here}access/{made.pk}/", {"step": "end"})
    made.refresh_from_db()
    channel.refresh_from_db()
    assert made.has_second_factor
    assert made.until is not None
    assert channel.imprint_checked_on is not None
    assert channel.access_reviewed_on is not None
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs >= {
        "channels.access_entered", "channels.access_ended", "channels.access_reviewed", "channels.imprint_checked",
        "channels.second_factor_confirmed",
    }  # fmt: skip


def test_who_can_get_in_is_the_business_of_administrators_alone(petra: Person, channel: Channel) -> None:
    made = enter(channel, petra)
    reader = make.people.person(role=RoleKind.MANAGER)
    assert "Agentur Blau" not in make.people.client_of(reader).get(f"/settings/channels/{channel.pk}/").text
    for act in (
        lambda: enter(channel, reader, "Wer"),
        lambda: services.end_access(access=made, by=reader, now=NOW),
        lambda: services.confirm_second_factor(access=made, by=reader, now=NOW),
        lambda: services.review_access(channel=channel, by=reader, now=NOW),
        lambda: services.check_imprint(channel=channel, by=reader, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_access_of_another_channel_is_not_there(petra: Person, channel: Channel) -> None:
    made = enter(make.channels.by_hand("Instagram Haus"), petra)
    answer = make.people.client_of(petra).post(f"/settings/channels/{channel.pk}/access/{made.pk}/", {"step": "end"})
    assert answer.status_code == 404
