"""A film hangs on a post: its bytes, its description, its picture and its subtitles are what is approved, and what leaves."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from eichhorn.channels.models import Channel
from eichhorn.content import attaching, queries, services
from eichhorn.content.comparing import Part, changes
from eichhorn.content.models import Draft, Version
from eichhorn.content.rules import NOTHING_BESIDE, Beside, Film, Poll, Whole, digest
from eichhorn.delivery import carrying
from eichhorn.delivery import services as delivery
from eichhorn.foundation import clock
from eichhorn.media import stores
from eichhorn.media.rules import Known
from eichhorn.notices import services as notices
from eichhorn.notices.models import Notice
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.review import queries as reviews
from eichhorn.review import services as review
from eichhorn.review.services import NotReady, NotReadyBecause
from eichhorn.video import services as videos
from eichhorn.video.models import Video
from tests import make
from tests.make.people import NOW

FILM = Film("ab" * 32, "Ein Bagger hebt einen Stein.", "cd" * 32, (("de", "ef" * 32),))
PLAIN = Whole(text="Seht her.", language="de", channel_ids=(1,))
ALT = "Ein Bagger hebt einen Stein."


def test_a_post_without_a_film_keeps_its_digest() -> None:
    assert digest(replace(PLAIN, beside=NOTHING_BESIDE)) == digest(PLAIN)


def test_each_part_of_a_film_makes_another_content() -> None:
    films = [
        FILM, replace(FILM, digest="00" * 32), replace(FILM, alt="Anders."), replace(FILM, poster_digest="00" * 32),
        replace(FILM, subtitles=()), replace(FILM, subtitles=(("en", "ef" * 32),)), replace(FILM, subtitles=(("de", "00" * 32),)),
    ]  # fmt: skip
    assert len({digest(replace(PLAIN, beside=Beside(film=one))) for one in [None, *films]}) == len(films) + 1


@pytest.fixture
def miriam() -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def video(miriam: Person) -> Video:
    made: Video = make.video.ready(by=miriam)
    make.video.subtitled(made)
    return Video.objects.get(pk=made.pk)


@pytest.fixture
def stage(db: None) -> Channel:
    made: Channel = make.channels.channel("Stadtwerke")
    return made


def latest(draft: Draft) -> Version:
    return queries.wordings([Draft.objects.get(pk=draft.pk).latest_id or 0]).get()


def begun(miriam: Person, *chosen: Channel) -> Draft:
    draft: Draft = make.content.draft(by=miriam, chosen=list(chosen), now=NOW)
    return draft


def saved(draft: Draft, by: Person, film: Film | None, **more: object) -> Version:
    number = latest(draft).number
    said: dict[str, object] = {"text": "Seht her.", "language": "de", "beside": Beside(film=film)} | more
    services.save(draft=draft, based_on=number, by=by, now=NOW, **said)  # type: ignore[arg-type]
    return latest(draft)


def refused(draft: Draft, by: Person) -> tuple[NotReadyBecause, str]:
    make.review.four_eyes()
    with pytest.raises(NotReady) as problem:
        review.hand_in(draft=draft, by=by, now=NOW)
    return problem.value.because, problem.value.about


@pytest.mark.django_db
class TestKeeping:
    def test_it_stands_in_the_version_with_what_stands_at_the_video(
        self, miriam: Person, video: Video, stage: Channel
    ) -> None:
        videos.describe(video=video, known=Known(descriptions={"de": ALT}), by=miriam, now=NOW)
        draft = begun(miriam, stage)
        attaching.attach_film(draft=draft, video=Video.objects.get(pk=video.pk), by=miriam, now=NOW)
        film = queries.wording(latest(draft), stage).film
        assert film is not None
        assert video.poster is not None
        text = video.subtitles.get(is_current=True)
        assert film == Film(video.digest, ALT, video.poster.digest, (("de", text.digest),))
        assert latest(draft).video == video

    def test_new_subtitles_leave_what_stands_in_a_version_as_it_was(
        self, miriam: Person, video: Video, stage: Channel
    ) -> None:
        version = saved(begun(miriam, stage), miriam, attaching.film_of(video, ALT))
        make.video.subtitled(video, typed="0:00 --> 0:01\nAnders")
        assert latest(version.draft).beside == version.beside
        assert attaching.film_of(Video.objects.get(pk=video.pk), ALT) != version.beside.film

    def test_it_comes_back_with_an_earlier_version_and_the_history_says_it(
        self, miriam: Person, video: Video, stage: Channel
    ) -> None:
        draft = begun(miriam, stage)
        film = attaching.film_of(video, ALT)
        before = saved(draft, miriam, film)
        after = saved(draft, miriam, None)
        assert [change.part for change in changes(before, after, {})] == [Part.FILM]
        services.restore(draft=draft, number=before.number, by=miriam, now=NOW)
        assert latest(draft).beside.film == film

    def test_a_film_that_is_not_ours_is_refused(self, miriam: Person, video: Video, stage: Channel) -> None:
        right = attaching.film_of(video, ALT)
        for wrong in (FILM, replace(right, poster_digest="cd" * 32), replace(right, subtitles=(("de", "ef" * 32),))):
            with pytest.raises(services.Unfit) as problem:
                saved(begun(miriam, stage), miriam, wrong)
            assert problem.value.part == "film"

    def test_a_video_that_is_not_converted_yet_cannot_be_taken(self, miriam: Person, stage: Channel) -> None:
        waiting = make.video.waiting(by=miriam)
        draft = begun(miriam, stage)
        client = make.people.client_of(miriam)
        assert client.post(f"/plan/posts/{draft.pk}/video/", {"video": waiting.pk}).status_code == 404


@pytest.mark.django_db
class TestHandingIn:
    def test_a_film_with_sound_and_without_subtitles_is_named(self, miriam: Person, stage: Channel) -> None:
        silent, loud = make.video.ready(by=miriam, with_sound=False), make.video.ready(by=miriam, name="rede.mp4")
        draft = begun(miriam, stage)
        saved(draft, miriam, attaching.film_of(loud, ALT))
        assert refused(draft, miriam) == (NotReadyBecause.SUBTITLES, "rede")
        videos.say_no_speech(video=loud, no_speech=True, by=miriam, now=NOW)
        review.hand_in(draft=draft, by=miriam, now=NOW)
        other = begun(miriam, stage)
        saved(other, miriam, attaching.film_of(silent, ALT))
        review.hand_in(draft=other, by=miriam, now=NOW)

    def test_a_film_needs_a_description(self, miriam: Person, video: Video, stage: Channel) -> None:
        draft = begun(miriam, stage)
        saved(draft, miriam, attaching.film_of(video, "Video"[:0]))
        assert refused(draft, miriam) == (NotReadyBecause.VIDEO_ALT, "bagger")

    def test_a_film_stands_alone(self, miriam: Person, video: Video, stage: Channel) -> None:
        film = attaching.film_of(video, ALT)
        with_poll, with_picture = begun(miriam, stage), begun(miriam, stage)
        saved(with_poll, miriam, None, beside=Beside(poll=Poll(("Ja", "Nein"), 60), film=film))
        picture = services.NewAttachment(make.media.picture(by=miriam), "Ein Bagger")
        saved(with_picture, miriam, film, attachments=[picture])
        for draft in (with_poll, with_picture):
            assert refused(draft, miriam) == (NotReadyBecause.VIDEO_BESIDE, "Stadtwerke")

    def test_a_channel_without_videos_needs_a_text_of_its_own(self, miriam: Person, video: Video) -> None:
        linkedin = make.channels.unconnected("Beruf", network="linkedin", server_url="")
        Channel.objects.filter(pk=linkedin.pk).update(health="connected")  # nobody is asked here
        draft = begun(miriam, linkedin)
        saved(draft, miriam, attaching.film_of(video, ALT))
        assert refused(draft, miriam) == (NotReadyBecause.NO_VIDEOS, "Beruf")
        saved(
            draft, miriam, attaching.film_of(video, ALT), variants={linkedin.pk: "Das Video steht auf unserer Seite."}
        )
        review.hand_in(draft=draft, by=miriam, now=NOW)

    def test_a_server_that_takes_only_small_ones_is_named(self, miriam: Person, video: Video, stage: Channel) -> None:
        draft = begun(miriam, stage)
        saved(draft, miriam, attaching.film_of(video, ALT))
        Channel.objects.filter(pk=stage.pk).update(limits={**stage.limits, "video_bytes": video.size_bytes - 1})
        assert refused(draft, miriam) == (NotReadyBecause.VIDEO_TOO_LARGE, "Stadtwerke")
        Channel.objects.filter(pk=stage.pk).update(limits={**stage.limits, "video_bytes": video.size_bytes})
        review.hand_in(draft=draft, by=miriam, now=NOW)

    @pytest.mark.parametrize(("told", "longest_ms"), [({}, 140_000), ({"video_seconds": 600}, 600_000)])
    def test_x_takes_so_long_a_film_and_a_longer_one_of_an_account_that_pays(
        self, miriam: Person, video: Video, told: dict[str, int], longest_ms: int
    ) -> None:
        x = make.channels.unconnected("Auf X", network="x", server_url="")
        Channel.objects.filter(pk=x.pk).update(health="connected", limits=told)  # nobody is asked here
        draft = begun(miriam, x)
        saved(draft, miriam, attaching.film_of(video, ALT))
        Video.objects.filter(pk=video.pk).update(duration_ms=longest_ms + 1)
        assert refused(draft, miriam) == (NotReadyBecause.VIDEO_TOO_LONG, "Auf X")
        Video.objects.filter(pk=video.pk).update(duration_ms=longest_ms)
        review.hand_in(draft=draft, by=miriam, now=NOW)

    def test_a_film_whose_file_is_gone_is_named(self, miriam: Person, video: Video, stage: Channel) -> None:
        draft = begun(miriam, stage)
        saved(draft, miriam, attaching.film_of(video, ALT))
        stores.ours().remove(video.digest)
        assert refused(draft, miriam) == (NotReadyBecause.VIDEO_MISSING, "bagger")

    def test_a_film_whose_right_has_ended_leaves_no_more(self, miriam: Person, video: Video, stage: Channel) -> None:
        draft = begun(miriam, stage)
        saved(draft, miriam, attaching.film_of(video, ALT))
        approval = make.review.approved(draft, by=miriam)
        assert draft.pk in reviews.standing([draft.pk], now=NOW)
        videos.describe(video=video, known=Known(last_day=date(2020, 1, 1)), by=miriam, now=NOW)
        assert draft.pk not in reviews.standing([draft.pk], now=NOW)
        review.withdraw(approval=approval, by=miriam, now=NOW, because="x")
        assert refused(draft, miriam) == (NotReadyBecause.VIDEO_RIGHTS, "bagger")


@pytest.mark.django_db
class TestShowing:
    def test_a_guest_plays_exactly_what_is_asked_about(self, miriam: Person, video: Video, stage: Channel) -> None:
        now = clock.now()  # a link counts from the day on which it is opened
        local = (now + timedelta(days=5)).replace(tzinfo=None, second=0, microsecond=0)
        draft = make.content.draft(by=miriam, chosen=[stage], local=local, now=now)
        saved(draft, miriam, attaching.film_of(video, ALT))
        asked = make.review.handed_in(draft, by=miriam, now=now)
        make.video.subtitled(video, typed="0:00 --> 0:01\nAnders")
        mail = Notice.objects.filter(decides=True, about_id=asked.pk).latest("pk")
        token = notices.text_of(mail).split("/approve/")[1].split("/")[0]
        guest: Client = make.people.guest()
        page = guest.get(f"/approve/{token}/").content.decode()
        assert f'<source src="/approve/{token}/film/film/" type="video/mp4">' in page
        assert ALT in page
        assert "/media/videos/" not in page
        part = guest.get(f"/approve/{token}/film/film/", headers={"Range": "bytes=0-9"})
        assert (part.status_code, part["Content-Length"]) == (206, "10")
        assert guest.get(f"/approve/{token}/film/poster/")["Content-Type"] == "image/jpeg"
        assert "Nordring" in guest.get(f"/approve/{token}/film/de/").content.decode()
        assert guest.get(f"/approve/{token}/film/en/").status_code == 404

    def test_it_is_taken_into_a_post_described_and_taken_off_in_the_composer(
        self, miriam: Person, video: Video, stage: Channel
    ) -> None:
        draft, client = begun(miriam, stage), make.people.client_of(miriam)
        at = f"/plan/posts/{draft.pk}/"
        assert client.post(f"{at}video/", {"video": video.pk}).status_code == 303
        page = client.get(at).content.decode()
        assert f'name="film" value="{video.digest}"' in page
        assert "0:01" in page
        number = latest(draft).number
        form = {"text": "Seht her.", "language": "de", "based_on": number, "film": video.digest, "film_alt": ALT}
        assert client.post(at, form).status_code == 303
        film = latest(draft).beside.film
        assert film is not None
        assert film.alt == ALT
        assert client.post(at, form | {"based_on": latest(draft).number, "remove_film": "1"}).status_code == 303
        assert latest(draft).beside.film is None

    def test_what_stands_in_the_way_is_said_while_one_writes(self, miriam: Person) -> None:
        linkedin = make.channels.unconnected("Beruf", network="linkedin", server_url="")
        video = make.video.ready(by=miriam)
        draft = begun(miriam, linkedin)
        saved(draft, miriam, attaching.film_of(video, ALT))
        page = make.people.client_of(miriam).get(f"/plan/posts/{draft.pk}/").content.decode()
        assert notes(page) == [
            "Beruf nimmt keine Videos. Schreiben Sie einen eigenen Text für diesen Kanal, oder lassen Sie das Video weg."
        ]
        assert "Das Video hat Ton und keine Untertitel." in page
        own = {f"own_{linkedin.pk}": "Das Video steht auf unserer Seite."}
        assert notes(looked(miriam, draft, video, **own)) == []

    def test_poll_or_pictures_beside_it_are_said_by_name_before_anything_is_saved(
        self, miriam: Person, video: Video, stage: Channel
    ) -> None:
        hand, linkedin = make.planning.channel("Facebook"), make.channels.unconnected("Beruf", network="linkedin")
        draft = begun(miriam, stage, hand, linkedin)
        own = {f"own_{linkedin.pk}": "Das Video steht auf unserer Seite."}
        picture = make.media.picture(by=miriam).digest
        assert notes(looked(miriam, draft, video, **own)) == []
        assert notes(looked(miriam, draft, video, poll_options="Ja\nNein", **own)) == [
            "Facebook und Stadtwerke zeigen ein Video ohne Umfrage: entweder das Video oder die Umfrage."
        ]
        assert notes(looked(miriam, draft, video, kept=picture, **own)) == [
            "Facebook und Stadtwerke zeigen ein Video ohne Bilder: entweder das Video oder die Bilder."
        ]
        assert notes(looked(miriam, draft, None, kept=picture, poll_options="Ja\nNein", **own)) == []
        assert latest(draft).beside == NOTHING_BESIDE

    def test_what_is_too_long_or_too_large_for_one_channel_is_said_with_numbers(
        self, miriam: Person, video: Video, stage: Channel
    ) -> None:
        x = make.channels.unconnected("Auf X", network="x", server_url="")
        draft = begun(miriam, stage, x)
        Channel.objects.filter(pk=stage.pk).update(limits={**stage.limits, "video_bytes": 1_048_576})
        Video.objects.filter(pk=video.pk).update(duration_ms=140_000, size_bytes=1_048_576)
        assert notes(looked(miriam, draft, video)) == []
        Video.objects.filter(pk=video.pk).update(duration_ms=185_000, size_bytes=2_097_152)
        assert [said.replace("\xa0", " ") for said in notes(looked(miriam, draft, video))] == [
            "Das Video ist zu lang für Auf X: Es dauert 3:05 Minuten, möglich sind dort höchstens 2:20.",
            "Das Video ist zu groß für Stadtwerke: 2,0 MB. Möglich sind dort höchstens 1,0 MB.",
        ]


def looked(person: Person, draft: Draft, video: Video | None, **more: object) -> str:
    """Return what the composer says of what stands in its form, saved or not."""
    form = {"text": "Seht her.", "language": "de", "film_alt": ALT, "film": video.digest if video else "", **more}
    answer = make.people.client_of(person).post(f"/plan/posts/{draft.pk}/look/", form)
    return str(answer.content.decode())


def notes(page: str) -> list[str]:
    """Return what is said of the film, without what the browser still covers, in the order of the channels' names."""
    return re.findall(r'data-(?:film-note|beside-film)="[^"]*">.*?<strong>(.*?)</strong>', page, re.DOTALL)


@pytest.mark.django_db
def test_it_leaves_with_its_description_its_picture_and_its_size(miriam: Person, video: Video, stage: Channel) -> None:
    draft = begun(miriam, stage)
    saved(draft, miriam, attaching.film_of(video, ALT))
    make.review.approved(draft, by=miriam)
    due_at = Draft.objects.select_related("slot").get(pk=draft.pk).slot.due_at
    assert due_at is not None
    delivery.take_in(now=due_at)
    (errand,) = delivery.claim(most=5, now=due_at).errands
    post = carrying._packed(errand, lambda: due_at)
    assert post.video is not None
    assert post.video.content == stores.ours().read(video.digest)
    assert (post.video.alt, post.video.media_type, post.video.file_name) == (ALT, "video/mp4", "bagger.mp4")
    assert (post.video.width, post.video.height, post.pictures) == (64, 64, ())
    assert post.video.poster is not None
