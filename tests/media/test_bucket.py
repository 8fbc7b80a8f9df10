"""Pictures in a bucket: nothing is half there, and while the bucket is away nothing is lost that somebody had."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from eichhorn.content.services import NewAttachment
from eichhorn.media import queries, services, stores, variants
from eichhorn.media.models import Picture, Upload
from eichhorn.media.rules import PictureProblem, PictureRefused
from eichhorn.media.stores import Address
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.review.services import NotReady, NotReadyBecause
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(house: Organisation) -> Client:
    client: Client = make.people.client_of(make.people.person(role=RoleKind.AUTHOR))
    return client


def send(browser: Client, at: str, piece: bytes, begins_at: int) -> tuple[int, dict[str, object]]:
    headers = {"Upload-Begins-At": str(begins_at), "Upload-Digest": hashlib.sha256(piece).hexdigest()}
    answer = browser.post(at, piece, content_type="application/octet-stream", headers=headers)
    return answer.status_code, answer.json()


def test_a_picture_lies_in_the_bucket_and_not_in_the_home(bucket: Address, browser: Client) -> None:
    content = make.media.png()
    picture = services.store(content=content, file_name="bagger.png", by=None, now=NOW)
    assert make.buckets.keys(bucket) == [f"haus/{stores.place_of(picture.digest)}"]
    assert stores.local().size_of(picture.digest) is None
    assert queries.content_of(picture) == browser.get(f"/media/{picture.digest}/").content == content
    assert browser.get(f"/media/{picture.digest}/small/")["Content-Type"] == variants.SMALL_TYPE


def test_a_picture_from_before_the_bucket_is_still_shown(buckets: str, browser: Client, settings: Settings) -> None:
    picture = make.media.picture()
    settings.BUCKET = make.buckets.made(buckets)
    assert browser.get(f"/media/{picture.digest}/").status_code == 200
    assert queries.without_bytes() == 0


def test_while_the_bucket_is_away_no_row_comes_without_its_bytes(bucket: Address) -> None:
    make.buckets.away(bucket)
    content = make.media.png()
    with pytest.raises(PictureRefused) as refused:
        services.store(content=content, file_name="bagger.png", by=None, now=NOW)
    assert refused.value.reason is PictureProblem.NOT_KEPT
    assert not Picture.objects.exists()
    make.buckets.make_again(bucket)
    services.store(content=content, file_name="bagger.png", by=None, now=NOW)
    assert queries.without_bytes() == 0


def test_what_came_by_pieces_stays_until_the_bucket_is_there_again(bucket: Address, browser: Client) -> None:
    content = make.media.png(width=200, height=100)
    digest, half = hashlib.sha256(content).hexdigest(), len(content) // 2
    make.buckets.away(bucket)
    begun = browser.post("/media/uploads/begin/", {"name": "a.png", "size": len(content), "digest": digest}).json()
    assert send(browser, begun["at"], content[:half], 0)[0] == 200
    status, said = send(browser, begun["at"], content[half:], half)
    assert (status, "antwortet gerade nicht" in str(said["refused"])) == (503, True)
    assert Upload.objects.get().received_bytes == half
    make.buckets.make_again(bucket)
    assert send(browser, begun["at"], content[half:], half)[0] == 201
    assert queries.content_of(Picture.objects.get()) == content


def test_a_form_says_it_at_its_field_and_keeps_what_was_typed(bucket: Address) -> None:
    author = make.people.person(role=RoleKind.AUTHOR)
    draft = make.content.draft(by=author, text="Der Bagger ist da.")
    make.buckets.away(bucket)
    sent = {"text": "Der Bagger ist endlich da.", "based_on": "1", "language": "de", "intent": "picture",
            "picture": SimpleUploadedFile("bagger.png", make.media.png(), "image/png")}  # fmt: skip
    page = make.people.client_of(author).post(f"/plan/posts/{draft.pk}/", sent)
    assert page.status_code == 422
    assert "antwortet gerade nicht" in page.text
    assert "Der Bagger ist endlich da." in page.text


def test_a_page_of_many_pictures_says_which_were_not_stored(bucket: Address, browser: Client) -> None:
    make.buckets.away(bucket)
    sent = SimpleUploadedFile("bagger.png", make.media.png(), "image/png")
    assert "antwortet gerade nicht" in browser.post("/media/pictures/add/", {"pictures": [sent]}, follow=True).text


def test_a_picture_out_of_reach_is_not_called_missing(bucket: Address, browser: Client) -> None:
    picture = make.media.picture()
    make.buckets.away(bucket)
    with pytest.raises(queries.PictureOutOfReach):
        queries.content_of(picture)
    for path in (f"/media/{picture.digest}/", f"/media/{picture.digest}/small/"):
        answer = browser.get(path)
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")


def test_a_picture_that_the_bucket_lost_is_missing_and_comes_back_with_its_bytes(
    bucket: Address, browser: Client
) -> None:
    content = make.media.png()
    picture = services.store(content=content, file_name="bagger.png", by=None, now=NOW)
    make.buckets.of(bucket).remove(picture.digest)
    with pytest.raises(queries.PictureMissing):
        queries.content_of(picture)
    assert (browser.get(f"/media/{picture.digest}/").status_code, queries.without_bytes()) == (404, 1)
    sent = {"name": "a.png", "size": len(content), "digest": picture.digest}
    begun = browser.post("/media/uploads/begin/", sent).json()
    assert send(browser, begun["at"], content, 0) == (
        200,
        {"digest": picture.digest, "picture": picture.pk, "new": False},
    )
    assert queries.content_of(picture) == content


def test_a_post_may_be_handed_in_while_nobody_knows_and_not_when_a_picture_is_lost(bucket: Address) -> None:
    author, picture = make.people.person(role=RoleKind.MANAGER), make.media.picture()
    first, second = (make.content.draft(by=author, attachments=[NewAttachment(picture, "Bagger")]) for _ in range(2))
    make.buckets.of(bucket).remove(picture.digest)
    with pytest.raises(NotReady) as refused:
        make.review.handed_in(first, by=author)
    assert refused.value.because is NotReadyBecause.PICTURE_MISSING
    make.buckets.away(bucket)
    assert make.review.handed_in(second, by=author).pk


def test_a_program_is_told_to_come_again_and_its_key_still_counts(bucket: Address) -> None:
    program = make.api.program(make.people.person(role=RoleKind.AUTHOR))
    picture, content = make.media.picture(by=None), make.media.png()
    make.buckets.away(bucket)

    def sent() -> tuple[int, str]:
        file = SimpleUploadedFile("bagger.png", content, "image/png")
        answer = program.client.post("/api/v1/media", {"file": file}, headers={"idempotency-key": "einmal"})
        return answer.status_code, answer.json().get("type", "")

    assert sent() == (503, "/api/v1/#problem-out-of-reach")
    answer = program.get(f"/media/{picture.digest}/content")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Content-Type"] == "application/problem+json"
    make.buckets.make_again(bucket)
    assert sent()[0] == 201


def test_a_watcher_hears_that_the_bucket_is_away(bucket: Address, browser: Client, settings: Settings) -> None:
    assert browser.get("/health").json()["pictures"] == "ready"
    settings.BUCKET = make.buckets.named(bucket.endpoint)
    answer = browser.get("/health")
    assert (answer.json()["pictures"], answer.status_code) == ("missing", 503)
    settings.BUCKET = None
    assert browser.get("/health").json()["pictures"] == "ready"
