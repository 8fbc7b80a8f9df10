"""A video comes in, shows how far it is, gets its picture and its subtitles, and is played in parts."""

import re
import threading
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from eichhorn.content import attaching, services
from eichhorn.media import stores
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.video import working
from eichhorn.video.models import Subtitles, Video
from eichhorn.video.responses import Unanswerable, part_of
from eichhorn.video.views import pages
from tests import make
from tests.make import Counting
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(house: object) -> Person:
    person: Person = make.people.person(role=RoleKind.AUTHOR)
    return person


@pytest.fixture
def browser(author: Person) -> Client:
    client: Client = make.people.client_of(author)
    return client


def page(browser: Client, at: str) -> str:
    answer = browser.get(at, headers={"accept-language": "de"})
    assert answer.status_code == 200
    return answer.content.decode()


def post(browser: Client, at: str, sent: dict[str, object]) -> tuple[int, str]:
    answer = browser.post(at, sent, headers={"accept-language": "de"})
    return answer.status_code, answer.content.decode()


def test_a_video_is_added_by_the_form_alone_and_says_how_far_it_is(browser: Client) -> None:
    file = SimpleUploadedFile("Bagger am Nordring.mp4", make.video.mp4(), "video/mp4")
    answer = browser.post("/media/videos/add/", {"video": file})
    video = Video.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/media/videos/{video.pk}/")
    words = page(browser, f"/media/videos/{video.pk}/")
    assert "Das Video wartet, bis es an der Reihe ist" in words
    assert f'hx-get="/media/videos/{video.pk}/standing/"' in words
    working.convert_one(threading.Event(), now=lambda: NOW)
    after = page(browser, f"/media/videos/{video.pk}/standing/")
    assert "every 2s" not in after
    video.refresh_from_db()
    assert f'src="/media/videos/films/{video.digest}/"' in after
    assert "Bagger am Nordring" in page(browser, "/media/videos/")


def test_what_is_no_video_is_refused_at_its_field(browser: Client) -> None:
    status, words = post(browser, "/media/videos/add/", {"video": SimpleUploadedFile("a.mp4", b"<html>", "video/mp4")})
    assert status == 422
    assert "Das ist kein Video, das wir lesen können." in words
    assert not Video.objects.exists()


def test_a_video_that_could_not_be_converted_says_why_and_is_tried_once_more(browser: Client, author: Person) -> None:
    video = make.video.waiting(by=author)
    stores.ours().remove(video.source_digest)
    working.convert_one(threading.Event(), now=lambda: NOW)
    words = page(browser, f"/media/videos/{video.pk}/")
    assert "Das Video ließ sich nicht umwandeln." in words
    assert "Die Datei ist nicht mehr da." in words
    assert post(browser, f"/media/videos/{video.pk}/again/", {})[0] == 303
    video.refresh_from_db()
    assert video.state == "waiting"


def test_the_film_is_played_in_parts(browser: Client, author: Person) -> None:
    video = make.video.ready(by=author)
    at, film = f"/media/videos/films/{video.digest}/", stores.ours().read(video.digest)
    whole = browser.get(at)
    assert (whole.status_code, whole["Accept-Ranges"], whole["Content-Type"]) == (200, "bytes", "video/mp4")
    assert b"".join(whole.streaming_content) == film  # type: ignore[attr-defined]
    for asked, begins, ends in (
        ("bytes=0-1", 0, 2),
        ("bytes=100-", 100, len(film)),
        ("bytes=-50", len(film) - 50, len(film)),
        ("bytes=5-999999999", 5, len(film)),
    ):
        part = browser.get(at, headers={"Range": asked})
        assert (part.status_code, part["Content-Range"]) == (206, f"bytes {begins}-{ends - 1}/{len(film)}")
        assert b"".join(part.streaming_content) == film[begins:ends]  # type: ignore[attr-defined]
        assert part["Content-Length"] == str(ends - begins)
    assert browser.get(at, headers={"Range": f"bytes={len(film)}-"}).status_code == 416
    assert browser.get(at, headers={"Range": "bytes=0-1", "If-Range": '"another"'}).status_code == 200
    head = browser.head(at)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(film)))
    assert whole["Content-Security-Policy"] == "default-src 'none'; sandbox"


def names(browser: Client, query: str) -> list[str]:
    """Return the names of the videos that the list shows."""
    return re.findall(r'<bdi class="name">(.*?)</bdi>', page(browser, f"/media/videos/?{query}"))


