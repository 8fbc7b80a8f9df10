"""Several pictures with a request: each with its description, in order, and none lost on the way to the post."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from eichhorn.content.services import begin
from eichhorn.desk import services
from eichhorn.desk.models import Request, RequestPicture, RequestVersion
from eichhorn.desk.rules import MOST_PICTURES
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db
TWO = {"alt": "Eine Wallbox an einer Hauswand", "alt_2": "Zwei Autos laden"}


@pytest.fixture
def address(house: Organisation) -> str:
    make.planning.channel("Facebook", places=make.planning.every_workday())
    return reverse("desk:ask", args=[make.desk.form_token()])


@pytest.fixture
def asker(house: Organisation) -> Person:
    return make.people.person("Carsten Wolff", role=RoleKind.MANAGER)


def file(name: str = "wallbox.png", *, width: int = 40) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.media.png(width=width), "image/png")


def sent(address: str, **given: Any) -> Any:
    return make.people.guest().post(address, make.desk.filled_in(**given))


def lying_with(request: Request) -> list[tuple[str, str]]:
    """Return file names and descriptions of what is asked now."""
    version = request.versions.latest("number")
    return [(one.picture.file_name, one.alt) for one in version.pictures.select_related("picture")]


def two(address: str) -> Request:
    assert sent(address, picture=file("a.png"), picture_2=file("b.png", width=41), **TWO).status_code == 303
    return Request.objects.get()


def changed(request: Request, **given: Any) -> Any:
    at = reverse("desk:change", args=[make.desk.status_token(request)])
    form = make.people.guest().get(at).context["form"]
    names = [name for name in form.fields if name.startswith("alt")]
    before = {name: form[name].value() or "" for name in names}
    return make.people.guest().post(at, make.desk.filled_in() | before | given)


def test_they_lie_with_the_request_in_their_order_and_are_shown_to_both_sides(address: str) -> None:
    request = two(address)
    assert lying_with(request) == [("a.png", TWO["alt"]), ("b.png", TWO["alt_2"])]
    token = make.desk.status_token(request)
    page = make.people.guest().get(reverse("desk:status", args=[token])).text
    for position in (1, 2):
        seen = reverse("desk:picture", args=[token, position])
        assert seen in page
        assert make.people.guest().get(seen)["Content-Type"] == "image/png"
    assert make.people.guest().get(reverse("desk:picture", args=[token, 3])).status_code == 404
    manager = make.people.person(role=RoleKind.MANAGER)
    for at in (f"/requests/{request.pk}/", f"/requests/triage/{request.pk}/"):
        card = make.people.client_of(manager).get(at).text
        assert all(alt in card for alt in TWO.values())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"picture": file, "picture_2": file, "alt": "Wallbox", "alt_2": " "}, "alt_2"),
        ({"picture": file, "picture_2": lambda: SimpleUploadedFile("b.png", b"<html>", "image/png"), **TWO}, "picture_2"),
        ({"picture": file, **TWO}, "picture_2"),
        ({"alt": "Eine Wallbox"}, "picture"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_one_is_said_there_and_nothing_comes_in_by_halves(
    address: str, given: dict[str, Any], field: str
) -> None:
    answer = sent(address, **{name: one() if callable(one) else one for name, one in given.items()})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert f"id_{field}_error" in answer.text
    assert not Request.objects.exists()


def test_a_later_row_stays_open_while_something_stands_in_it(address: str) -> None:
    page = sent(address, alt_3="Ein Turm").text
    assert page.count('<details class="later gapb" open>') == 2
    assert page.count('<details class="later gapb">') == MOST_PICTURES - 3


def test_one_is_left_out_one_replaced_and_one_added_by_a_change(address: str) -> None:
    request = two(address)
    assert changed(request).status_code == 303
    assert request.versions.count() == 1, "what was sent is what stood there"
    assert lying_with(request) == [("a.png", TWO["alt"]), ("b.png", TWO["alt_2"])]
    changed(request, without_1="on", alt_3="Ein Turm", picture_3=file("c.png", width=42))
    assert lying_with(request) == [("b.png", TWO["alt_2"]), ("c.png", "Ein Turm")]
    changed(request, picture=file("d.png", width=43), alt="Ein Dach")
    assert lying_with(request) == [("d.png", "Ein Dach"), ("c.png", "Ein Turm")]
    first = RequestVersion.objects.get(request=request, number=1)
    assert [one.alt for one in first.pictures.all()] == list(TWO.values()), "what was asked before stays"


def test_the_same_again_changes_nothing_and_another_order_does(address: str) -> None:
    request = two(address)
    asked = services.as_asked(request.versions.get())
    assert services.change_request(request=request, asked=asked, now=clock.now()).number == 1
    turned = services.Asked(
        **{name: getattr(asked, name) for name in asked.__slots__} | {"pictures": asked.pictures[::-1]}
    )
    assert services.change_request(request=request, asked=turned, now=clock.now()).number == 2


def test_all_of_them_come_into_the_draft(address: str) -> None:
    request = two(address)
    manager = make.people.person(role=RoleKind.MANAGER)
    draft = begin(slot=make.planning.slot(), by=manager, now=clock.now(), request_version=request.versions.get())
    assert draft.latest is not None
    assert [one.alt for one in draft.latest.attachments.order_by("position")] == list(TWO.values())


def kept(count: int) -> list[dict[str, str]]:
    return [{"media": make.media.picture().digest, "alt": f"Bild {number}"} for number in range(count)]


def test_a_program_sends_and_reads_them(house: Organisation, asker: Person) -> None:
    program, pictures = make.api.program(asker), kept(2)
    asked = {"title": "Wallbox", "purpose": "Zeigen."}
    made = program.post("/requests", asked | {"attachments": pictures}).json()
    assert made["asked"][0]["attachments"] == pictures
    unknown = program.post("/requests", asked | {"attachments": [pictures[0], {"media": "0" * 64, "alt": "?"}]})
    assert unknown.json()["errors"][0]["pointer"] == "#/attachments/1/media"
    silent = program.post("/requests", asked | {"attachments": [{"media": pictures[0]["media"], "alt": " "}]})
    assert silent.json()["errors"][0]["pointer"] == "#/attachments/0/alt"


@pytest.mark.parametrize("count", [MOST_PICTURES, MOST_PICTURES + 1])
def test_more_than_a_handful_is_refused(house: Organisation, asker: Person, count: int) -> None:
    body = {"title": "Wallbox", "purpose": "Zeigen.", "attachments": kept(count)}
    assert make.api.program(asker).post("/requests", body).status_code == (201 if count == MOST_PICTURES else 422)
    assert RequestPicture.objects.count() == (count if count == MOST_PICTURES else 0)


def test_the_database_keeps_no_seventh_and_none_without_words(address: str) -> None:
    version, picture = two(address).versions.get(), make.media.picture()
    for position, alt in ((MOST_PICTURES + 1, "Turm"), (0, "Turm"), (3, " "), (2, "Turm")):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequestPicture.objects.create(version=version, position=position, picture=picture, alt=alt)
    RequestPicture.objects.create(version=version, position=MOST_PICTURES, picture=picture, alt="Turm")
