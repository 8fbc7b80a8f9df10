"""Videos through the interface: they come by pieces, are described, get a picture and subtitles, and stand in posts."""

import hashlib
import threading
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.media import stores
from eichhorn.media.models import Upload
from eichhorn.media.rules import PIECE_BYTES, Consent, Licence
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.video import working
from eichhorn.video.models import Video
from eichhorn.video.rules.taking import LARGEST_BYTES, VideoProblem, VideoRefused
from eichhorn.video.services import converting
from tests import make
from tests.make.api import Program
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
ALT = "Ein Bagger hebt einen Stein."


def long_mp4() -> bytes:
    """Return a video of two pieces; what stands behind its end nobody reads."""
    return make.video.mp4() + (PIECE_BYTES + 8).to_bytes(4) + b"free" + bytes(PIECE_BYTES)


def pieces(content: bytes) -> list[bytes]:
    return [content[at : at + PIECE_BYTES] for at in range(0, len(content), PIECE_BYTES)]


def announced(content: bytes, **other: object) -> dict[str, object]:
    digest = hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in pieces(content))).hexdigest()
    return {"file_name": "bagger.mp4", "size_bytes": len(content), "digest": digest} | other


def begun(program: Program, content: bytes) -> str:
    answer = program.post("/video-uploads", announced(content))
    said = make.api.said(answer)
    assert (answer.status_code, said["piece_bytes"], said["video"]) == (201, PIECE_BYTES, None)
    assert answer["Location"] == f"/api/v1/video-uploads/{said['id']}"
    return str(said["id"])


def send(
    program: Program, at: str, piece: bytes, begins_at: int, *, digest: str = "", media_type: str = "application/octet-stream",
    key: str = "",
) -> HttpResponse:  # fmt: skip
    asked = f"begins_at={begins_at}&digest={digest or hashlib.sha256(piece).hexdigest()}"
    path, headers = f"/api/v1/video-uploads/{at}/pieces?{asked}", {"idempotency-key": key} if key else {}
    answer: HttpResponse = program.client.post(path, piece, content_type=media_type, headers=headers)
    return answer


