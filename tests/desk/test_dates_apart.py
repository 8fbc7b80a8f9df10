"""A wish, a date that it must be, and an embargo: three things that a requester says apart."""

from datetime import timedelta

import pytest
from django.urls import reverse

from eichhorn.desk import queries, services
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.rules import AnswerKind
from eichhorn.desk.services import Place, Undecidable
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules
from eichhorn.planning.models import Slot
from eichhorn.ui import typed_dates
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(house: Organisation) -> str:
    make.planning.channel("Facebook", places=make.planning.every_workday())
    return reverse("desk:ask", args=[make.desk.form_token()])


@pytest.fixture
def miriam(house: Organisation) -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


def in_days(days: int, hour: int = 9) -> str:
    return typed_dates.written(
        (clock.now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0, tzinfo=None)
    )


def sent(address: str, **more: object) -> int:
    return int(make.people.guest().post(address, make.desk.filled_in(**more)).status_code)


def asked() -> RequestVersion:
    return RequestVersion.objects.latest("pk")


def sheet() -> queries.Triage:
    return queries.triage(queries.whole_request(Request.objects.get().pk), now=clock.now())


def answered(answer: AnswerKind, by: Person, **place: object) -> Slot | None:
    look = sheet()
    where = Place(
        channels=look.channels, kind=look.kind, fingerprint=look.price.fingerprint if look.price else "", **place
    )  # type: ignore[arg-type]
    return services.decide(
        request=Request.objects.get(), answer=answer, text="Gern.", place=where, by=by, now=clock.now()
    ).slot


def test_a_date_that_must_be_is_not_moved_for_others(address: str, miriam: Person) -> None:
    assert sent(address, when="fixed", wish=in_days(30), fixed_because="Ab da ist gesperrt") == 303
    assert asked().fixed_because == "Ab da ist gesperrt"
    slot = answered(AnswerKind.ACCEPT, miriam)
    assert slot is not None
    assert not slot.movable


def test_beside_a_date_that_must_be_no_later_one_is_offered(address: str, miriam: Person) -> None:
    sent(address, when="fixed", wish=in_days(30), fixed_because="Ab da ist gesperrt")
    assert not sheet().offers_later
    assert sheet().recommended is AnswerKind.ACCEPT
    page = make.people.client_of(miriam).get("/requests/triage/").content.decode()
    assert 'id="id_answer_later"' not in page
    assert "Später, nächster freier Platz" not in page


def test_a_wish_may_be_moved(address: str, miriam: Person) -> None:
    assert sent(address, when="wish", wish=in_days(30), fixed_because="steht noch vom Umschalten da") == 303
    assert asked().fixed_because == ""
    slot = answered(AnswerKind.ACCEPT, miriam)
    assert slot is not None
    assert slot.movable


def test_why_it_must_be_that_date_is_asked_for(address: str) -> None:
    answer = make.people.guest().post(address, make.desk.filled_in(when="fixed", wish=in_days(30)))
    assert answer.status_code == 422
    assert "sonst ist der Termin ein Wunsch" in answer.content.decode()
    assert sent(address, when="fixed", fixed_because="Ab da ist gesperrt") == 422, "and the date itself"


@pytest.mark.parametrize(("embargo", "status"), [(30, 303), (29, 303), (31, 422)])
def test_no_date_is_wished_before_the_embargo_ends(address: str, embargo: int, status: int) -> None:
    assert sent(address, when="wish", wish=in_days(30), embargo=in_days(embargo)) == status


@pytest.mark.parametrize("typed", ["irgendwann", "31.2.2031 10:00", "1.1.2090 10:00"])
def test_an_embargo_that_cannot_be_is_said_at_its_field(address: str, typed: str) -> None:
    answer = make.people.guest().post(address, make.desk.filled_in(embargo=typed))
    assert answer.status_code == 422
    assert 'id="id_embargo_error"' in answer.content.decode()


def test_until_the_embargo_ends_only_the_team_and_whoever_asked_read_it(address: str, miriam: Person) -> None:
    asker = make.people.person("Carsten Wolff", email="carsten.wolff@erlengrund.example", role=RoleKind.READER)
    reader = make.people.person("Ada Roth", role=RoleKind.READER)
    sent(address, embargo=in_days(20))
    request, now = Request.objects.get(), clock.now()
    sees = {one.name: queries.visible_to(one, now=now).exists() for one in (miriam, asker, reader)}
    assert sees == {"Miriam Aydın": True, "Carsten Wolff": True, "Ada Roth": False}
    assert request.embargo_until is not None
    assert queries.visible_to(reader, now=request.embargo_until).exists()


def test_nothing_is_accepted_before_the_embargo_ends(address: str, miriam: Person) -> None:
    sent(address, when="any", embargo=in_days(40))
    look = sheet()
    assert look.price is not None
    assert look.too_early, "the first free place of any date lies before"
    assert look.recommended is AnswerKind.LATER
    with pytest.raises(Undecidable, match="embargoed"):
        answered(AnswerKind.ACCEPT, miriam)
    with pytest.raises(Undecidable, match="embargoed"):
        answered(AnswerKind.LATER, miriam, later_local=look.price.at)
    assert not Slot.objects.exists()
    slot = answered(AnswerKind.LATER, miriam, later_local=look.later)
    assert slot is not None
    assert slot.embargo_until == Request.objects.get().embargo_until
    page = make.people.client_of(miriam).get("/requests/").content.decode()
    assert "Gewinnspiel Wallbox" in page


def test_the_card_says_why_the_first_free_place_is_not_offered(address: str, miriam: Person) -> None:
    sent(address, when="any", embargo=in_days(40))
    page = make.people.client_of(miriam).get("/requests/triage/").content.decode()
    assert "Sperrfrist bis" in page
    assert 'id="id_answer_accept"' not in page
    assert 'id="id_answer_later"' in page


def test_an_embargo_that_comes_later_holds_the_planned_post(address: str, miriam: Person) -> None:
    sent(address, when="wish", wish=in_days(30))
    slot = answered(AnswerKind.ACCEPT, miriam)
    assert slot is not None
    change = reverse("desk:change", args=[make.desk.status_token(Request.objects.get())])
    form = make.desk.filled_in(when="any", embargo=in_days(60))
    assert make.people.guest().post(change, form).status_code == 303
    standing = Slot.objects.get(pk=slot.pk)
    assert standing.embargo_until == rules.instant(rules.wall(asked().embargo_local), asked().zone)
    assert standing.due_at is not None
    assert standing.due_at < standing.embargo_until, "review lets nothing stand approved that would leave under embargo"


def test_programs_say_the_three_apart_too(address: str, miriam: Person) -> None:
    program, day = make.api.program(miriam), (clock.now() + timedelta(days=30)).strftime("%Y-%m-%d")
    ask = {"title": "Sperrung", "purpose": "Niemand steht im Stau."}
    assert (
        program.post("/requests", ask | {"fixed_because": "Ab da ist gesperrt"}).json()["errors"][0]["pointer"]
        == "#/wish_local"
    )
    early = ask | {"wish_local": f"{day}T09:00", "embargo_local": f"{day}T09:01"}
    assert program.post("/requests", early).json()["errors"][0]["pointer"] == "#/embargo_local"
    made = program.post("/requests", early | {"embargo_local": f"{day}T09:00", "fixed_because": "Ab da ist gesperrt"})
    [version] = made.json()["asked"]
    assert (version["fixed_because"], version["embargo_local"]) == ("Ab da ist gesperrt", f"{day}T09:00")
