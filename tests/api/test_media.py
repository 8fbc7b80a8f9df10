"""Pictures through the interface."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from eichhorn.content.services import NewAttachment
from eichhorn.media.models import Picture
from eichhorn.media.rules import Consent, Licence
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
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


def test_pictures_are_found_by_words_tag_rights_and_use(program: Program, manager: Person) -> None:
    other = make.people.person("Jonas Brandt")
    shown, plain = make.media.picture(by=other), make.media.picture()
    make.media.known(shown, tags=("nordring",), descriptions={"de": "Kleiner Bagger"}, licence=Licence.OWN)
    make.content.draft(by=manager, attachments=[NewAttachment(shown, "Bagger")])

    def found(asked: str) -> list[str]:
        return [one["digest"] for one in make.api.said(program.get(f"/media?{asked}"))["items"]]

    assert found("") == [plain.digest, shown.digest]
    assert found("words=bagger&tag=nordring") == [shown.digest]
    assert found("rights=unknown") == [plain.digest]
    assert found("use=unused") == [plain.digest]
    assert found("mine=true") == []
    assert program.get("/media?rights=perhaps").status_code == 422


def test_pictures_of_confidential_posts_are_found_by_nobody_else(program: Program, manager: Person) -> None:
    picture = make.media.picture()
    draft = make.content.draft(by=manager, attachments=[NewAttachment(picture, "Bagger")])
    Slot.objects.filter(pk=draft.slot_id).update(confidential=True)
    reader = make.api.program(make.people.person("Rolf", role=RoleKind.READER))
    assert make.api.said(reader.get("/media"))["items"] == []
    for part in ("", "/uses", "/content"):
        assert reader.get(f"/media/{picture.digest}{part}").status_code == 404
        assert program.get(f"/media/{picture.digest}{part}").status_code == 200
    assert make.api.said(program.get("/media"))["items"] != []


def test_where_a_picture_is_used_and_what_was_decided_is_told(program: Program, manager: Person) -> None:
    picture = make.media.picture()
    draft, _ = make.library.out(picture, by=manager)
    making = make.content.draft(by=manager, attachments=[NewAttachment(picture, "Bagger")])
    said = make.api.said(program.get(f"/media/{picture.digest}/uses"))
    assert [one["draft"] for one in said["published"]] == [draft.pk]
    assert [one["draft"] for one in said["drafts"]] == [making.pk]
    assert (said["hidden"], said["settled"], make.api.said(program.get("/media-duties"))["items"]) == (0, [], [])
    make.media.withdraw(make.media.shown(picture))
    (duty,) = make.api.said(program.get("/media-duties"))["items"]
    assert (duty["media"], duty["draft"], duty["why"], duty["addresses"]) == (
        picture.digest, draft.pk, "withdrawn", ["https://facebook.example/1"],
    )  # fmt: skip
    sent = {"draft": draft.pk, "media": picture.digest, "reason": "Das Bild ist ausgetauscht."}
    settled = make.api.said(program.post("/media-duties/settle", sent))
    assert (settled["why"], settled["reason"]) == ("withdrawn", "Das Bild ist ausgetauscht.")
    again = program.post("/media-duties/settle", sent, key="b")
    assert (again.status_code, make.api.said(again)["reason"]) == (409, "nothing_to_settle")
    assert make.api.said(program.get("/media-duties"))["items"] == []
    assert make.api.said(program.get(f"/media/{picture.digest}/uses"))["settled"] == [settled]


@pytest.mark.parametrize(
    ("sent", "at"),
    [({}, "media"), ({"media": "0" * 64}, "media"), ({"video": 987654}, "video"), ({"draft": 987654, "media": "0" * 64}, "draft")],
)  # fmt: skip
def test_a_duty_that_is_named_wrongly_is_refused_at_its_place(
    program: Program, manager: Person, sent: dict[str, object], at: str
) -> None:
    draft = make.content.draft(by=manager)
    answer = program.post("/media-duties/settle", {"draft": draft.pk, "reason": "Gesehen."} | sent)
    assert (answer.status_code, make.api.said(answer)["errors"][0]["pointer"]) == (422, f"#/{at}")