def problem(answer: HttpResponse, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.content
    said: dict[str, object] = make.api.said(answer)
    return said


class TestComing:
    def test_it_comes_by_pieces_goes_on_where_it_was_and_is_converted(self, program: Program) -> None:
        content = long_mp4()
        first, last = pieces(content)
        at = begun(program, content)
        assert make.api.said(send(program, at, first, 0))["received_bytes"] == PIECE_BYTES
        again = begun(program, content)  # the program was started anew
        assert again == at
        assert make.api.said(program.get(f"/video-uploads/{at}"))["received_bytes"] == PIECE_BYTES
        came = make.api.said(send(program, at, last, PIECE_BYTES, key="last"))
        repeated = send(program, at, last, PIECE_BYTES, key="last")  # its answer was lost
        assert (make.api.said(repeated), repeated["Idempotency-Replayed"]) == (came, "true")
        video = Video.objects.get()
        assert (came["video"], came["received_bytes"]) == (video.pk, len(content))
        assert program.get(f"/video-uploads/{at}").status_code == 404
        waits = make.api.said(program.get(f"/videos/{video.pk}"))
        assert (waits["state"], waits["digest"], waits["poster"]) == ("waiting", None, None)
        assert working.convert_one(threading.Event(), now=lambda: NOW)
        ready = make.api.said(program.get(f"/videos/{video.pk}"))
        assert (ready["state"], ready["percent"], ready["has_sound"], ready["problem"]) == ("ready", 100, True, None)

    def test_a_piece_that_begins_elsewhere_or_was_damaged_is_told_where_to_go_on(self, program: Program) -> None:
        content = long_mp4()
        first, last = pieces(content)
        at = begun(program, content)
        for answer in (send(program, at, last, PIECE_BYTES), send(program, at, first, 0, digest="0" * 64)):
            said = problem(answer, 409)
            assert (said["reason"], said["received_bytes"]) == ("wrong_place", 0)
        send(program, at, first, 0)
        assert problem(send(program, at, first, 0), 409)["received_bytes"] == PIECE_BYTES

    def test_what_is_no_video_is_said_after_the_last_piece_and_lies_nowhere(
        self, manager: Person, django_capture_on_commit_callbacks: object
    ) -> None:
        program = make.api.program(manager, language="de")
        at = begun(program, b"<html>")
        file = Path(settings.HOME) / "uploads" / at
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            said = problem(send(program, at, b"<html>", 0), 422)
        assert said["reason"] == "not_a_video"
        assert "Das ist kein Video, das wir lesen können." in str(said["errors"])
        assert not Upload.objects.exists()
        assert not file.exists()
        assert not Video.objects.exists()

    def test_where_it_cannot_be_kept_what_came_stays(self, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(*_: object) -> None:
            raise stores.OutOfReach

        content = make.video.mp4()
        at = begun(program, content)
        with monkeypatch.context() as patched:
            patched.setattr(type(stores.ours()), "keep_file", away)
            refused = send(program, at, content, 0)
        assert (refused.status_code, refused["Retry-After"]) == (503, "30")
        assert make.api.said(send(program, at, content, 0))["video"] == Video.objects.get().pk

    def test_the_same_file_again_is_the_same_video(self, program: Program) -> None:
        content = make.video.mp4()
        numbers = {make.api.said(send(program, begun(program, content), content, 0))["video"] for _ in range(2)}
        assert numbers == {Video.objects.get().pk}

    def test_size_and_digest_are_looked_at_before_anything_comes(self, program: Program) -> None:
        most = announced(b"x", size_bytes=LARGEST_BYTES)
        assert program.post("/video-uploads", most).status_code == 201
        for wrong, reason in (({"size_bytes": LARGEST_BYTES + 1}, "too_large"), ({"size_bytes": 0}, "empty")):
            said = problem(program.post("/video-uploads", most | wrong), 422)
            assert said["reason"] == reason
            assert said["errors"][0]["pointer"] == "#/size_bytes"  # type: ignore[index]
        for wrong in ({"size_bytes": -1}, {"digest": "x"}, {"more": 1}):
            assert program.post("/video-uploads", most | wrong).status_code == 422
        assert Upload.objects.count() == 1

    def test_only_bytes_are_taken_and_no_more_than_a_piece(self, program: Program) -> None:
        content = long_mp4()
        at = begun(program, content)
        assert "octet-stream" in str(problem(send(program, at, b"{}", 0, media_type="application/json"), 415)["detail"])
        assert problem(send(program, at, content[: PIECE_BYTES + 1], 0), 409)["received_bytes"] == 0
        assert send(program, at, content[:PIECE_BYTES], 0).status_code == 200

    def test_an_upload_is_its_senders_alone_and_one_of_a_picture_is_none(self, program: Program) -> None:
        at = begun(program, make.video.mp4())
        other = make.api.program(make.people.person(role=RoleKind.MANAGER))
        assert other.get(f"/video-uploads/{at}").status_code == 404
        assert send(other, at, b"x", 0).status_code == 404
        Upload.objects.update(kind="picture")
        assert program.get(f"/video-uploads/{at}").status_code == 404


class TestKnowing:
    def test_what_is_known_is_said_as_a_whole_and_read_without_names(self, program: Program) -> None:
        video = make.video.ready()
        known = {"alt_de": "Ein  Bagger.", "licence": "cc_by", "source": "Anna Roth", "last_day": "2031-12-31"}
        said = make.api.said(program.put(f"/videos/{video.pk}", known))
        assert (said["alt_de"], said["alt_en"], said["licence"], said["last_day"]) == (
            "Ein Bagger.",
            "",
            "cc_by",
            "2031-12-31",
        )
        assert (said["may_appear"], said["source"]) == (True, "Anna Roth")
        assert make.api.said(program.get("/videos"))["items"] == [said]
        make.video.shown(video, "Erika Muster", consent=Consent.WITHDRAWN)
        again = program.get(f"/videos/{video.pk}")
        assert make.api.said(again)["may_appear"] is False
        assert "Erika" not in again.content.decode()
        assert program.put(f"/videos/{video.pk}", {}).status_code == 200
        assert make.api.said(program.get(f"/videos/{video.pk}"))["licence"] == ""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"last_day": "31.12.2031"},
            {"licence": "mine"},
            {"alt_de": "x" * 1_501},
            {"tags": ["x" * 41]},
            {"who": "Anna"},
        ],
    )
    def test_what_cannot_be_known_is_refused_at_its_place(self, program: Program, wrong: dict[str, object]) -> None:
        said = problem(program.put(f"/videos/{make.video.ready().pk}", wrong), 422)
        assert said["errors"][0]["pointer"].split("/")[1] == next(iter(wrong))  # type: ignore[index]

    def test_subtitles_are_set_read_as_a_file_and_taken_off_by_language(self, program: Program) -> None:
        video = make.video.ready()
        at = f"/videos/{video.pk}/subtitles"
        assert make.api.said(program.get(f"/videos/{video.pk}"))["needs_subtitles"] is True
        said = make.api.said(program.put(f"{at}/de", {"text": make.video.SUBTITLES}))
        assert ([one["language"] for one in said["subtitles"]], said["needs_subtitles"]) == (["de"], False)
        text = program.get(f"{at}/de")
        assert text["Content-Type"].startswith("text/vtt")
        assert text.content.startswith(b"WEBVTT")
        assert hashlib.sha256(text.content).hexdigest() == said["subtitles"][0]["digest"]
        assert program.get(f"{at}/en").status_code == 404
        assert program.get(f"{at}/xx").status_code == 422
        assert make.api.said(program.post(f"{at}/de/drop"))["subtitles"] == []
        assert program.get(f"{at}/de").status_code == 404

    def test_each_mistake_in_subtitles_is_named_with_its_line(self, manager: Person) -> None:
        program, video = make.api.program(manager, language="de"), make.video.ready()
        said = problem(program.put(f"/videos/{video.pk}/subtitles/de", {"text": "0:02 --> 0:01\nA\n\nB"}), 422)
        assert said["mistakes"] == [
            {"line": 1, "reason": "backwards"}, {"line": 1, "reason": "after_the_end"}, {"line": 4, "reason": "times"},
        ]  # fmt: skip
        assert said["errors"][0] == {"detail": "Zeile 1: er endet, bevor er beginnt.", "pointer": "#/text"}  # type: ignore[index]
        assert not video.subtitles.exists()

    def test_where_nothing_is_spoken_none_are_needed(self, program: Program) -> None:
        at = f"/videos/{make.video.ready().pk}"
        quiet = make.api.said(program.put(f"{at}/speech", {"no_speech": True}))
        assert (quiet["no_speech"], quiet["needs_subtitles"]) == (True, False)
        spoken = make.api.said(program.put(f"{at}/speech", {"no_speech": False}))
        assert (spoken["no_speech"], spoken["needs_subtitles"]) == (False, True)

    def test_its_picture_is_chosen_and_read(self, program: Program) -> None:
        video = make.video.ready()
        before = make.api.said(program.get(f"/videos/{video.pk}"))["poster"]
        said = make.api.said(program.put(f"/videos/{video.pk}/poster", {"at_ms": 500}))
        assert (said["poster"]["at_ms"], said["poster"]["digest"] == before["digest"]) == (500, False)
        picture = program.get(f"/videos/{video.pk}/poster")
        assert picture["Content-Type"] == "image/jpeg"
        assert hashlib.sha256(b"".join(picture.streaming_content)).hexdigest() == said["poster"]["digest"]  # type: ignore[attr-defined]

    def test_the_film_is_read_whole_and_in_parts(self, program: Program) -> None:
        video = make.video.ready()
        at, film = f"/api/v1/videos/{video.pk}/content", stores.ours().read(video.digest)
        whole = program.client.get(at)
        assert (whole["Content-Type"], b"".join(whole.streaming_content)) == ("video/mp4", film)  # type: ignore[attr-defined]
        part = program.client.get(at, headers={"range": "bytes=5-9"})
        assert (part.status_code, b"".join(part.streaming_content)) == (206, film[5:10])  # type: ignore[attr-defined]
        beyond = program.client.get(at, headers={"range": f"bytes={len(film)}-"})
        assert problem(beyond, 416)["type"] == "/api/v1/#problem-part-not-there"
        assert beyond["Content-Range"] == f"bytes */{len(film)}"
        stores.ours().remove(video.digest)
        assert program.client.get(at).status_code == 404

    def test_one_that_is_not_converted_has_neither_film_nor_picture_and_says_so(self, program: Program) -> None:
        at = f"/videos/{make.video.waiting().pk}"
        for answer in (
            program.get(f"{at}/content"),
            program.get(f"{at}/poster"),
            program.put(f"{at}/poster", {"at_ms": 0}),
        ):
            assert problem(answer, 409)["reason"] == "waiting"

    def test_one_that_could_not_be_converted_says_why_and_is_tried_once_more(self, manager: Person) -> None:
        program, video = make.api.program(manager, language="de"), make.video.waiting()
        work = converting.next_to_convert(now=NOW)
        assert work is not None
        converting.failed(work=work, why=VideoProblem.BROKEN, now=NOW)
        said = make.api.said(program.get(f"/videos/{video.pk}"))
        assert (said["state"], said["problem"]) == ("failed", "broken")
        assert said["problem_says"].startswith("Dieses Video ist beschädigt")
        again = make.api.said(program.post(f"/videos/{video.pk}/again"))
        assert (again["state"], again["problem"], again["problem_says"]) == ("waiting", None, "")


