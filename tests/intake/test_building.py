"""Building the form: types, questions, their order, and what cannot stand."""

import pytest
from django.test import Client

from eichhorn.intake import queries
from eichhorn.intake.models import Choice, Question, RequestType
from eichhorn.intake.rules import MOST_TYPES, QuestionKind
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(house: Organisation) -> Client:
    return make.people.client_of(make.people.person(role=RoleKind.MANAGER))


def asks(label: str, **more: object) -> dict[str, object]:
    return {"label_de": label, "kind": "line", "choices": ""} | more


def post(client: Client, at: str, **sent: object) -> str:
    answer = client.post(f"/requests/types/{at}", sent)
    return "" if answer.status_code == 303 else answer.content.decode()


def labels(of: RequestType | None = None) -> list[str]:
    return [one.label_de for one in queries.questions(of)]


def test_a_type_and_its_questions_are_built_by_pages(client: Client) -> None:
    assert post(client, "new/", name_de="Veranstaltung", name_en="Event", lead_days="10") == ""
    event = RequestType.objects.get()
    assert (
        post(
            client,
            f"questions/new/?of={event.pk}",
            **asks("Wo?", kind="one", choices="Drinnen | Inside\n\nDraußen\nDrinnen"),
        )
        == ""
    )
    assert [(one.words_de, one.words_en) for one in Choice.objects.order_by("place")] == [
        ("Drinnen", "Inside"),
        ("Draußen", ""),
    ]
    outside = Choice.objects.get(words_de="Draußen")
    assert post(client, f"questions/new/?of={event.pk}", **asks("Und bei Regen?", only_after=[outside.pk])) == ""
    page = client.get("/requests/types/").content.decode()
    assert "Üblicher Vorlauf: 10 Arbeitstage." in page
    assert page.index("Wo?") < page.index("Und bei Regen?")
    assert "Nur nach: Draußen" in " ".join(page.split())


def test_a_question_is_moved_but_not_above_what_it_depends_on(client: Client) -> None:
    where = make.intake.question("Wo?", kind=QuestionKind.ONE, choices=["Drinnen", "Draußen"])
    rain = make.intake.question("Und bei Regen?", only_after=[where.choices.get(words_de="Draußen")])
    make.intake.question("Wer?")
    client.post(f"/requests/types/questions/{rain.pk}/move/", {"to": "down"})
    assert labels() == ["Wo?", "Wer?", "Und bei Regen?"]
    client.post(f"/requests/types/questions/{rain.pk}/move/", {"to": "up"})
    answer = client.post(f"/requests/types/questions/{rain.pk}/move/", {"to": "up"}, follow=True)
    assert "Sie kann nur von einer Frage abhängen, die über ihr steht." in answer.content.decode()
    assert labels() == ["Wo?", "Und bei Regen?", "Wer?"]


def test_a_field_too_many_that_must_be_filled_in_is_refused_for_every_type(client: Client) -> None:
    event = make.intake.type_("Veranstaltung")
    for number in range(2):
        make.intake.question(f"Frage {number}", of=event, required=True)
    said = post(client, "questions/new/", **asks("Für alle", required="on"))
    assert "mehr als 7 Pflichtfelder" in said
    assert post(client, "questions/new/", **asks("Für alle")) == ""


def test_an_answer_on_which_another_question_depends_does_not_go(client: Client) -> None:
    where = make.intake.question("Wo?", kind=QuestionKind.ONE, choices=["Drinnen", "Draußen"])
    make.intake.question("Und bei Regen?", only_after=[where.choices.get(words_de="Draußen")])
    said = post(client, f"questions/{where.pk}/", **asks("Wo?", kind="one", choices="Drinnen"))
    assert "Eine andere Frage hängt an einer Antwort, die hier fehlt." in said
    assert where.choices.count() == 2
    answer = client.post(f"/requests/types/questions/{where.pk}/remove/", follow=True)
    assert "Ändern Sie zuerst jene Frage" in answer.content.decode()
    assert Question.objects.filter(pk=where.pk).exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (asks("Wo?", kind="one"), "jede in einer eigenen Zeile"),
        (asks("Wo?", choices="Drinnen"), "keine Antworten zur Auswahl"),
        (asks("Wo?", kind="one", choices="x" * 121), "länger als 120 Zeichen"),
        (asks(" "), "Bitte füllen Sie dieses Feld aus."),
        (asks("Wo?", kind="tanz"), "Bitte neu auswählen."),
    ],
)
def test_what_is_wrong_with_a_question_is_said(client: Client, sent: dict[str, object], said: str) -> None:
    assert said in post(client, "questions/new/", **sent)
    assert not Question.objects.exists()


def test_no_more_types_are_offered_than_somebody_can_read(client: Client) -> None:
    for number in range(MOST_TYPES - 1):
        make.intake.type_(f"Art {number}")
    assert post(client, "new/", name_de="Die letzte") == ""
    assert f"höchstens {MOST_TYPES} Arten" in post(client, "new/", name_de="Eine zu viel")
    gone = RequestType.objects.get(name_de="Die letzte")
    client.post(f"/requests/types/{gone.pk}/retire/")
    assert post(client, "new/", name_de="Eine andere") == ""
    answer = client.post(f"/requests/types/{gone.pk}/offer/", follow=True)
    assert f"höchstens {MOST_TYPES} Arten" in answer.content.decode()
