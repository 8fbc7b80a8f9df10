"""Handing a request on to another team, and calling instead of writing: neither is an answer, and nothing of it is lost."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from eichhorn.desk import queries, services
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import LONGEST_PHONE, AnswerKind, State
from eichhorn.desk.templatetags.desk import dialled
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person, Team
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
GERMAN = {"accept-language": "de"}


@pytest.fixture
def manager(house: object) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(manager: Person) -> Client:
    client: Client = make.people.client_of(manager)
    return client


@pytest.fixture
def team(manager: Person) -> Team:
    found: Team = make.people.team(members=[make.people.person("Jonas Brandt", role=RoleKind.MANAGER)])
    return found


def waits(person: Person) -> list[str]:
    return [one.title for one in queries.waiting_for(person, now=NOW)]


def test_another_team_looks_at_it_and_the_promise_stays(manager: Person, team: Team) -> None:
    request = make.desk.request("Gewinnspiel Wallbox")
    due = request.answer_due_at
    services.hand_on(request=request, team=team, text="Das Team Netze weiß mehr.", by=manager, now=NOW)
    request.refresh_from_db()
    assert (request.team, request.state, request.answer_due_at) == (team, State.RECEIVED, due)
    assert not any("Wallbox" in title for title in waits(manager))
    assert any("Wallbox" in title for title in waits(team.members.get()))
    letter = Notice.objects.latest("pk")
    assert letter.subject == "In anderen Händen: Gewinnspiel Wallbox"
    body = settings.KEYS.unseal(bytes(letter.body_sealed), purpose="notice")
    assert "Das Team Netze weiß mehr." in body
    assert "haben Sie eine klare Antwort" in body


def test_it_is_handed_on_to_others_alone_with_words_and_only_while_it_waits(manager: Person, team: Team) -> None:
    request = make.desk.request()
    with pytest.raises(services.Undecidable):
        services.hand_on(request=request, team=team, text=" ", by=manager, now=NOW)
    services.hand_on(request=request, team=team, text="Die wissen mehr.", by=manager, now=NOW)
    with pytest.raises(services.Undecidable) as refused:
        services.hand_on(request=request, team=team, text="Die wissen mehr.", by=manager, now=NOW)
    assert refused.value.because == "same_team"
    services.decide(request=request, answer=AnswerKind.DECLINE, text="Nein.", by=manager, now=NOW)
    for act in (lambda: services.hand_on(request=request, team=team, text="Ja", by=manager, now=NOW),
                lambda: services.called(request=request, text="Ja", by=manager, now=NOW)):  # fmt: skip
        with pytest.raises(services.Undecidable):
            act()


def test_a_call_is_kept_and_is_no_answer(manager: Person) -> None:
    request = make.desk.request()
    mails = Notice.objects.count()
    services.called(request=request, text="Freitag passt auch.", by=manager, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.decided_at, Notice.objects.count()) == (State.RECEIVED, None, mails)
    guest = Client().get(reverse("desk:status", args=[make.desk.status_token(request)]), headers=GERMAN)
    assert "Freitag passt auch." in guest.content.decode()


def test_only_who_decides_does_either(manager: Person, team: Team) -> None:
    request, author = make.desk.request(), make.people.person(role=RoleKind.AUTHOR)
    with pytest.raises(NotAllowed):
        services.hand_on(request=request, team=team, text="Ja", by=author, now=NOW)
    with pytest.raises(NotAllowed):
        services.called(request=request, text="Ja", by=author, now=NOW)
    assert not Answer.objects.exists()


def test_the_card_offers_number_opening_and_teams(browser: Client, team: Team) -> None:
    token = make.desk.form_token()
    sent = make.desk.filled_in(phone="+49 (0)711 123-45 <b>")
    assert Client().post(reverse("desk:ask", args=[token]), sent).status_code == 303
    request = Request.objects.get()
    page = browser.get(reverse("desk:decide", args=[request.pk]), headers=GERMAN).content.decode()
    assert 'href="tel:+49071112345"' in page
    assert "+49 (0)711 123-45 &lt;b&gt;" in page
    assert "Ich rufe wegen „Gewinnspiel Wallbox“ an." in page
    assert f'<option value="{team.pk}">{team.name}</option>' in page
    said = browser.post(reverse("desk:called", args=[request.pk]), {"said": "Freitag passt."})
    assert said["Location"] == reverse("desk:decide", args=[request.pk])
    assert "Freitag passt." in browser.get(said["Location"]).content.decode()
    done = browser.post(reverse("desk:hand_on", args=[request.pk]), {"team": team.pk, "handed": "Die wissen mehr."})
    assert done["Location"] == reverse("desk:triage")
    again = browser.get(reverse("desk:decide", args=[request.pk]), headers=GERMAN).content.decode()
    assert f'<option value="{team.pk}">' not in again, "it looks at it already"


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("called", {"said": " "}, "Bitte sagen Sie in einem Satz"),
        ("hand_on", {"team": "", "handed": "Mein Brief."}, "Bitte wählen Sie, wer übernimmt."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    browser: Client, team: Team, name: str, wrong: dict[str, str], sentence: str
) -> None:
    request = make.desk.request()
    answer = browser.post(reverse(f"desk:{name}", args=[request.pk]), wrong, headers=GERMAN)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert wrong.get("handed", "") in page
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("length", "status"), [(LONGEST_PHONE, 303), (LONGEST_PHONE + 1, 422)])
def test_a_number_has_an_end(house: object, length: int, status: int) -> None:
    sent = make.desk.filled_in(phone="1" * length)
    assert Client().post(reverse("desk:ask", args=[make.desk.form_token()]), sent).status_code == status


def test_a_number_is_dialled_without_what_people_write_between() -> None:
    assert dialled(" +49 (711) 12-3 ") == "+49711123"
    assert dialled("0711/123 Durchwahl ٣") == "0711123"
    assert dialled("javascript:alert(1)") == "1"