def test_they_are_found_again_by_words_rights_and_whether_a_post_shows_them(browser: Client, author: Person) -> None:
    ended = make.video.known(make.video.ready(name="Richtfest.mp4"), last_day=date(2020, 1, 1))
    shown = make.video.known(make.video.ready(name="Wasserturm.mp4", with_sound=False))
    make.content.draft(by=author, film=shown)
    assert names(browser, "") == ["Wasserturm", "Richtfest"]
    assert (
        names(browser, "q=richtfest+STEIN")
        == names(browser, "rights=ended")
        == names(browser, "use=unused")
        == ["Richtfest"]
    )
    assert names(browser, "q=richtfest+turm") == []
    assert names(browser, "rights=nonsense") == ["Wasserturm", "Richtfest"]
    assert names(browser, "rights=unknown&q=turm") == ["Wasserturm"]
    assert ended.licence == ""
    for name, tag in (("Kran.mp4", "nordring"), ("Grube.mp4", "süd")):
        make.video.known(make.video.ready(name=name), tags=(tag, "bau"))
    assert names(browser, "tag=nordring") == names(browser, "q=NORDring+kran") == ["Kran"]
    assert names(browser, "tag=bau") == ["Grube", "Kran"]
    assert re.findall(r'href="\?tag=(.*?)&amp;post=7"', page(browser, "/media/videos/?post=7")) == [
        "bau",
        "nordring",
        "s%C3%BCd",
    ]
    nothing = page(browser, "/media/videos/?q=nirgends&post=7")
    assert "Kein Video passt dazu" in nothing
    assert 'href="/media/videos/?post=7"' in nothing


def test_the_other_pages_of_a_search_go_on_with_it(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "ON_A_PAGE", 1)
    for _ in range(2):
        make.video.waiting(name="Bagger.mp4")
    first = page(browser, "/media/videos/?q=bagger&post=7")
    assert 'href="?q=bagger&amp;post=7&amp;page=2"' in first
    assert names(browser, "q=bagger&post=7&page=2") == ["Bagger"]


def test_a_part_is_read_as_it_is_written_down() -> None:
    assert [part_of(asked, 10) for asked in ("", "bytes=0-0", "bytes=3-", "bytes=-4", "bytes=-99", "bytes=1-2,4-5", "lines=1-2", "bytes=-")] == [
        None, (0, 1), (3, 10), (6, 10), (0, 10), None, None, None,
    ]  # fmt: skip
    for asked in ("bytes=10-", "bytes=5-4", "bytes=-0"):
        with pytest.raises(Unanswerable):
            part_of(asked, 10)


def test_films_posters_and_subtitles_are_for_people_who_are_signed_in(author: Person) -> None:
    video = make.video.ready(by=author)
    text = make.video.subtitled(video)
    assert video.poster is not None
    for at in (f"films/{video.digest}", f"posters/{video.poster.digest}", f"texts/{text.digest}"):
        assert make.people.guest().get(f"/media/videos/{at}/").status_code == 302
        assert (
            make.people.client_of(make.people.person(role=RoleKind.READER)).get(f"/media/videos/{at}/").status_code
            == 200
        )
    for at in (f"films/{'0' * 64}", "films/..", f"posters/{video.digest}", f"texts/{'1' * 64}"):
        assert make.people.client_of(author).get(f"/media/videos/{at}/").status_code == 404


def test_a_picture_of_the_film_is_chosen_by_its_moment(browser: Client, author: Person) -> None:
    video = make.video.ready(by=author)
    assert post(browser, f"/media/videos/{video.pk}/poster/", {"at": "0:00,8"})[0] == 303
    video.refresh_from_db()
    assert video.poster is not None
    assert video.poster.at_ms == 800
    for wrong, said in (("vorn", "Diese Stelle verstehen wir nicht."), ("0:09", "Das Video endet bei 0:01.")):
        status, words = post(browser, f"/media/videos/{video.pk}/poster/", {"at": wrong})
        assert status == 422
        assert said in words


def test_subtitles_are_typed_and_every_mistake_is_named_with_its_line(browser: Client, author: Person) -> None:
    video = make.video.ready(by=author)
    assert "Es hat Ton und keine Untertitel." in page(browser, f"/media/videos/{video.pk}/")
    typed = "0:00 --> 0:01\n\nirgendwas"
    status, words = post(browser, f"/media/videos/{video.pk}/subtitles/", {"language": "de", "typed": typed})
    assert status == 422
    assert "Zeile 1: die Worte fehlen." in words
    assert "Zeile 3: hier erwarten wir zwei Zeiten, etwa 0:03 --&gt; 0:06." in words
    assert typed.replace(">", "&gt;") in words
    right = {"language": "de", "typed": "0:00 --> 0:01\nDer <i>Bagger</i> & ich"}
    assert post(browser, f"/media/videos/{video.pk}/subtitles/", right)[0] == 303
    text = Subtitles.objects.get()
    assert browser.get(f"/media/videos/texts/{text.digest}/").content.decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nDer Bagger &amp; ich\n"
    )
    words = page(browser, f"/media/videos/{video.pk}/")
    assert (
        f'<track kind="subtitles" srclang="de" label="Deutsch" src="/media/videos/texts/{text.digest}/" default>'
        in words
    )
    assert "Es hat Ton und keine Untertitel." not in words


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_subtitles_come_as_a_file_in_whatever_signs(browser: Client, author: Person, encoding: str) -> None:
    video = make.video.ready(by=author)
    file = SimpleUploadedFile("bagger.srt", "1\r\n00:00:00,000 --> 00:00:00,900\r\nGrüße\r\n".encode(encoding))
    assert post(browser, f"/media/videos/{video.pk}/subtitles/", {"language": "en", "file": file})[0] == 303
    assert "Grüße" in Subtitles.objects.get().text


