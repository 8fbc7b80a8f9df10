"""How often a requester has mail: what is news can be gathered, what needs them comes at once."""

from datetime import timedelta

import pytest

from eichhorn.desk import services
from eichhorn.desk.models import Request
from eichhorn.desk.rules import AnswerKind
from eichhorn.foundation import clock
from eichhorn.notices import gathering, queries
from eichhorn.notices.models import Notice
from eichhorn.notices.rules import Rhythm
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db
WOLFF = "carsten.wolff@erlengrund.example"


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def asked(manager: Person) -> Request:
    """Its requester has news gathered from now on, chosen on their page."""
    request = make.desk.request("Gewinnspiel Wallbox", now=clock.now())
    at = f"/asked/{make.desk.status_token(request)}/"
    guest = make.people.guest()
    assert "Wie oft Sie Post von uns bekommen" in guest.get(at).text
    assert guest.post(f"{at}mails/", {"rhythm": "daily"}).status_code == 303
    assert "So bekommen Sie Ihre Mails ab jetzt." in guest.get(at).text
    return request


def waiting() -> int:
    return Notice.objects.filter(gather_at__isnull=False, gathered_in__isnull=True).count()


def test_news_of_two_requests_come_in_one_mail_with_a_link_to_each(asked: Request, manager: Person) -> None:
    second = make.desk.request("Hoffest", now=clock.now())
    team = make.people.team("Technik")
    for request in (asked, second):
        services.hand_on(request=request, team=team, text="Die Technik weiß mehr.", by=manager, now=clock.now())
    assert waiting() == 2
    assert gathering.gather_due(now=clock.now() + timedelta(days=4)) == 1
    body = make.notices.text_to(WOLFF)
    assert body.count("Die Technik weiß mehr.") == 2
    assert body.count("/asked/") == 2
    assert "Auf der Seite jeder Ihrer Anfragen ändern Sie das." in body
    page = make.people.guest().get(make.notices.link_to(WOLFF))
    assert page.status_code == 200


@pytest.mark.parametrize("kind", [AnswerKind.DECLINE, AnswerKind.ASK_BACK])
def test_a_no_and_a_question_come_at_once(asked: Request, manager: Person, kind: AnswerKind) -> None:
    services.decide(request=asked, answer=kind, text="Bitte rufen Sie an.", by=manager, now=clock.now())
    assert waiting() == 0
    assert "Bitte rufen Sie an." in make.notices.text_to(WOLFF)


def test_a_choice_that_does_not_exist_is_said_at_the_field_and_changes_nothing(asked: Request) -> None:
    at = f"/asked/{make.desk.status_token(asked)}/"
    page = make.people.guest().post(f"{at}mails/", {"rhythm": "hourly"})
    assert page.status_code == 422
    assert "id_rhythm_error" in page.text
    assert queries.rhythm_of(WOLFF) is Rhythm.DAILY
