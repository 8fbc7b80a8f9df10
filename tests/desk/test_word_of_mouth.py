"""What was said in the corridor: entered for them, confirmed by them; and what somebody had promised already."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from eichhorn.desk.models import Request
from eichhorn.notices import services as notices
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(house: Organisation) -> Client:
    make.planning.channel("Facebook", places=make.planning.every_workday())
    return make.people.client_of(make.people.person("Miriam Aydın", role=RoleKind.MANAGER))


def entered(client: Client, **more: object) -> Request:
    answer = client.post("/requests/enter/", make.desk.filled_in(origin="talk") | more)
    assert answer.status_code == 303
    return Request.objects.get()


def page_of(mail: Notice) -> str:
    return re.search(r"http\S+?(/asked/\S+)", notices.text_of(mail))[1]  # type: ignore[index]


def test_whoever_asked_in_the_corridor_is_asked_whether_it_stands_right(client: Client) -> None:
    request = entered(client)
    mail = Notice.objects.get()
    assert "Miriam Aydın hat eingetragen, worum Sie gebeten haben" in notices.text_of(mail)
    card = " ".join(client.get("/requests/triage/").content.decode().split())
    assert "im Gespräch" in card
    assert "noch nicht bestätigt" in card
    guest, page = make.people.guest(), page_of(mail)
    assert "Miriam Aydın hat das für Sie eingetragen." in guest.get(page).content.decode()
    assert guest.post(f"{page}confirm/").status_code == 303
    assert "für Sie eingetragen" not in guest.get(page).content.decode()
    request.refresh_from_db()
    first = request.confirmed_at
    assert first is not None
    guest.post(f"{page}confirm/")
    request.refresh_from_db()
    assert request.confirmed_at == first, "twice is once"
    assert "noch nicht bestätigt" not in client.get("/requests/triage/").content.decode()


def test_putting_it_right_confirms_it_too(client: Client) -> None:
    entered(client)
    page = page_of(Notice.objects.get())
    make.people.guest().post(f"{page}change/", make.desk.filled_in(purpose="Es geht um etwas anderes."))
    request = Request.objects.get()
    assert request.confirmed_at is not None
    assert request.versions.count() == 2


def test_what_was_promised_already_is_said_and_names_nobody(client: Client) -> None:
    request = entered(client, origin="promised")
    assert "schon zugesagt" in client.get("/requests/triage/").content.decode()
    assert "schon zugesagt" in client.get(f"/requests/{request.pk}/").content.decode()


def test_how_it_came_has_to_be_said(client: Client) -> None:
    assert client.post("/requests/enter/", make.desk.filled_in()).status_code == 422
    assert client.post("/requests/enter/", make.desk.filled_in(origin="form")).status_code == 422, "nobody wrote it"


def test_ones_own_request_needs_no_confirming(client: Client) -> None:
    make.people.guest().post(reverse("desk:ask", args=[make.desk.form_token()]), make.desk.filled_in())
    request = Request.objects.get()
    assert (request.origin, request.entered_by, request.confirmed_at is None) == ("form", None, False)
    assert "Ihre Anfrage" in notices.text_of(Notice.objects.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.update(confirmed_at=None)


def test_what_a_program_enters_for_somebody_is_confirmed_by_them_too(house: Organisation) -> None:
    program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    whom = {"name": "Ada Roth", "email": "ada.roth@erlengrund.example"}
    sent = {"title": "Sommerfest", "purpose": "Viele kommen.", "requester": whom, "origin": "phone"}
    made = program.post("/requests", sent).json()
    assert (made["origin"], made["confirmed_at"]) == ("phone", None)
    own = program.post("/requests", {"title": "Sommerfest", "purpose": "Viele kommen."}).json()
    assert own["origin"] == "form"
    assert own["confirmed_at"] is not None
    refused = program.post("/requests", sent | {"origin": "form"})
    assert refused.json()["errors"][0]["pointer"] == "#/origin"
