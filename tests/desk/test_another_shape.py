"""Not so, but so: the team proposes another shape, and whoever asked says Yes with a press, or something else."""

import pytest
from django.test import Client

from eichhorn.desk import queries, services
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import AnswerKind, State
from eichhorn.desk.services import Closed
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make

NOW = make.people.NOW


@pytest.fixture(autouse=True)
def on_the_day(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def phone() -> Client:
    client: Client = make.people.guest()
    return client


def proposed(by: Person, text: str = "Lieber als kurze Meldung mit Ihrem Bild.") -> Request:
    request = make.desk.request("Sommerfest")
    return services.decide(request=request, answer=AnswerKind.RESHAPE, text=text, by=by, now=NOW)


def test_a_proposal_is_drafted_sent_and_waits_for_a_yes(miriam: Person) -> None:
    request = make.desk.request("Sommerfest")
    browser = make.people.client_of(miriam)
    drafted = browser.post(f"/requests/triage/{request.pk}/letter/", {"answer": "reshape"}).content.decode()
    assert "nur in anderer Form" in drafted
    assert "Vorschlag senden" in drafted
    answer = browser.post(f"/requests/triage/{request.pk}/", {"answer": "reshape", "text": "Lieber als kurze Meldung."})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    request.refresh_from_db()
    assert (request.state, request.decided_at, request.slot) == (State.ASKED_BACK, None, None)
    body = make.notices.text_to(request.requester_email)
    assert "Lieber als kurze Meldung." in body
    assert "sagen Sie Ja mit einem Tipp, oder was Ihnen lieber wäre" in body


def test_a_yes_is_one_press_and_the_request_waits_for_the_team_again(miriam: Person, phone: Client) -> None:
    request = proposed(miriam)
    page = make.notices.link_to(request.requester_email)
    assert "Ja, gern so" in phone.get(page).content.decode()
    phone.post(page + "agree/")
    request.refresh_from_db()
    assert request.state == State.RECEIVED
    assert [(one.kind, one.text) for one in request.answers.order_by("pk")][-1] == (AnswerKind.AGREED, "Ja, gern so.")
    assert "Ja, gern so" in make.people.client_of(miriam).get(f"/requests/triage/{request.pk}/").content.decode()


def test_a_yes_counts_once_and_only_to_a_proposal(miriam: Person, phone: Client) -> None:
    request = proposed(miriam)
    services.requester_agrees(request=request, now=NOW)
    with pytest.raises(Closed):
        services.requester_agrees(request=request, now=NOW)
    asked = make.desk.request("Anderes")
    services.decide(request=asked, answer=AnswerKind.ASK_BACK, text="Wann genau?", by=miriam, now=NOW)
    page = make.notices.link_to(asked.requester_email)
    assert "Ja, gern so" not in phone.get(page).content.decode()
    assert "Hier ist nichts mehr offen" in phone.post(page + "agree/", follow=True).content.decode()
    assert Answer.objects.filter(kind=AnswerKind.AGREED).count() == 1


def test_who_would_rather_have_it_otherwise_says_so_in_words(miriam: Person, phone: Client) -> None:
    request = proposed(miriam)
    phone.post(
        make.notices.link_to(request.requester_email) + "reply/", {"text": "Dann lieber im Herbst als eigener Beitrag."}
    )
    request.refresh_from_db()
    assert request.state == State.RECEIVED
    assert queries.proposal(queries.whole_request(request.pk)) is None
    with pytest.raises(Closed):
        services.requester_agrees(request=request, now=NOW)
