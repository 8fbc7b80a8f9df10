"""Letters taken in: each once, kept whole, answered only where nobody can have forged them."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from eichhorn.desk import queries as desk
from eichhorn.desk import services
from eichhorn.desk.models import Request
from eichhorn.desk.rules import AnswerKind, Origin, State
from eichhorn.mailbox import looking, queries
from eichhorn.mailbox import services as services_of_mail
from eichhorn.mailbox.models import Door, Letter
from eichhorn.mailbox.rules import Standing, Why
from eichhorn.notices.letter import identity
from eichhorn.notices.models import Notice
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.mailbox import HOUSE, PASSED, SERVER, TEXT, written

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture(autouse=True)
def _house() -> None:
    make.people.organisation()
    make.mailbox.door()


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    settings.MAILDROP = str(tmp_path)
    return tmp_path


def named(notice: Notice, settings: Any) -> str:
    return f"<{identity(notice.pk, settings.KEYS)}@{HOUSE}>"


def asked_back(settings: Any) -> tuple[Request, str]:
    """Return a request that came by mail and was asked back about, and the name of our question."""
    request = make.mailbox.letter(written(results=[PASSED])).request
    assert request is not None
    services.decide(
        request=request,
        answer=AnswerKind.ASK_BACK,
        text="Wann genau?",
        by=make.people.person(role=RoleKind.MANAGER),
        now=NOW,
    )
    return request, named(Notice.objects.latest("pk"), settings)


def test_a_letter_becomes_a_request_and_its_sender_has_a_receipt_that_asks_what_is_missing() -> None:
    letter = make.mailbox.letter(written("Können Sie bitte unsere neue Ladesäule am Markt zeigen?", results=[PASSED]))
    request = letter.request
    assert request is not None
    assert (letter.standing, request.origin, request.title) == (Standing.OPENED, Origin.LETTER, "Ladesäule am Markt")
    assert request.confirmed_at == NOW
    notice = Notice.objects.get()
    assert notice.to_email == f"carsten.wolff@{HOUSE}"
    text = make.notices.text_to(notice.to_email)
    assert "/asked/" in text
    assert "– Bis wann brauchen Sie es" in text


@pytest.mark.parametrize(
    "results",
    [
        [], [f"mx.elsewhere.example; dmarc=pass header.from={HOUSE}"], [f"{SERVER}; dmarc=fail header.from={HOUSE}", PASSED],
        [f"{SERVER}; dmarc=pass header.from=evil.example"],
    ],
)  # fmt: skip
def test_a_forged_sender_waits_for_people_and_is_nobody_that_we_know(results: list[str]) -> None:
    make.people.person(role=RoleKind.MANAGER, email=f"carsten.wolff@{HOUSE}")
    letter = make.mailbox.letter(written(results=results, files=[("a.png", "image/png", make.media.png())]))
    request = letter.request
    assert request is not None
    assert (request.confirmed_at, request.requester_id, Notice.objects.count()) == (None, None, 0)
    assert letter.refused == [{"file": "a.png", "why": "sender"}]
    assert not letter.pictures.exists()


def test_who_writes_from_elsewhere_is_not_answered_by_a_machine() -> None:
    results = [f"{SERVER}; dmarc=pass header.from=elsewhere.example"]
    letter = make.mailbox.letter(written(sender="a@elsewhere.example", results=results))
    assert letter.standing == Standing.OPENED
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("header", "value"), [("List-Id", "<haus.erlengrund.example>"), ("X-Auto-Response-Suppress", "All")]
)
def test_lists_are_taken_in_and_not_answered(header: str, value: str) -> None:
    assert make.mailbox.letter(written(results=[PASSED], headers=[(header, value)])).standing == Standing.OPENED
    assert not Notice.objects.exists()


def test_machines_and_our_own_letters_lead_to_nothing(settings: Any) -> None:
    request, question = asked_back(settings)
    before = (Request.objects.count(), Notice.objects.count())
    away = make.mailbox.letter(
        written("Bin im Urlaub.", answers=question, headers=[("Auto-Submitted", "auto-replied")])
    )
    own = make.mailbox.letter(written().replace(b"Message-ID: ", f"Message-ID: {question}\r\nX-Old: ".encode()))
    assert (away.standing, own.standing) == (Standing.AUTOMATIC, Standing.AUTOMATIC)
    assert (Request.objects.count(), Notice.objects.count()) == before
    request.refresh_from_db()
    assert request.state == State.ASKED_BACK


def test_receipts_and_requests_of_one_address_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_of_mail, "FROM_ONE", 4)
    standings = [make.mailbox.letter(written(f"{TEXT} {n}", results=[PASSED])).standing for n in range(5)]
    assert standings == [Standing.OPENED] * 4 + [Standing.ASIDE]
    assert Notice.objects.count() == services_of_mail.RECEIPTS
    assert Letter.objects.latest("pk").why == Why.TOO_MANY
    assert Request.objects.count() == 4


def test_an_answer_to_our_question_stands_under_it_and_the_request_waits_for_us_again(settings: Any) -> None:
    request, question = asked_back(settings)
    letter = make.mailbox.letter(written("Am 12. Juni um 10 Uhr.", answers=question))
    request.refresh_from_db()
    assert (letter.standing, letter.request, request.state) == (Standing.ADDED, request, State.RECEIVED)
    assert request.answers.get(kind=AnswerKind.REPLY).text == "Am 12. Juni um 10 Uhr."
    again = make.mailbox.letter(written("Lieber doch am 13. Juni.", answers=question))
    assert again.standing == Standing.ADDED
    assert desk.latest_version(request).text == f"{TEXT}\n\nLieber doch am 13. Juni."


def test_who_names_our_letter_from_another_address_changes_nothing(settings: Any) -> None:
    request, question = asked_back(settings)
    letter = make.mailbox.letter(written("Nein, absagen.", sender="x@evil.example", answers=question))
    request.refresh_from_db()
    assert (letter.why, letter.request, request.state) == (Why.OTHER_SENDER, request, State.ASKED_BACK)
    guessed = make.mailbox.letter(written("Absagen.", answers=f"<{'0' * 32}@{HOUSE}>"))
    assert guessed.request not in {None, request}


def test_a_request_grows_as_long_as_the_form_allows_and_no_longer(settings: Any) -> None:
    _request, question = asked_back(settings)
    room = 10_000 - len(TEXT) - 2
    fits = make.mailbox.letter(written("x" * room, answers=question))
    assert fits.standing == Standing.ADDED
    longer = make.mailbox.letter(written("y" * (room + 1), answers=question))
    assert (longer.standing, longer.why, longer.text) == (Standing.ASIDE, Why.TOO_LONG, "y" * (room + 1))


def test_an_answer_to_what_is_declined_waits_for_a_person(settings: Any) -> None:
    request, question = asked_back(settings)
    services.decide(
        request=request,
        answer=AnswerKind.DECLINE,
        text="Leider nein.",
        by=make.people.person(role=RoleKind.MANAGER),
        now=NOW,
    )
    letter = make.mailbox.letter(written("Warum?", answers=question))
    assert (letter.why, letter.request) == (Why.CLOSED, request)


def test_the_team_hears_of_a_letter_of_ours_that_did_not_arrive(settings: Any) -> None:
    request, question = asked_back(settings)
    report = f"From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n\nMessage-ID: {question}\n--b--\n"
    letter = make.mailbox.letter(report.encode())
    assert (letter.standing, letter.why, letter.request) == (Standing.ASIDE, Why.BOUNCE, request)


def test_pictures_are_taken_over_and_all_else_is_refused_with_a_reason() -> None:
    files = [
        ("saeule.png", "image/png", make.media.png()), ("plan.pdf", "application/pdf", b"%PDF"),
        ("kaputt.png", "image/png", b"no picture"), ("gross.png", "image/png", b"to be 30 MB"),
    ]  # fmt: skip
    raw = written(results=[PASSED], files=files)
    large = base64.encodebytes(b"x" * 30_000_000)
    letter = make.mailbox.letter(raw.replace(base64.b64encode(b"to be 30 MB"), large))
    assert letter.pictures.count() == 1
    assert [(one["file"], one["why"]) for one in letter.refused] == [
        ("plan.pdf", "kind"), ("kaputt.png", "not_a_picture"), ("gross.png", "too_large")
    ]  # fmt: skip


def test_a_folder_is_emptied_once_and_a_crash_before_the_move_does_no_harm(folder: Path) -> None:
    raw = written()
    (folder / "new" / "1.a").write_bytes(raw)
    (folder / "new" / "2.b").write_bytes(b"\xff\x00 no letter")
    assert looking.look(now=NOW) == 2
    assert sorted(one.name for one in (folder / "cur").iterdir()) == ["1.a:2,S", "2.b:2,S"]
    (folder / "new" / "1.a").write_bytes(raw)
    assert looking.look(now=NOW) == 1
    assert (Letter.objects.count(), Request.objects.count()) == (2, 1)
    broken = Letter.objects.get(standing=Standing.ASIDE)
    assert (broken.why, bytes(broken.raw)) == (Why.NO_SENDER, b"\xff\x00 no letter")
    assert queries.door().worked_at == NOW


def test_a_letter_over_which_we_break_is_kept_and_holds_up_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(**_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("eichhorn.desk.services.open_request", breaks)
    (folder / "new" / "1.a").write_bytes(written())
    (folder / "new" / "2.b").write_bytes(written())
    assert looking.look(now=NOW) == 2
    assert [(one.why, bool(one.raw)) for one in Letter.objects.all()] == [(Why.FAULT, True)] * 2


def test_thousands_of_letters_are_taken_in_by_and_by_and_a_huge_one_stays_where_it_lies(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    monkeypatch.setattr(looking, "MOST_BYTES", 2_000)
    for name in ("1", "2", "3"):
        (folder / "new" / name).write_bytes(written() if name != "2" else b"x" * 2_001)
    assert [looking.look(now=NOW) for _turn in range(3)] == [2, 1, 0]
    huge = Letter.objects.get(why=Why.TOO_LARGE)
    assert (huge.size_bytes, bytes(huge.raw), huge.file_name) == (2_001, b"", "2")
    assert (folder / "cur" / "2:2,S").stat().st_size == 2_001


def test_a_folder_that_is_missing_is_said_in_plain_words(tmp_path: Path, settings: Any) -> None:
    settings.MAILDROP = str(tmp_path / "nowhere")
    assert looking.look(now=NOW) == 0
    assert Door.objects.get().trouble == "missing"
    client = make.people.client_of(make.people.person(role=RoleKind.ADMINISTRATOR))
    page = client.get(reverse("mailbox:setup")).content.decode()
    assert "keinen solchen Ordner" in page or "no such folder" in page


def test_an_administrator_says_whose_letters_are_answered_and_a_wrong_domain_has_its_sentence() -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.ADMINISTRATOR))
    where = reverse("mailbox:setup")
    assert (
        client.post(where, {"known_domains": "kein name", "server": "mx.x.example", "keeps_days": "180"}).status_code
        == 422
    )
    assert (
        client.post(
            where, {"known_domains": "@Haus.Example\n", "server": "MX.Haus.Example", "keeps_days": "180"}
        ).status_code
        == 303
    )
    door = Door.objects.get()
    assert (door.known_domains, door.server) == (["haus.example"], "mx.haus.example")


def test_what_was_set_aside_waits_for_the_team_until_somebody_looked() -> None:
    letter, reader = make.mailbox.aside(), make.people.person(role=RoleKind.MANAGER)
    assert [one.href for one in queries.waiting_for(reader, now=NOW)] == [reverse("mailbox:letter", args=[letter.pk])]
    client = make.people.client_of(reader)
    assert "Wer von uns?" in client.get(reverse("mailbox:letter", args=[letter.pk])).content.decode()
    client.post(reverse("mailbox:done", args=[letter.pk]))
    assert queries.waiting_for(reader, now=NOW) == []


def test_a_letter_is_text_on_its_page() -> None:
    letter = make.mailbox.letter(written("<script>alert(1)</script>", subject="<b>fett</b>"))
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    assert letter.request_id is not None
    page = client.get(reverse("mailbox:of_request", args=[letter.request_id])).content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>fett" not in page


def test_so_many_letters_a_day_become_requests_and_the_next_is_set_aside_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_of_mail, "IN_ALL", 3)
    taken = [
        make.mailbox.letter(written(sender=f"a{number}@{HOUSE}", subject=f"Brief {number}")) for number in range(4)
    ]
    assert [one.standing for one in taken] == [Standing.OPENED] * 3 + [Standing.ASIDE]
    assert (taken[3].why, bool(taken[3].raw)) == (Why.TOO_MANY, True)
    tomorrow = NOW + timedelta(days=1)
    assert make.mailbox.letter(written(sender=f"b@{HOUSE}"), now=tomorrow).standing == Standing.OPENED


def test_a_picture_of_the_largest_size_is_taken_over_and_one_byte_more_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    picture = make.media.png(width=33)
    raw = written(results=[PASSED], files=[("turm.png", "image/png", picture)])
    monkeypatch.setattr(services_of_mail, "LARGEST_PICTURE_BYTES", len(picture))
    letter = make.mailbox.letter(raw)
    assert (letter.pictures.count(), letter.refused) == (1, [])
    monkeypatch.setattr(services_of_mail, "LARGEST_PICTURE_BYTES", len(picture) - 1)
    larger = make.mailbox.letter(written(results=[PASSED], files=[("turm.png", "image/png", picture)]))
    assert (larger.pictures.count(), larger.refused) == (0, [{"file": "turm.png", "why": "too_large"}])


def test_an_attachment_of_thirty_megabytes_is_named_and_the_letter_kept_whole() -> None:
    letter = make.mailbox.letter(written(results=[PASSED], files=[("film.mov", "video/quicktime", b"x" * 30_000_000)]))
    assert (letter.standing, letter.refused) == (Standing.OPENED, [{"file": "film.mov", "why": "kind"}])
    assert letter.size_bytes > 30_000_000
