"""Pictures through the interface."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from eichhorn.media.models import Picture
from eichhorn.media.rules import Consent
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db


def send(program: Program, content: bytes, *, key: str = "a", **fields: str) -> object:
    sent = {"file": SimpleUploadedFile("bagger.png", content, "image/png"), **fields}
    return program.client.post("/api/v1/media", sent, headers={"idempotency-key": key})


def test_a_picture_is_stored_once_and_found_by_its_digest(program: Program) -> None:
    content = make.media.png()
    first, second = send(program, content, source="Foto: Netze"), send(program, content, key="b")
    said = make.api.said(first)
    assert (first.status_code, second.status_code) == (201, 200), said
    assert (said["file_name"], said["source"], said["media_type"]) == ("bagger.png", "Foto: Netze", "image/png")
    assert make.api.said(program.get(f"/media/{said['digest']}")) == said
    assert make.api.said(program.get("/media"))["items"] == [said]
    picture = program.get(f"/media/{said['digest']}/content")
    assert picture["Content-Type"] == "image/png"


def test_the_same_form_again_is_the_same_request_although_its_boundary_differs(program: Program) -> None:
    content = make.media.png()
    first, again = send(program, content), send(program, content)
    assert again["Idempotency-Replayed"] == "true"
    assert first.content == again.content
    assert send(program, make.media.png()).status_code == 409


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_refused_at_its_place(program: Program, content: bytes) -> None:
    answer = send(program, content)
    assert answer.status_code == 422
    assert make.api.said(answer)["errors"][0]["pointer"] == "#/file"


def test_a_form_without_a_file_says_so(program: Program) -> None:
    answer = program.client.post("/api/v1/media", {"source": "x"})
    assert answer.status_code == 422
    assert make.api.said(answer)["errors"][0]["pointer"] == "#/file"


def test_what_is_known_of_a_picture_is_said_as_a_whole_and_read_without_names(program: Program) -> None:
    said = make.api.said(send(program, make.media.png()))
    assert (said["alt_de"], said["licence"], said["may_appear"]) == ("", "", True)
    known = {
        "alt_de": "Kleiner  Bagger",
        "tags": ["#Nordring", "nordring"],
        "licence": "cc_by",
        "last_day": "2031-12-31",
    }
    answer = program.client.put(f"/api/v1/media/{said['digest']}", known, content_type="application/json")
    told = make.api.said(answer)
    assert (told["alt_de"], told["alt_en"], told["tags"], told["licence"]) == (
        "Kleiner Bagger",
        "",
        ["nordring"],
        "cc_by",
    )
    make.media.shown(Picture.objects.get(), "Anna Beispiel", consent=Consent.WITHDRAWN)
    again = program.get(f"/media/{said['digest']}")
    assert make.api.said(again)["may_appear"] is False
    assert "Anna" not in again.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"last_day": "31.12.2031"}, {"licence": "mine"}, {"tags": ["x" * 41]}, {"tags": ["x"] * 21}, {"who": "Anna"}],
)
def test_what_cannot_be_known_is_refused_at_its_place(program: Program, wrong: dict[str, object]) -> None:
    said = make.api.said(send(program, make.media.png()))
    answer = program.client.put(f"/api/v1/media/{said['digest']}", wrong, content_type="application/json")
    assert answer.status_code == 422
    assert make.api.said(answer)["errors"][0]["pointer"].startswith(f"#/{next(iter(wrong))}")
