"""A request that came by phone, and a declined one that is taken up again because its requester was right."""

from datetime import timedelta

import pytest

from eichhorn.desk import services
from eichhorn.desk.models import Request
from eichhorn.desk.rules import AnswerKind, State
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def declined(manager: Person) -> Request:
    request = make.desk.request("Gewinnspiel Wallbox", now=clock.now())
    return services.decide(
        request=request, answer=AnswerKind.DECLINE, text="Diesmal nicht.", by=manager, now=clock.now()
    )


def told(**given: object) -> dict[str, object]:
    """Return what a browser sends that shows the form for entering."""
    return {
        name: said
        for name, said in make.desk.filled_in(origin="phone", **given).items()
        if name not in ("website", "stamp")
    }


def test_what_was_asked_by_phone_waits_for_an_answer_like_every_request(manager: Person) -> None:
    answer = make.people.client_of(manager).post("/requests/enter/", told())
    request = Request.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/requests/triage/{request.pk}/")
    assert (request.state, request.requester_name, request.confidential) == ("received", "Carsten Wolff", False)
    assert "/asked/" in make.notices.text_to("carsten.wolff@erlengrund.example")


def test_whoever_is_known_here_is_written_to_in_their_own_language(manager: Person) -> None:
    make.people.person("Ada Moss", email="ada@erlengrund.example", language="en")
    make.people.client_of(manager).post("/requests/enter/", told(email="ada@erlengrund.example", confidential="on"))
    request = Request.objects.get()
    assert (request.language, request.confidential) == ("en", True)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_stored(manager: Person) -> None:
    page = make.people.client_of(manager).post("/requests/enter/", told(purpose="", name=""))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"purpose", "name"}
    assert not Request.objects.exists()


def test_only_who_triages_enters_for_others(house: Organisation) -> None:
    author = make.people.person(role=RoleKind.AUTHOR)
    assert make.people.client_of(author).post("/requests/enter/", told()).status_code == 403
    with pytest.raises(NotAllowed):
        services.open_request(
            title="x", requester_name="x", requester_email="x@x.example", language="de", by=author, now=clock.now(),
            asked=services.Asked(purpose="x"),
        )  # fmt: skip
    assert not Request.objects.exists()


def test_a_declined_request_is_taken_up_again_with_a_letter(manager: Person, declined: Request) -> None:
    browser = make.people.client_of(manager)
    page = browser.get(f"/requests/{declined.pk}/")
    letter = page.context["form"].initial["text"]
    assert "Anfrage wieder aufgreifen" in page.content.decode()
    assert letter.startswith("Guten Tag Carsten Wolff, Sie haben uns überzeugt")
    assert browser.post(f"/requests/{declined.pk}/reopen/", {"text": letter}).status_code == 303
    declined.refresh_from_db()
    assert declined.state == State.RECEIVED
    assert declined.answer_due_at > clock.now()
    mail = make.notices.latest_to(declined.requester_email)
    assert mail.subject == "Wir sehen es uns noch einmal an: Gewinnspiel Wallbox"
    assert "eine klare Antwort" in make.notices.text_to(declined.requester_email)


def test_a_request_that_was_taken_up_again_can_be_decided_anew(manager: Person, declined: Request) -> None:
    services.reopen(request=declined, text="Sie haben recht.", by=manager, now=clock.now())
    again = services.decide(
        request=declined, answer=AnswerKind.ASK_BACK, text="Welcher Tag?", by=manager, now=clock.now()
    )
    assert again.state == State.ASKED_BACK
    assert [answer.kind for answer in again.answers.order_by("pk")] == ["decline", "reopen", "ask_back"]


def test_whoever_decides_about_objections_may_take_it_up_again_and_nobody_else(
    manager: Person, declined: Request
) -> None:
    helene, reader = (
        make.people.person("Dr. Helene Voss", role=RoleKind.READER),
        make.people.person(role=RoleKind.READER),
    )
    services.set_terms(answer_hours=4, appeal_to=helene, appeal_days=1, by=None, now=clock.now())
    there = f"/requests/{declined.pk}/"
    for person, status in ((reader, 403), (helene, 303)):
        browser = make.people.client_of(person)
        assert ("Anfrage wieder aufgreifen" in browser.get(there).content.decode()) is (status == 303)
        assert browser.post(f"{there}reopen/", {"text": "Das war zu streng."}).status_code == status
    declined.refresh_from_db()
    assert declined.state == State.RECEIVED


@pytest.mark.parametrize("text", ["", "  "])
def test_it_is_not_taken_up_again_without_a_word(manager: Person, declined: Request, text: str) -> None:
    page = make.people.client_of(manager).post(f"/requests/{declined.pk}/reopen/", {"text": text})
    assert page.status_code == 422
    with pytest.raises(services.Undecidable):
        services.reopen(request=declined, text=text, by=manager, now=clock.now())
    declined.refresh_from_db()
    assert declined.state == State.DECLINED


def test_what_was_not_declined_is_not_taken_up_again(manager: Person) -> None:
    waiting = make.desk.request(now=clock.now() - timedelta(hours=1))
    with pytest.raises(services.Undecidable):
        services.reopen(request=waiting, text="Noch einmal.", by=manager, now=clock.now())
    answer = make.people.client_of(manager).post(
        f"/requests/{waiting.pk}/reopen/", {"text": "Noch einmal."}, follow=True
    )
    assert "Sie ist nicht abgelehnt" in answer.content.decode()
