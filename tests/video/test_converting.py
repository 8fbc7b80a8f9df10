"""A video becomes what every network takes, without words about place; a worker that dies in the middle costs a beginning."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from eichhorn.media import stores
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.video import converting, looking, services, working
from eichhorn.video.models import Video
from eichhorn.video.rules.taking import LEASE, MOST_TRIES, State, VideoProblem, VideoRefused
from tests import make
from tests.make.people import NOW
from tests.make.video import made, picture, sound

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(house: object) -> Person:
    person: Person = make.people.person(role=RoleKind.AUTHOR)
    return person


def convert(now: datetime = NOW) -> bool:
    return working.convert_one(threading.Event(), now=lambda: now)


def test_what_leaves_is_mp4_with_its_index_first_and_without_words_about_place(author: Person, tmp_path: Path) -> None:
    told = ("-metadata", "location=+52.5000+013.4000/", "-metadata", "title=Geheimes", "-metadata", "make=Kamera")
    content = made(
        *picture(), *sound(), *told, "-movflags", "use_metadata_tags", "-pix_fmt", "yuv420p", "-t", "1", ending="mov"
    )
    assert b"+52.5000" in content
    assert b"Geheimes" in content
    video = make.video.waiting(by=author, content=content, name="a.mov")
    assert convert()
    video.refresh_from_db()
    film = stores.ours().read(video.digest)
    assert (video.state, video.percent, video.size_bytes) == ("ready", 100, len(film))
    for word in (b"+52.5000", b"Geheimes", b"Kamera", b"Lavf"):
        assert word not in film
    assert film.find(b"moov") < film.find(b"mdat")
    file = tmp_path / "film"
    file.write_bytes(film)
    found = looking.look(file)
    assert (found.container, found.picture_codec, found.sound_codec) == ("mov", "h264", "aac")


def test_the_file_as_it_was_given_is_forgotten_once_the_film_is_there(author: Person) -> None:
    video = make.video.waiting(by=author)
    assert convert()
    video.refresh_from_db()
    assert stores.ours().size_of(video.source_digest) is None
    assert stores.ours().size_of(video.digest) == video.size_bytes


def test_a_film_of_ours_that_is_given_again_is_the_video_that_it_is(author: Person) -> None:
    video = make.video.ready(by=author)
    film = stores.ours().read(video.digest)
    assert make.video.waiting(by=author, content=film) == video
    assert stores.ours().read(video.digest) == film


def test_large_films_become_smaller_and_odd_ones_even(author: Person) -> None:
    wide = make.video.waiting(by=author, content=made(*picture(0.2, "2000x500"), ending="mp4"))
    odd = make.video.waiting(by=author, content=made(*picture(0.2, "63x65"), "-c:v", "libvpx", ending="webm"))
    assert convert()
    assert convert()
    assert not convert()
    wide.refresh_from_db()
    odd.refresh_from_db()
    assert (wide.width_px, wide.height_px) == (1_920, 480)
    assert (odd.state, odd.width_px % 2, odd.height_px % 2) == ("ready", 0, 0)


def test_a_film_that_was_taken_upright_leaves_upright(author: Person, tmp_path: Path) -> None:
    lying = tmp_path / "lying.mp4"
    lying.write_bytes(made(*picture(size="64x32"), "-pix_fmt", "yuv420p", ending="mp4"))
    video = make.video.waiting(
        by=author, content=made("-display_rotation", "90", "-i", str(lying), "-c", "copy", ending="mp4")
    )
    assert convert()
    video.refresh_from_db()
    assert (video.width_px, video.height_px) == (32, 64)
    assert video.poster is not None
    assert (video.poster.width_px, video.poster.height_px) == (32, 64)


def test_a_worker_that_has_to_end_gives_the_video_back(author: Person) -> None:
    video = make.video.waiting(by=author)
    end = threading.Event()
    end.set()
    assert working.convert_one(end, now=lambda: NOW)
    video.refresh_from_db()
    assert (video.state, video.tries, video.claim, video.digest) == ("waiting", 0, "", "")
    assert convert()
    video.refresh_from_db()
    assert video.state == "ready"


def test_a_worker_that_died_is_followed_by_one_that_begins_anew(author: Person) -> None:
    video = make.video.waiting(by=author)
    dead = services.next_to_convert(now=NOW)
    assert dead is not None
    assert services.go_on(work=dead, percent=40, now=NOW)
    assert not convert(NOW + LEASE)
    assert convert(NOW + LEASE + timedelta(seconds=1))
    video.refresh_from_db()
    assert (video.state, video.tries) == ("ready", 2)
    assert not services.go_on(work=dead, percent=99, now=NOW)
    services.failed(work=dead, why=VideoProblem.BROKEN, now=NOW)
    services.put_back(work=dead, now=NOW)
    video.refresh_from_db()
    assert video.state == "ready"


def test_what_makes_workers_die_is_given_up_after_the_third_try_and_may_be_tried_again(author: Person) -> None:
    video, now = make.video.waiting(by=author), NOW
    for _ in range(MOST_TRIES):
        assert services.next_to_convert(now=now) is not None
        now += LEASE + timedelta(seconds=1)
    assert services.next_to_convert(now=now) is None
    video.refresh_from_db()
    assert (video.state, video.why) == ("failed", "broken")
    services.again(video=video, by=author, now=now)
    assert convert(now)
    video.refresh_from_db()
    assert (video.state, video.why) == ("ready", "")


def test_a_video_that_another_worker_has_is_not_taken(author: Person) -> None:
    make.video.waiting(by=author)
    assert services.next_to_convert(now=NOW) is not None
    assert services.next_to_convert(now=NOW + LEASE) is None


def test_a_file_that_is_gone_is_said(author: Person) -> None:
    video = make.video.waiting(by=author)
    stores.ours().remove(video.source_digest)
    assert convert()
    video.refresh_from_db()
    assert (video.state, video.why) == ("failed", "gone")


def test_what_cannot_be_converted_says_so_and_leaves_nothing(author: Person, tmp_path: Path) -> None:
    source, to = tmp_path / "given", tmp_path / "film.mp4"
    source.write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(500))
    with pytest.raises(VideoRefused) as refused:
        converting.convert(source, to, container="mov", duration_ms=1_000, told=lambda percent: True)
    assert refused.value.reason is VideoProblem.BROKEN
    assert not to.exists()


def test_what_takes_too_long_is_ended(author: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "time_for", lambda duration_ms: 0.01)
    source, to = tmp_path / "given", tmp_path / "film.mp4"
    source.write_bytes(made("-f", "lavfi", "-i", "testsrc=d=10:s=640x360:r=25", "-preset", "ultrafast", ending="mp4"))
    with pytest.raises(VideoRefused) as refused:
        converting.convert(source, to, container="mov", duration_ms=10_000, told=lambda percent: True)
    assert refused.value.reason is VideoProblem.ENDLESS
    assert not to.exists()


def test_a_program_is_told_to_read_nothing_but_the_file(author: Person, tmp_path: Path) -> None:
    """A list that names other files is not followed, even where somebody calls it a film."""
    source, to = tmp_path / "given", tmp_path / "film.mp4"
    source.write_bytes(b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    for container in ("hls", "mov", "matroska"):
        with pytest.raises(VideoRefused):
            converting.convert(source, to, container=container, duration_ms=1_000, told=lambda percent: True)


def test_progress_is_told_and_never_says_that_it_is_done_before_it_is(author: Person, tmp_path: Path) -> None:
    source, to, told = tmp_path / "given", tmp_path / "film.mp4", list[int]()
    source.write_bytes(made(*picture(), *sound(), ending="mp4"))
    converting.convert(
        source, to, container="mov", duration_ms=1_000, told=lambda percent: told.append(percent) or True
    )
    assert told == sorted(told)
    assert told
    assert told[-1] <= 99


def test_a_poster_is_a_picture_of_the_film_and_another_may_be_chosen(author: Person) -> None:
    video = make.video.ready(by=author)
    first = video.poster
    assert first is not None
    assert stores.ours().read(first.digest).startswith(b"\xff\xd8")
    other = services.choose_poster(video=video, at_ms=800, by=author, now=NOW)
    assert (other.at_ms, other.digest == first.digest) == (800, False)
    video.refresh_from_db()
    assert video.poster == other
    assert services.choose_poster(video=video, at_ms=800, by=author, now=NOW) == other
    assert services.choose_poster(video=video, at_ms=10**9, by=author, now=NOW).at_ms == video.duration_ms - 100
    assert video.posters.count() == 3


def test_every_state_is_reached_and_the_row_of_what_is_ready_is_whole(author: Person) -> None:
    assert set(State) == {State(one) for one in ("waiting", "at_work", "ready", "failed")}
    video = make.video.waiting(by=author)
    with pytest.raises(Exception, match="video_ready_is_whole"):
        Video.objects.filter(pk=video.pk).update(state="ready")
