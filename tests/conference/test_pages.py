"""The pages of the editorial meeting, as people use them."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from eichhorn.conference import services
from eichhorn.conference.models import Decision, Meeting
from eichhorn.conference.rules import Deed, State, Why
from eichhorn.foundation import clock
from eichhorn.notices.models import Notice
from eichhorn.notices.services import text_of
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_meeting_is_prepared_opened_decided_and_closed(browser: Client, miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    prepared = {"title": "Redaktionskonferenz", "when": "9.6.2026 10:00", "people": [miriam.pk]}
    answer = browser.post("/plan/meetings/new/", prepared)
    here = answer["Location"]
    assert "Die Tagesordnung entsteht von selbst" in page(browser, here)
    browser.post(f"{here}open/")
    running = page(browser, here)
    assert "Trinkbrunnen" in running
    assert "1 Frage von 1 ist offen." in running
    meeting = Meeting.objects.get()
    line = make.conference.line(meeting, Why.IDEA, seen_by=miriam)
    seen = running.split('name="seen" value="')[1].split('"')[0]
    answer = browser.post(
        f"/plan/meetings/lines/{line.pk}/", {"deed": "move", "when": "12.6.2026 10:00", "note": "", "seen": seen}
    )
    assert answer["Location"] == f"{here}?after={line.pk}"
    assert "Alles ist beschlossen oder vertagt." in page(browser, here)
    browser.post(f"{here}close/")
    protocol = page(browser, here)
    assert "ohne Termin" in protocol
    assert "Fr 12. Juni, 10:00" in protocol
    assert "notiert von Miriam Aydın" in protocol


def test_the_next_line_has_the_focus_after_each_decision(browser: Client, miriam: Person) -> None:
    for number in (1, 2):
        make.planning.slot(f"Idee {number}", at=None)
    meeting = make.conference.running(by=miriam)
    first, second = make.conference.lines(meeting, Why.IDEA, seen_by=miriam)
    after = page(browser, f"/plan/meetings/{meeting.pk}/?after={first.pk}")
    assert "autofocus" in after.split(f'id="line-{second.pk}"')[1].split("</li>")[0]
    assert after.count("autofocus") == 1


def test_what_changed_meanwhile_is_shown_and_what_was_typed_stays(browser: Client, miriam: Person) -> None:
    slot = make.planning.slot("Ohne Ziel", at=datetime(2026, 6, 12, 10))
    meeting = make.conference.running(by=miriam)
    line = make.conference.line(meeting, Why.WITHOUT_GOAL, seen_by=miriam)
    answer = browser.post(
        f"/plan/meetings/lines/{line.pk}/", {"deed": "move", "when": "13.6.2026 11:00", "seen": "old"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Inzwischen hat sich etwas geändert." in shown
    assert 'value="13.6.2026 11:00"' in shown
    assert not Decision.objects.exists()
    slot.refresh_from_db()
    assert slot.planned_local == datetime(
        2026, 6, 12, 10, tzinfo=slot.planned_local.tzinfo if slot.planned_local else None
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"deed": "move", "when": ""}, "Bitte ein Datum mit Uhrzeit eintragen"),
        ({"deed": "move", "when": "Freitag"}, "Die Uhrzeit fehlt"),
        ({"deed": "note", "note": ""}, "Noch hat sich nichts geändert"),
        ({"deed": "set_goal", "goal": ""}, "Bitte wählen Sie ein Ziel"),
    ],
)
def test_what_is_missing_is_said(browser: Client, miriam: Person, sent: dict[str, str], sentence: str) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    line = make.conference.line(make.conference.running(by=miriam), Why.IDEA, seen_by=miriam)
    seen = page(browser, f"/plan/meetings/lines/{line.pk}/").split('name="seen" value="')[1].split('"')[0]
    answer = browser.post(f"/plan/meetings/lines/{line.pk}/", sent | {"seen": seen})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_reader_reads_along_and_is_offered_nothing(miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    make.planning.slot("Fusion", at=None, confidential=True)
    meeting = make.conference.running(by=miriam)
    shown = page(make.people.client_of(make.people.person(role=RoleKind.READER)), f"/plan/meetings/{meeting.pk}/")
    assert "Trinkbrunnen" in shown
    assert "Fusion" not in shown
    assert 'name="deed"' not in shown


def test_only_what_the_room_would_do_is_offered(browser: Client, miriam: Person) -> None:
    make.strategy.goal("Nähe", owner=miriam)
    meeting = make.conference.running(by=miriam)
    [line] = make.conference.lines(meeting, Why.GOAL, seen_by=miriam)
    shown = page(browser, f"/plan/meetings/lines/{line.pk}/")
    offered = {deed for deed in Deed if f'value="{deed}"' in shown}
    assert offered == {Deed.PLAN, Deed.NOTE, Deed.ADJOURN}


def test_the_protocol_is_mailed_to_those_who_took_part_as_far_as_they_may_read_it(
    browser: Client, miriam: Person
) -> None:
    guest = make.people.person("Ina Roth", role=RoleKind.READER, language="en")
    make.planning.slot("Trinkbrunnen", at=None)
    make.planning.slot("Fusion", at=None, confidential=True)
    meeting = make.conference.running(by=miriam, people=[miriam, guest])
    for line in make.conference.lines(meeting, Why.IDEA, seen_by=miriam):
        make.conference.decided(line, Deed.ADJOURN, by=miriam)
    services.close(meeting=meeting, by=miriam, now=NOW)
    browser.post(f"/plan/meetings/{meeting.pk}/mail/")
    letters = {notice.to_email: text_of(notice) for notice in Notice.objects.filter(about_kind="meeting")}
    assert "Fusion" in letters[miriam.email]
    assert "Offen:" in letters[miriam.email]
    assert "Fusion" not in letters[guest.email]
    assert "- Trinkbrunnen" in letters[guest.email]
    assert "Open:" in letters[guest.email]


def test_before_it_is_closed_nothing_is_mailed(browser: Client, miriam: Person) -> None:
    meeting = make.conference.running(by=miriam, people=[miriam])
    browser.post(f"/plan/meetings/{meeting.pk}/mail/")
    assert not Notice.objects.exists()
    assert "Jemand war schneller" in page(browser, f"/plan/meetings/{meeting.pk}/")


def test_an_addition_stands_under_the_protocol(browser: Client, miriam: Person) -> None:
    meeting = make.conference.closed(by=miriam)
    browser.post(f"/plan/meetings/{meeting.pk}/add/", {"text": "Es war der Brunnen am Markt."})
    assert "Es war der Brunnen am Markt." in page(browser, f"/plan/meetings/{meeting.pk}/")


def test_the_next_meeting_begins_like_the_last_one(browser: Client, miriam: Person) -> None:
    make.conference.prepared(by=miriam, people=[miriam], now=NOW - timedelta(days=7), title="Montagsrunde")
    shown = page(browser, "/plan/meetings/new/")
    assert 'value="Montagsrunde"' in shown
    assert 'value="9.6.2026 10:00"' in shown
    assert "checked" in shown


def test_a_meeting_of_today_stands_on_the_day_of_those_who_take_part(browser: Client, miriam: Person) -> None:
    make.conference.prepared(by=miriam, people=[miriam], title="Montagsrunde")
    assert "Montagsrunde" in page(browser, "/")
    other = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    assert "Montagsrunde" not in page(other, "/")


def test_the_large_view_goes_from_line_to_line(browser: Client, miriam: Person) -> None:
    make.planning.slot("Trinkbrunnen", at=None)
    meeting = make.conference.running(by=miriam)
    assert "1 von 2" in page(browser, f"/plan/meetings/{meeting.pk}/screen/")
    assert "Was hinausging" in page(browser, f"/plan/meetings/{meeting.pk}/screen/?line=99")
    assert Meeting.objects.get().state == State.RUNNING
    assert Slot.objects.count() == 1
