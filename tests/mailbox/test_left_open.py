"""What a letter leaves open: its receipt leads to exactly that, on a phone, and to nothing else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from eichhorn.desk import queries, services
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.rules import State
from eichhorn.foundation import clock
from tests import make
from tests.make.mailbox import HOUSE, PASSED, written

pytestmark = pytest.mark.django_db
WITHOUT_DATE = "Am Markt steht unsere neue Ladesäule. Können Sie sie bitte zeigen?"


@pytest.fixture(autouse=True)
def _house() -> None:
    make.people.organisation()
    make.mailbox.door()


def receipt(words: str) -> str:
    """Return the path to which the receipt of a letter with these words leads."""
    make.mailbox.letter(written(words, results=[PASSED]))
    found = re.search(r"http\S+?(/asked/\S+)", make.notices.text_to(f"carsten.wolff@{HOUSE}"))
    assert found is not None
    return found[1]


def fields(page: str) -> set[str]:
    return set(re.findall(r'name="(when|wish|fixed_because|text|picture|alt|goal|purpose|title)"', page))


def latest() -> RequestVersion:
    return RequestVersion.objects.latest("pk")


def test_the_receipt_of_a_letter_without_a_date_leads_to_the_question_for_it_alone() -> None:
    path = receipt(WITHOUT_DATE)
    assert path.endswith("/missing/")
    page = make.people.guest().get(path).text
    assert fields(page) == {"when", "wish", "fixed_because"}
    assert "Bis wann brauchen Sie es" in page
    assert "checked" not in page, "nothing is chosen for them"


def test_a_date_that_is_given_there_is_the_wish_and_all_else_stays() -> None:
    path, before = receipt(WITHOUT_DATE), latest()
    guest, day = make.people.guest(), (clock.now() + timedelta(days=30)).date()
    assert guest.post(path, {"when": "wish", "wish": f"{day:%d.%m.%Y} 10:00"}).status_code == 303
    now = latest()
    assert (now.number, now.wish_local and now.wish_local.date(), now.text) == (2, day, before.text)
    assert Request.objects.get().state == State.RECEIVED
    assert guest.get(path).status_code == 303, "it is answered, and leads to the request's page"


def test_who_says_that_any_date_suits_them_is_not_asked_again() -> None:
    path = receipt(WITHOUT_DATE)
    assert make.people.guest().post(path, {"when": "any"}).status_code == 303
    request, now = Request.objects.get(), latest()
    assert (now.any_date, now.wish_local) == (True, None)
    assert not [one for one in queries.noticed(request, now) if "date" in one.kind]


def test_an_answer_without_anything_in_it_is_asked_for_again_and_nothing_is_kept() -> None:
    path = receipt(WITHOUT_DATE)
    refused = make.people.guest().post(path, {})
    assert refused.status_code == 422
    assert "Bitte füllen Sie wenigstens etwas aus" in refused.text
    assert latest().number == 1


@pytest.mark.parametrize("typed", ["30.2.2026", "8.6.2020 10:00", "1.1.20226", "2026-06-31", "²"])
def test_a_day_that_cannot_be_is_refused_at_its_field_and_stays_typed(typed: str) -> None:
    path = receipt(WITHOUT_DATE)
    refused = make.people.guest().post(path, {"when": "wish", "wish": typed})
    assert refused.status_code == 422
    assert f'value="{typed}"' in refused.text
    assert 'id="id_wish_error"' in refused.text
    assert latest().number == 1


def test_a_letter_that_leaves_nothing_open_leads_to_its_page() -> None:
    path = receipt("Am 25. Juni 2026 um 10 Uhr weihen wir die Ladesäule am Markt ein. Können Sie das bitte zeigen?")
    assert not path.endswith("/missing/")
    assert make.people.guest().get(f"{path}missing/").status_code == 303


WITHOUT_DATE_AND_PICTURE = (
    "Am Markt steht unsere neue Ladesäule. Können Sie sie bitte zeigen? Das Foto finden Sie im Anhang."
)


def test_an_answer_to_a_part_leaves_the_rest_asked_for() -> None:
    path = receipt(WITHOUT_DATE_AND_PICTURE)
    guest = make.people.guest()
    assert fields(guest.get(path).text) >= {"when", "picture"}
    answered = guest.post(path, {"when": "any"}, follow=True)
    assert "Etwas ist noch offen" in answered.text
    assert "Ergänzen, was fehlt" in answered.text or path in answered.text
    again = fields(guest.get(path).text)
    assert "picture" in again
    assert "when" not in again


def test_a_link_whose_question_is_answered_says_so() -> None:
    path = receipt(WITHOUT_DATE)
    guest = make.people.guest()
    guest.post(path, {"when": "any"}, follow=True)
    assert "Hier fehlt nichts mehr" in guest.get(path, follow=True).text


def test_words_by_mail_that_leave_the_date_open_leave_it_asked_for() -> None:
    path = receipt(WITHOUT_DATE)
    request = Request.objects.get()
    mailbox_words = f"{latest().text}\n\nBitte mit einem schönen Bild."
    services.change_request(
        request=request, asked=replace(services.as_asked(latest()), text=mailbox_words), now=clock.now()
    )
    assert "when" in fields(make.people.guest().get(path).text)