def test_older_subtitles_are_kept_for_the_posts_that_have_them(browser: Client, author: Person) -> None:
    video = make.video.ready(by=author)
    first = make.video.subtitled(video)
    second = make.video.subtitled(video, typed="0:00 --> 0:01\nAnders")
    assert list(video.subtitles.filter(is_current=True)) == [second]
    assert browser.get(f"/media/videos/texts/{first.digest}/").status_code == 200
    assert make.video.subtitled(video) == first
    assert post(browser, f"/media/videos/{video.pk}/subtitles/de/drop/", {})[0] == 303
    assert not video.subtitles.filter(is_current=True).exists()
    assert video.subtitles.count() == 2


def test_that_nothing_is_spoken_can_be_said_and_taken_back(browser: Client, author: Person) -> None:
    video = make.video.ready(by=author)
    assert not video.is_silent
    post(browser, f"/media/videos/{video.pk}/speech/", {"no_speech": "on"})
    video.refresh_from_db()
    assert video.is_silent
    post(browser, f"/media/videos/{video.pk}/speech/", {})
    video.refresh_from_db()
    assert not video.is_silent
    assert make.video.ready(by=author, with_sound=False).is_silent


def test_what_is_known_of_a_video_is_kept(browser: Client, author: Person) -> None:
    video = make.video.ready(by=author)
    said = {
        "alt_de": "Ein Bagger\nhebt einen Stein.",
        "source": "Anna Roth",
        "licence": "own",
        "last_day": "1.7.2026",
        "tags": "Nordring, #Bau",
    }
    assert post(browser, f"/media/videos/{video.pk}/", said)[0] == 303
    video.refresh_from_db()
    assert (video.source, video.licence, str(video.last_day)) == ("Anna Roth", "own", "2026-07-01")
    assert video.tags == ["nordring", "bau"]
    assert 'value="nordring, bau"' in page(browser, f"/media/videos/{video.pk}/")
    status, refused = post(browser, f"/media/videos/{video.pk}/", said | {"tags": ",".join(map(str, range(21)))})
    assert (status, "Höchstens 20 Schlagwörter" in refused) == (422, True)
    assert list(video.descriptions.values_list("language", "text")) == [("de", "Ein Bagger hebt einen Stein.")]


def test_who_reads_sees_the_video_and_no_forms(author: Person) -> None:
    video = make.video.ready(by=author)
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    words = page(reader, f"/media/videos/{video.pk}/")
    assert "<video" in words
    assert '/poster/"' not in words.replace("/posters/", "")
    for at in ("", "again/", "poster/", "speech/", "subtitles/", "subtitles/de/drop/"):
        assert reader.post(f"/media/videos/{video.pk}/{at}", {}).status_code == 403


def test_the_video_of_a_confidential_post_is_not_found_by_who_may_not_read_it(author: Person) -> None:
    video = make.video.ready(by=author)
    manager = make.people.person(role=RoleKind.MANAGER)
    slot = make.planning.slot("Vertraulich", channels=[make.planning.channel()], confidential=True, by=manager)
    draft = services.begin(slot=slot, by=manager, now=NOW)
    attaching.attach_film(draft=draft, video=video, by=manager, now=NOW)
    reader, found = make.people.person(role=RoleKind.READER), f"/media/videos/{video.pk}/"
    for person, status in ((reader, 404), (author, 200), (manager, 200)):
        client = make.people.client_of(person)
        assert client.get(found).status_code == status
        assert (found in client.get("/media/videos/").content.decode()) is (status == 200)


def test_many_videos_cost_no_more_questions_than_few(
    browser: Client, author: Person, django_assert_num_queries: Counting
) -> None:
    def questions(number: int) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            assert page(browser, "/media/videos/").count('class="tile"') == number
        return len(asked)

    make.video.ready(by=author)
    questions(1)
    few = questions(1)
    for _ in range(4):
        make.video.waiting(by=author)
    assert questions(5) == few
