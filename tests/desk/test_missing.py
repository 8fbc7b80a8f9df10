"""What a request leaves open: said on the card, asked for by a mail that leads to exactly that, filled in without the rest."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from eichhorn.desk import services
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.rules import AnswerKind, State
from eichhorn.foundation import clock
from eichhorn.intake.models import Choice, Question
from eichhorn.intake.rules import QuestionKind
from eichhorn.notices import services as notices
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def miriam(house: Organisation) -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def client(miriam: Person) -> Client:
    return make.people.client_of(miriam)


@pytest.fixture
def request_(house: Organisation) -> Request:
    make.planning.channel("Facebook", places=make.planning.every_workday())
    where = make.intake.question("Wo ist es?", kind=QuestionKind.ONE, choices=["Drinnen", "Draußen"])
    make.intake.question("Und bei Regen?", only_after=[where.choices.get(words_de="Draußen")], required=True)
    make.intake.question("Für wen?")
    made: Request = make.desk.request(
        "Sommerfest", text="", purpose="Viele kommen.", email="ada.roth@erlengrund.example"
    )
    return made


def q(label: str) -> str:
    return f"q{Question.objects.get(label_de=label).pk}"


def asked_back(request_: Request, by: Person, *names: str) -> str:
    """Ask back for those fields; return the address of the page that the mail leads to."""
    services.decide(
        request=request_, answer=AnswerKind.ASK_BACK, text="Noch eine Frage.", by=by, now=clock.now(), asks=names
    )
    body = notices.text_of(Notice.objects.latest("pk"))
    return re.search(r"http\S+?(/asked/\S+)", body)[1]  # type: ignore[index]


def latest() -> RequestVersion:
    return RequestVersion.objects.latest("pk")


def test_the_card_says_what_is_open(client: Client, request_: Request) -> None:
    card = " ".join(client.get(f"/requests/triage/{request_.pk}/").content.decode().split())
    assert (
        "noch offen: der Text, ein Bild mit Beschreibung, das Ziel, auf das es einzahlt, Wo ist es?, Für wen?" in card
    )


def test_what_is_ticked_is_asked_for_by_a_mail_that_leads_to_exactly_that(client: Client, request_: Request) -> None:
    at = f"/requests/triage/{request_.pk}/"
    shown = client.post(f"{at}letter/", {"answer": "ask_back"}).content.decode()
    assert f'value="{q("Für wen?")}"' in shown
    sent = {"answer": "ask_back", "text": "Noch eine Frage.", "asks": ["text", q("Für wen?")]}
    assert client.post(at, sent).status_code == 303
    body = notices.text_of(Notice.objects.latest("pk"))
    assert "– der Text\n– Für wen?" in body
    page = make.people.guest().get(re.search(r"http\S+?(/asked/\S+/missing/)", body)[1])  # type: ignore[index]
    fields = set(re.findall(r'name="(text|picture|alt|goal|purpose|when|q\d+)"', page.content.decode()))
    assert fields == {"text", q("Für wen?")}
    assert "Noch eine Frage." in page.content.decode()


def test_what_is_filled_in_takes_its_place_and_all_else_stays(request_: Request, miriam: Person) -> None:
    page, before = asked_back(request_, miriam, "text", q("Für wen?")), latest()
    answer = make.people.guest().post(page, {"text": "Kommt alle.", "text_language": "de", q("Für wen?"): "Familien"})
    assert answer.status_code == 303
    now = latest()
    assert now.number == before.number + 1
    assert (now.text, [one["said"] for one in now.answers]) == ("Kommt alle.", ["Familien"])
    assert (now.purpose, now.wish_local, now.goal) == (before.purpose, before.wish_local, before.goal)
    assert Request.objects.get().state == State.RECEIVED
    assert make.people.guest().get(page).status_code == 303, "it is answered, and leads to the request's page"


def test_an_answer_that_asks_for_more_shows_it_and_nothing_else(request_: Request, miriam: Person) -> None:
    page, guest = asked_back(request_, miriam, q("Wo ist es?")), make.people.guest()
    outside = str(Choice.objects.get(words_de="Draußen").pk)
    refused = guest.post(page, {q("Wo ist es?"): outside})
    assert refused.status_code == 422
    assert f'name="{q("Und bei Regen?")}"' in refused.content.decode()
    assert f'name="{q("Für wen?")}"' not in refused.content.decode()
    guest.post(page, {q("Wo ist es?"): outside, q("Und bei Regen?"): "im Zelt"})
    assert [one["said"] for one in latest().answers] == ["Draußen", "im Zelt"]


def test_earlier_answers_stay_in_their_order(request_: Request, miriam: Person) -> None:
    guest = make.people.guest()
    guest.post(asked_back(request_, miriam, q("Für wen?")), {q("Für wen?"): "Familien"})
    inside = str(Choice.objects.get(words_de="Drinnen").pk)
    guest.post(asked_back(request_, miriam, q("Wo ist es?")), {q("Wo ist es?"): inside})
    assert [one["said"] for one in latest().answers] == ["Drinnen", "Familien"]


def test_an_empty_answer_is_asked_again_and_nothing_is_kept(request_: Request, miriam: Person) -> None:
    page = asked_back(request_, miriam, "text", "picture")
    refused = make.people.guest().post(page, {"text": " ", "text_language": "de", "alt": ""})
    assert refused.status_code == 422
    assert "Bitte füllen Sie wenigstens etwas aus" in refused.content.decode()
    assert latest().number == 1


def test_only_what_is_open_can_be_asked_for(request_: Request, miriam: Person, client: Client) -> None:
    refused = client.post(f"/requests/triage/{request_.pk}/", {"answer": "ask_back", "text": "Und?", "asks": ["email"]})
    assert refused.status_code == 422
    asked_back(request_, miriam, "email", "purpose")
    assert Request.objects.get().answers.get().asks == []


def test_a_question_in_words_alone_leads_to_the_page_of_the_request(request_: Request, miriam: Person) -> None:
    page = asked_back(request_, miriam)
    assert page.count("/") == 3, "/asked/<token>/"
    assert make.people.guest().get(f"{page}missing/").status_code == 303
    assert reverse("desk:status", args=["x"]).count("/") == page.count("/")


def test_programs_read_what_is_open_and_ask_for_it(request_: Request, miriam: Person) -> None:
    program = make.api.program(miriam)
    told = program.get(f"/requests/{request_.pk}").json()["missing"]
    assert [one["name"] for one in told] == ["text", "picture", "goal", q("Wo ist es?"), q("Für wen?")]
    sent = {"answer": "ask_back", "text": "Noch eine Frage.", "asks": ["text"]}
    assert program.post(f"/requests/{request_.pk}/answers", sent).status_code == 200
    assert Request.objects.get().answers.get().asks == ["text"]