def found(program: Program, **asked: object) -> list[int]:
    return [one["id"] for one in make.api.said(program.get("/videos", **asked))["items"]]


class TestFinding:
    def test_they_are_found_by_state_words_rights_and_use(self, program: Program, manager: Person) -> None:
        ended = make.video.known(make.video.ready(name="richtfest.mp4"), last_day=date(2020, 1, 1))
        soon = make.video.may_stand()
        last = people.today(clock.now())
        make.video.known(soon, last_day=last, source="Anna Roth", licence=Licence.OWN, tags=("abschied",))
        waiting = make.video.waiting()
        make.content.draft(by=manager, film=soon)
        assert found(program) == [waiting.pk, soon.pk, ended.pk]
        assert found(program, state="waiting") == [waiting.pk]
        assert found(program, words="RICHTFEST stein") == [ended.pk]
        assert found(program, words="roth") == found(program, tag="abschied") == [soon.pk]
        assert found(program, words="roth richtfest") == []
        assert found(program, rights="ended") == [ended.pk]
        assert found(program, rights="soon") == [soon.pk]
        assert found(program, rights="unknown") == [waiting.pk, ended.pk]
        assert found(program, use="unused") == [waiting.pk, ended.pk]
        assert problem(program.get("/videos", rights="mine"), 422)["errors"][0]["parameter"] == "rights"  # type: ignore[index]

    def test_one_of_a_confidential_post_is_found_by_the_team_alone(self, program: Program, manager: Person) -> None:
        video, reader = make.video.may_stand(), make.api.program(make.people.person(role=RoleKind.READER))
        draft = make.content.draft(by=manager, film=video)
        assert found(reader) == [video.pk]
        Slot.objects.filter(pk=draft.slot_id).update(confidential=True)
        assert (found(reader), found(program)) == ([], [video.pk])
        assert reader.get(f"/videos/{video.pk}/content").status_code == 404
        assert program.get(f"/videos/{video.pk}/content").status_code == 200


