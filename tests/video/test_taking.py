"""What comes in is looked into before it is believed, refused with its reason, and is the same video when it comes again."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from eichhorn.media import stores
from eichhorn.media.models import Upload
from eichhorn.media.rules import PIECE_BYTES
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.video import looking, services
from eichhorn.video.models import Video
from eichhorn.video.rules import taking
from eichhorn.video.rules.taking import Looked, VideoProblem, VideoRefused
from tests import make
from tests.make.people import NOW
from tests.make.video import made, mp4, picture, sound


@pytest.fixture
def author(house: object) -> Person:
    person: Person = make.people.person(role=RoleKind.AUTHOR)
    return person


@pytest.fixture
def browser(author: Person) -> Client:
    client: Client = make.people.client_of(author)
    return client


def look(tmp_path: Path, content: bytes) -> Looked:
    file = tmp_path / "given"
    file.write_bytes(content)
    return looking.look(file)


def refused(tmp_path: Path, content: bytes) -> VideoProblem:
    with pytest.raises(VideoRefused) as problem:
        look(tmp_path, content)
    return problem.value.reason


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fingerprint(content: bytes) -> str:
    pieces = [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)]
    return hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in pieces)).hexdigest()


def test_a_look_says_what_is_inside(tmp_path: Path) -> None:
    assert look(tmp_path, mp4()) == Looked("mov", "h264", "aac", 1_000, 64, 64, 0, 10.0)
    assert look(tmp_path, mp4(with_sound=False)).sound_codec == ""


@pytest.mark.parametrize(
    ("asked", "ending", "container"),
    [(("-c:v", "libvpx"), "webm", "matroska"), ((), "avi", "avi"), ((), "mkv", "matroska"), ((), "mov", "mov")],
)
def test_the_usual_kinds_are_read(tmp_path: Path, asked: tuple[str, ...], ending: str, container: str) -> None:
    found = look(tmp_path, made(*picture(), *asked, ending=ending))
    assert (found.container, found.width_px, found.height_px) == (container, 64, 64)
    assert 900 <= found.duration_ms <= 1_200


def test_a_live_recording_that_does_not_say_how_long_it_is_is_measured(tmp_path: Path) -> None:
    assert look(tmp_path, made(*picture(), "-c:v", "libvpx", "-live", "1", ending="webm")).duration_ms == 1_000


def test_a_film_that_was_taken_upright_is_higher_than_wide(tmp_path: Path) -> None:
    lying = tmp_path / "lying.mp4"
    lying.write_bytes(made(*picture(size="64x32"), "-pix_fmt", "yuv420p", ending="mp4"))
    found = look(tmp_path, made("-display_rotation", "90", "-i", str(lying), "-c", "copy", ending="mp4"))
    assert (found.width_px, found.height_px, found.rotation % 180) == (32, 64, 90)


def test_what_is_no_video_by_its_content_is_refused_whatever_its_name(tmp_path: Path) -> None:
    playlist = b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
    for content in (
        b"GIF89a" + bytes(500),
        make.media.png(),
        playlist,
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"x",
    ):
        assert refused(tmp_path, content) is VideoProblem.NOT_A_VIDEO


def test_what_is_broken_is_refused(tmp_path: Path) -> None:
    whole = made(*picture(), *sound(), "-t", "1", "-movflags", "+faststart", "-pix_fmt", "yuv420p", ending="mp4")
    for content in (
        whole[:200],
        whole[: len(whole) * 4 // 10],
        whole[:40] + bytes(len(whole) - 40),
        b"\x1aE\xdf\xa3" + bytes(900),
    ):
        assert refused(tmp_path, content) is VideoProblem.BROKEN


def test_what_is_sound_alone_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, made(*sound(), ending="m4a")) is VideoProblem.NO_PICTURES


def test_each_limit_is_refused_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(tmp_path, b"") is VideoProblem.EMPTY
    monkeypatch.setattr(looking, "LARGEST_BYTES", len(mp4(fresh=False)) - 1)
    assert refused(tmp_path, mp4(fresh=False)) is VideoProblem.TOO_LARGE
    monkeypatch.undo()
    monkeypatch.setattr(looking, "MOST_PIXELS", 64 * 64)
    look(tmp_path, mp4())
    monkeypatch.setattr(looking, "MOST_PIXELS", 64 * 64 - 1)
    assert refused(tmp_path, mp4()) is VideoProblem.TOO_MANY_PIXELS
    monkeypatch.undo()
    long = made("-f", "lavfi", "-i", f"color=d={taking.LONGEST_S + 1}:s=16x16:r=1", ending="mp4")
    assert refused(tmp_path, long) is VideoProblem.TOO_LONG
    monkeypatch.setattr(looking, "MOST_FRAMES", 9)
    assert refused(tmp_path, mp4()) is VideoProblem.TOO_LONG


def test_a_look_that_does_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*asked: object, timeout: float, **more: object) -> None:
        raise subprocess.TimeoutExpired("look", timeout)

    monkeypatch.setattr(subprocess, "run", never)
    assert refused(tmp_path, b"whatever") is VideoProblem.ENDLESS


@pytest.mark.django_db
def test_the_same_file_is_the_same_video(author: Person) -> None:
    content = mp4()
    one = make.video.waiting(by=author, content=content)
    assert make.video.waiting(by=author, content=content, name="anders.mp4") == one
    assert (one.file_name, one.state, one.sound_codec, one.source_digest) == (
        "bagger",
        "waiting",
        "aac",
        digest(content),
    )
    assert stores.ours().read(one.source_digest) == content


@pytest.mark.django_db
def test_a_name_is_no_path(author: Person) -> None:
    assert make.video.waiting(by=author, name="../../etc/\x07pass\u202ewd.mp4").file_name == "passwd"
    assert make.video.waiting(by=author, name="C:\\Filme\\Bagger 1.2.MOV").file_name == "Bagger 1.2"


@pytest.mark.django_db
def test_who_may_not_write_adds_no_video(house: object, tmp_path: Path) -> None:
    reader = make.people.person(role=RoleKind.READER)
    file = tmp_path / "given"
    file.write_bytes(mp4())
    with pytest.raises(NotAllowed):
        services.store(file=file, file_name="a.mp4", by=reader, now=NOW)
    assert not Video.objects.exists()


@pytest.mark.django_db
def test_pieces_become_a_video_and_leave_nothing_behind(browser: Client) -> None:
    content, at = mp4(), "/media/videos/uploads/begin/"
    begun = browser.post(at, {"name": "bagger.mp4", "size": len(content), "digest": fingerprint(content)}).json()
    half = len(content) // 2
    assert send(browser, begun["at"], content[:half], 0) == (200, {"received": half})
    assert browser.get(begun["at"]).json() == {"received": half}
    assert send(browser, begun["at"], content[half:], 7) == (409, {"received": half})
    status, answer = send(browser, begun["at"], content[half:], half)
    video = Video.objects.get()
    assert (status, answer) == (201, {"video": video.pk, "new": True})
    assert (video.source_digest, video.source_bytes) == (digest(content), len(content))
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_what_is_refused_after_its_last_piece_is_said_and_forgotten(browser: Client) -> None:
    content = b"kein Video"
    begun = browser.post(
        "/media/videos/uploads/begin/", {"name": "a.mp4", "size": len(content), "digest": fingerprint(content)}
    ).json()
    status, answer = send(browser, begun["at"], content, 0)
    assert (status, answer["refused"]) == (
        422,
        "Das ist kein Video, das wir lesen können. MP4, MOV, WebM, MKV und AVI gehen.",
    )
    assert not Upload.objects.exists()
    assert not Video.objects.exists()


@pytest.mark.django_db
def test_an_upload_that_was_changed_on_its_way_is_refused(browser: Client) -> None:
    content = mp4()
    begun = browser.post(
        "/media/videos/uploads/begin/", {"name": "a.mp4", "size": len(content), "digest": "ab" * 32}
    ).json()
    status, answer = send(browser, begun["at"], content, 0)
    assert status == 422
    assert "unterwegs" in str(answer["refused"])


@pytest.mark.django_db
def test_what_came_stays_while_the_place_where_videos_lie_does_not_answer(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise stores.OutOfReach

    content = mp4()
    announced = {"name": "a.mp4", "size": len(content), "digest": fingerprint(content)}
    at = browser.post("/media/videos/uploads/begin/", announced).json()["at"]
    with monkeypatch.context() as patched:
        patched.setattr(type(stores.ours()), "keep_file", away)
        assert send(browser, at, content, 0)[0] == 503
    assert send(browser, at, content, 0)[0] == 201


@pytest.mark.django_db
def test_too_much_and_nothing_are_refused_before_they_come(browser: Client) -> None:
    for size in (0, taking.LARGEST_BYTES + 1):
        answer = browser.post("/media/videos/uploads/begin/", {"name": "a", "size": size, "digest": "ab" * 32})
        assert answer.status_code == 422
        assert answer.json()["refused"]
    assert (
        browser.post(
            "/media/videos/uploads/begin/", {"name": "a", "size": taking.LARGEST_BYTES, "digest": "ab" * 32}
        ).status_code
        == 201
    )


@pytest.mark.django_db
def test_the_upload_of_a_video_is_not_taken_for_one_of_a_picture(browser: Client) -> None:
    begun = browser.post("/media/videos/uploads/begin/", {"name": "a", "size": 20_000_000, "digest": "ab" * 32}).json()
    ident = begun["at"].rstrip("/").rpartition("/")[2]
    assert browser.get(f"/media/uploads/{ident}/").status_code == 404


def send(browser: Client, at: str, piece: bytes, begins_at: int) -> tuple[int, dict[str, object]]:
    answer = browser.post(
        at, piece, content_type="application/octet-stream",
        headers={"Upload-Begins-At": str(begins_at), "Upload-Digest": digest(piece)},
    )  # fmt: skip
    return answer.status_code, answer.json()
