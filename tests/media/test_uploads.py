"""A file comes in by pieces, goes on where it was, and is looked at like any other once it is whole."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as real
from django.test import Client

from eichhorn.foundation import clock
from eichhorn.media import rules, services
from eichhorn.media.models import Picture, Upload
from eichhorn.media.services.uploading import path_of
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(house: object) -> Person:
    person: Person = make.people.person(role=RoleKind.AUTHOR)
    return person


@pytest.fixture
def browser(author: Person) -> Client:
    client: Client = make.people.client_of(author)
    return client


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def begin(browser: Client, content: bytes, *, name: str = "bagger.png", size: int | None = None) -> dict[str, object]:
    sent = {"name": name, "size": len(content) if size is None else size, "digest": digest(content)}
    return dict(browser.post("/media/uploads/begin/", sent).json())


def send(
    browser: Client, at: object, piece: bytes, begins_at: int, *, claimed: str = ""
) -> tuple[int, dict[str, object]]:
    answer = browser.post(
        str(at), piece, content_type="application/octet-stream",
        headers={"Upload-Begins-At": str(begins_at), "Upload-Digest": claimed or digest(piece)},
    )  # fmt: skip
    return answer.status_code, answer.json()


def test_pieces_become_a_picture_and_leave_nothing_behind(browser: Client) -> None:
    content = make.media.png(width=200, height=100)
    at, half = begin(browser, content)["at"], len(content) // 2
    ident = Upload.objects.get().ident
    assert send(browser, at, content[:half], 0) == (200, {"received": half})
    status, answer = send(browser, at, content[half:], half)
    picture = Picture.objects.get()
    assert (status, answer) == (201, {"digest": picture.digest, "picture": picture.pk, "new": True})
    assert not Upload.objects.exists()
    assert picture.file_name == "bagger.png"
    path_of(ident).unlink(missing_ok=True)  # after a commit that a test does not make


def test_begun_again_it_goes_on_where_it_was(browser: Client) -> None:
    content = make.media.png()
    send(browser, begin(browser, content)["at"], content[:10], 0)
    again = begin(browser, content)
    assert again["received"] == 10
    assert Client.get(browser, str(again["at"])).json() == {"received": 10}
    assert send(browser, again["at"], content[10:], 10)[0] == 201


def test_a_piece_sent_twice_or_from_elsewhere_is_told_the_right_place(browser: Client) -> None:
    content = make.media.png()
    at = begin(browser, content)["at"]
    send(browser, at, content[:10], 0)
    for begins_at in (0, 9, 11):
        assert send(browser, at, content[:10], begins_at) == (409, {"received": 10})
    assert send(browser, at, content[10:], 10, claimed=digest(b"other")) == (409, {"received": 10})
    assert send(browser, at, content[10:] + b"more", 10) == (409, {"received": 10})
    assert send(browser, at, b"", 10) == (409, {"received": 10})


def test_what_is_there_already_need_not_be_sent(browser: Client) -> None:
    content = make.media.png()
    there = services.store(content=content, file_name="a.png", by=None, now=clock.now())
    assert begin(browser, content) == {"digest": there.digest, "picture": there.pk, "new": False}


@pytest.mark.parametrize(
    ("size", "begins"), [(rules.LARGEST_BYTES, True), (rules.LARGEST_BYTES + 1, False), (0, False)]
)
def test_too_large_and_empty_are_refused_before_anything_is_sent(browser: Client, size: int, begins: bool) -> None:
    answer = begin(browser, b"x", size=size)
    assert ("at" in answer, "refused" in answer) == (begins, not begins)


def test_a_whole_that_is_no_picture_is_refused_with_its_reason_and_dropped(browser: Client) -> None:
    letter = b"Lieber Herr Said"
    status, answer = send(browser, begin(browser, letter)["at"], letter, 0)
    assert status == 422
    assert "Das ist kein Bild" in str(answer["refused"])
    assert not Upload.objects.exists()


def test_a_whole_that_is_not_what_was_announced_is_refused(browser: Client) -> None:
    content, other = make.media.png(), make.media.png()
    at = begin(browser, content, size=len(other))["at"]
    status, answer = send(browser, at, other, 0)
    assert (status, "unterwegs beschädigt" in str(answer["refused"])) == (422, True)
    assert not Picture.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"size": "viel", "digest": "ab" * 32}, {"size": "5", "digest": "../../etc"}])
def test_what_names_no_file_begins_nothing(browser: Client, sent: dict[str, str]) -> None:
    assert browser.post("/media/uploads/begin/", sent).status_code == 400


def test_nobody_goes_on_with_the_upload_of_another(browser: Client) -> None:
    content = make.media.png()
    at = begin(browser, content)["at"]
    other = make.people.client_of(make.people.person(role=RoleKind.AUTHOR))
    answer = other.post(str(at), content, content_type="application/octet-stream")
    assert answer.status_code == 404
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert reader.post("/media/uploads/begin/", {"size": 5, "digest": "ab" * 32}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_what_nobody_went_on_with_for_a_day_is_swept_with_its_file(browser: Client) -> None:
    old, fresh = make.media.png(), make.media.png()
    for content in (old, fresh):
        send(browser, begin(browser, content)["at"], content[:10], 0)
    left = Upload.objects.get(digest=digest(old))
    now = clock.now()
    Upload.objects.filter(pk=left.pk).update(touched_at=now - rules.KEPT_FOR - timedelta(seconds=1))
    assert services.sweep_uploads(now=now) == 1
    assert not path_of(left.ident).exists()
    assert path_of(Upload.objects.get().ident).exists()


def test_a_person_has_so_many_begun_and_no_more(author: Person) -> None:
    now = clock.now()
    for number in range(rules.MOST_UPLOADS + 2):
        services.begin_upload(
            file_name="a", size_bytes=9, digest=f"{number:064x}", by=author, now=now + timedelta(seconds=number)
        )
    assert Upload.objects.count() == rules.MOST_UPLOADS
    assert not Upload.objects.filter(digest=f"{1:064x}").exists()


def test_pieces_lie_in_a_folder_that_no_backup_takes() -> None:
    assert path_of("x").parent == Path(real.HOME) / "uploads"