def post(video: Video, **more: object) -> dict[str, object]:
    return {"text": "Seht her.", "film": {"media": video.digest, "alt": ALT}} | more


class TestInAPost:
    def test_a_draft_takes_it_with_what_stands_at_it_now(self, program: Program, channel: Channel) -> None:
        video = make.video.ready()
        make.video.subtitled(video)
        begun = {"post": {"title": "Bagger", "channels": [channel.pk]}, "content": post(video)}
        answer = program.post("/drafts", begun)
        assert answer.status_code == 201
        film = make.api.said(answer)["latest"]["film"]
        video = Video.objects.select_related("poster").get(pk=video.pk)
        assert video.poster is not None
        assert film == {"media": video.digest, "alt": ALT, "poster": video.poster.digest, "subtitles": ["de"]}

    def test_it_is_refused_at_handing_in_as_on_the_page(self, program: Program, manager: Person) -> None:
        channel, video = make.channels.channel("Stadtwerke"), make.video.may_stand()
        make.review.four_eyes()
        draft = make.content.draft(by=manager, chosen=[channel], local=datetime(2031, 6, 11, 14, 0))
        picture = {"media": make.media.picture(by=manager).digest, "alt": "Bagger"}
        for wrong, reason in (
            ({"attachments": [picture]}, "video_beside"),
            ({"poll": {"options": ["Ja", "Nein"]}}, "video_beside"),
            ({"film": {"media": video.digest, "alt": ""}}, "video_alt"),
        ):
            number = Draft.objects.select_related("latest").get(pk=draft.pk).latest
            assert number is not None
            saved = program.post(f"/drafts/{draft.pk}/versions", post(video, based_on=number.number) | wrong)
            assert saved.status_code == 201, saved.content
            said = problem(program.post(f"/drafts/{draft.pk}/hand-in"), 409)
            assert (said["type"], said["reason"]) == ("/api/v1/#problem-not-ready", reason)
        latest = make.api.said(program.get(f"/drafts/{draft.pk}"))["latest"]["number"]
        program.post(f"/drafts/{draft.pk}/versions", post(video, based_on=latest))
        assert program.post(f"/drafts/{draft.pk}/hand-in").status_code == 201

    def test_one_that_is_not_there_or_not_converted_is_refused_at_its_place(
        self, program: Program, channel: Channel
    ) -> None:
        video = make.video.waiting()
        for digest in ("0" * 64, video.source_digest):
            content = {"text": "Seht her.", "film": {"media": digest, "alt": ALT}}
            begun = {"post": {"title": "Bagger", "channels": [channel.pk]}, "content": content}
            assert problem(program.post("/drafts", begun), 422)["errors"][0]["pointer"] == "#/film/media"  # type: ignore[index]
        assert not Draft.objects.exists()


def test_every_reason_for_which_a_video_is_refused_is_a_problem_in_words() -> None:
    from eichhorn.api.refusals import problem_of

    for reason in VideoProblem:
        said = problem_of(VideoRefused(reason))
        assert said is not None
        assert said.answer().status_code in {409, 422, 503}
