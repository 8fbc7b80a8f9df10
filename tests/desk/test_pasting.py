"""Somebody of the team pastes a message, and the form proposes what stands in it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from eichhorn.desk.models import Request
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.desk.test_entering import told

pytestmark = pytest.mark.django_db
MAIL = """Von: Carsten Wolff <carsten.wolff@erlengrund.example>
Betreff: AW: Ladesäule am Markt

Hallo Miriam, am 11. Juni geht am Markt die neue Ladesäule ans Netz. Ein Foto kommt noch.

Viele Grüße
Carsten Wolff"""
EMPTY = {
    "title": "",
    "name": "",
    "email": "",
    "phone": "",
    "text": "",
    "wish": "",
    "when": "any",
    "purpose": "",
    "origin": "talk",
}


@pytest.fixture
def manager(house: Organisation, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 9, 8, 10, tzinfo=UTC))
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def pasted(manager: Person, message: str, **typed: object) -> Any:
    sent = told() | EMPTY | typed | {"pasted": message, "read": "1"}
    return make.people.client_of(manager).post("/requests/enter/", sent)


def test_a_mail_fills_the_form_and_enters_nothing(manager: Person) -> None:
    page = pasted(manager, MAIL)
    form = page.context["form"]
    shown = {name: form[name].value() for name in ("name", "email", "title", "when", "wish", "origin", "text_language")}
    assert shown == {
        "name": "Carsten Wolff", "email": "carsten.wolff@erlengrund.example", "title": "Ladesäule am Markt",
        "when": "wish", "wish": "11.6.2026", "origin": "letter", "text_language": "de",
    }  # fmt: skip
    assert page.status_code == 200
    assert "der Name, die Adresse, worum es geht, der Wunschtermin, der Text" in page.text
    assert "von einem Bild ist die Rede, das nicht da ist: „Foto“" in page.text
    assert not Request.objects.exists()


def test_what_was_typed_already_is_not_replaced(manager: Person) -> None:
    page = pasted(manager, MAIL, name="Helene Voss", wish="20.6.2026", when="wish", text="Meine Notiz")
    form = page.context["form"]
    assert [form[name].value() for name in ("name", "wish", "text")] == ["Helene Voss", "20.6.2026", "Meine Notiz"]
    assert form["email"].value() == "carsten.wolff@erlengrund.example"
    assert MAIL.splitlines()[0].replace("<", "&lt;").replace(">", "&gt;") in page.text


def test_the_proposal_is_entered_as_it_stands_by_the_one_who_sends_it(manager: Person) -> None:
    form = pasted(manager, MAIL).context["form"]
    proposed = {name: form[name].value() for name in ("name", "email", "title", "when", "wish", "origin", "text")}
    sent = told() | proposed | {"purpose": "Alle wissen, wo sie laden.", "pasted": MAIL}
    make.people.client_of(manager).post("/requests/enter/", sent)
    request = Request.objects.get()
    assert (request.title, request.requester_name, request.origin) == ("Ladesäule am Markt", "Carsten Wolff", "letter")
    assert request.confirmed_at is None
    assert "am 11. Juni geht" in request.versions.get().text


def test_a_message_that_says_nothing_new_is_said_to_do_so(manager: Person) -> None:
    page = pasted(manager, "Hallo!", title="Gruß", text="Hallo!")
    assert "was nicht schon hier steht" in page.text


@pytest.mark.parametrize(
    ("message", "sentence"),
    [("   ", "Bitte fügen Sie zuerst die Nachricht ein."), ("a" * 20_001, "20000"), ("a" * 20_000, "")],
)
def test_a_message_is_refused_where_it_is_none_or_too_long_and_nothing_is_lost(
    manager: Person, message: str, sentence: str
) -> None:
    page = pasted(manager, message, purpose="Das bleibt stehen.")
    assert page.status_code == (422 if sentence else 200)
    assert sentence in page.text.replace(".", "").replace("\xa0", "") if sentence.isdigit() else sentence in page.text
    assert "Das bleibt stehen." in page.text


def test_who_does_not_decide_on_requests_cannot_read_one_in(house: Organisation) -> None:
    writer = make.people.person("Kim Lind", role=RoleKind.AUTHOR)
    assert pasted(writer, MAIL).status_code == 403


def test_the_enter_key_sends_the_form_and_does_not_read_the_message_once_more(manager: Person) -> None:
    page = make.people.client_of(manager).get("/requests/enter/").text
    buttons = [one for one in re.findall(r"<button[^>]*>", page[page.index("<main") :]) if 'type="submit"' in one]
    assert "name=" not in buttons[0]
    assert 'name="read"' in buttons[1]
