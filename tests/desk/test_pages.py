"""Sichtung, all requests, and the requester's page, as people use them."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from eichhorn.desk import queries, services
from eichhorn.desk.models import Answer, Request, RequestVersion
from eichhorn.desk.rules import AnswerKind, Because
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import wall
from eichhorn.strategy.models import Goal
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(house: Organisation):
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def manager(person):
    return make.people.client_of(person)


@pytest.fixture
def full_day(house: Organisation):
    """A wish for a day on which Baustelle Nordring stands already; the real clock runs in pages."""
    channel = make.planning.channel("Facebook", places=make.planning.every_workday())
    day = clock.now() + timedelta(days=21)
    while day.weekday() > 3:
        day += timedelta(days=1)
    wish = datetime(day.year, day.month, day.day, 10)
    slot = make.planning.slot(
        "Baustelle Nordring", channels=[channel], at=wish.replace(hour=11), goal=make.strategy.goal("Vertrauen")
    )
    request = make.desk.request("Gewinnspiel Wallbox", wish=wish, channels=[channel], now=clock.now())
    return request, slot, channel


def sheet_of(request: Request) -> queries.Triage:
    return queries.triage(queries.whole_request(request.pk), now=clock.now())


def sent(sheet: queries.Triage, answer: AnswerKind, **more: object) -> dict[str, object]:
    """Return what the browser sends with one press."""
    return {
        "answer": answer.value, "text": sheet.letters[answer], "fingerprint": sheet.price.fingerprint if sheet.price else "",
        "channels": [c.pk for c in sheet.channels], "later_at": f"{sheet.later:%d.%m.%Y %H:%M}" if sheet.later else "",
    } | more  # fmt: skip


def test_sichtung_opens_the_oldest_with_its_price_and_a_letter(manager, full_day) -> None:
    request, _, _ = full_day
    page = manager.get(reverse("desk:triage")).content.decode()
    assert "Gewinnspiel Wallbox" in page
    assert "Baustelle Nordring" in page
    assert "Ziel Vertrauen" in page
    assert "zahlt auf kein laufendes Ziel ein" in page
    assert 'value="later" id="id_answer_later" checked' in page, "the way that displaces nothing is proposed"
    assert "brauchen wir den Platz für „Baustelle Nordring“" in page
    assert reverse("desk:decide", args=[request.pk]) in page


def test_one_press_sends_the_proposed_answer(manager, full_day) -> None:
    """Budget: triage in at most a few presses. Opening the page and sending the draft are two."""
    request, slot, _ = full_day
    manager.get(reverse("desk:triage"))
    answer = manager.post(reverse("desk:decide", args=[request.pk]), sent(sheet_of(request), AnswerKind.LATER))
    assert answer.status_code == 303
    request.refresh_from_db()
    assert request.state == "accepted"
    before = slot.planned_local
    slot.refresh_from_db()
    assert slot.planned_local == before


def test_choosing_another_answer_brings_its_letter_and_keeps_what_was_written(manager, full_day) -> None:
    request, _, _ = full_day
    sheet = sheet_of(request)
    letter = reverse("desk:letter", args=[request.pk])
    part = manager.post(
        letter, sent(sheet, AnswerKind.LATER) | {"answer": "decline"}, headers={"hx-request": "true"}
    ).content.decode()
    assert "<html" not in part
    assert "Darum sagen wir diesmal ab." in part
    own = manager.post(
        letter,
        sent(sheet, AnswerKind.LATER, text="Mit eigenen Worten.") | {"answer": "decline"},
        headers={"hx-request": "true"},
    )
    assert "Mit eigenen Worten." in own.content.decode()
    assert not Answer.objects.exists()


def test_a_draft_for_one_answer_is_not_sent_with_another(manager, full_day) -> None:
    request, _, _ = full_day
    sheet = sheet_of(request)
    answer = manager.post(
        reverse("desk:decide", args=[request.pk]),
        sent(sheet, AnswerKind.DECLINE, text=sheet.letters[AnswerKind.ACCEPT]),
    )
    assert answer.status_code == 422
    assert "gehörte zu einer anderen Antwort" in answer.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", [AnswerKind.ACCEPT, AnswerKind.LATER, AnswerKind.ASK_BACK, AnswerKind.DECLINE])
def test_without_a_reason_nothing_is_sent(manager, full_day, kind: AnswerKind) -> None:
    request, _, _ = full_day
    answer = manager.post(reverse("desk:decide", args=[request.pk]), sent(sheet_of(request), kind, text="  "))
    assert answer.status_code == 422
    assert "Ohne Grund geht keine Antwort hinaus" in answer.content.decode()
    assert not Answer.objects.exists()


def test_a_changed_price_is_shown_and_the_letter_stays(manager, full_day) -> None:
    request, slot, _ = full_day
    sheet = sheet_of(request)
    planning.move(slot=slot, planned_local=wall(slot.planned_local) + timedelta(days=1), by=None, now=clock.now())
    given = sent(sheet, AnswerKind.ACCEPT, text="Gern, mit meinen Worten.")
    answer = manager.post(reverse("desk:decide", args=[request.pk]), given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Hier ist der neue Preis" in page
    assert "Gern, mit meinen Worten." in page
    assert sheet.price.fingerprint not in page
    fresh = sheet_of(request)
    assert fresh.price.fingerprint in page
    again = manager.post(reverse("desk:decide", args=[request.pk]), given | {"fingerprint": fresh.price.fingerprint})
    assert again.status_code == 303


def test_a_reserved_day_that_is_full_is_said_at_the_date(manager, full_day) -> None:
    request, slot, _ = full_day
    full = f"{wall(slot.planned_local):%d.%m.%Y} 12:00"
    answer = manager.post(
        reverse("desk:decide", args=[request.pk]), sent(sheet_of(request), AnswerKind.LATER, later_at=full)
    )
    assert answer.status_code == 422
    assert "Dieser Tag ist inzwischen voll" in answer.content.decode()
    assert Slot.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "bald", "31.2.2090 10:00", "1.1.2020 10:00"])
def test_a_reserved_date_that_cannot_be_is_said(manager, full_day, typed: str) -> None:
    request, _, _ = full_day
    answer = manager.post(
        reverse("desk:decide", args=[request.pk]), sent(sheet_of(request), AnswerKind.LATER, later_at=typed)
    )
    assert answer.status_code == 422
    assert "id_later_at_error" in answer.content.decode()
    assert Slot.objects.count() == 1


def test_an_overrun_asks_for_words(manager, house: Organisation) -> None:
    channel = make.planning.channel()
    make.planning.budget(10)
    kind = make.planning.kind(effort_minutes=90)
    request = make.desk.request(
        wish=wall(clock.now()) + timedelta(days=1, hours=2), channels=[channel], now=clock.now()
    )
    sheet = sheet_of(request)
    given = sent(sheet, AnswerKind.ACCEPT, kind=kind.pk)
    answer = manager.post(reverse("desk:decide", args=[request.pk]), given)
    assert answer.status_code == 422
    assert "Warum ist es trotzdem richtig?" in answer.content.decode()
    assert (
        manager.post(
            reverse("desk:decide", args=[request.pk]), given | {"overrun_because": "Läuft schon im Laden."}
        ).status_code
        == 303
    )
    assert Slot.objects.get().overrun_because == "Läuft schon im Laden."


def test_a_decided_request_leads_to_its_page(manager, person, full_day) -> None:
    request, _, _ = full_day
    services.decide(request=request, answer=AnswerKind.DECLINE, text="Darum nicht.", by=person, now=clock.now())
    answer = manager.get(reverse("desk:decide", args=[request.pk]))
    assert answer["Location"] == reverse("desk:request", args=[request.pk])
    assert "Darum nicht." in manager.get(answer["Location"]).content.decode()


def test_only_who_triages_sees_sichtung(full_day) -> None:
    request, _, _ = full_day
    author = make.people.client_of(make.people.person(role=RoleKind.AUTHOR))
    assert author.get(reverse("desk:triage")).status_code == 403
    assert author.get(reverse("desk:decide", args=[request.pk])).status_code == 403
    assert (
        author.post(reverse("desk:decide", args=[request.pk]), {"answer": "decline", "text": "Nein."}).status_code
        == 403
    )
    assert author.post(reverse("desk:letter", args=[request.pk]), {"answer": "decline"}).status_code == 403
    assert not Answer.objects.exists()


def test_the_empty_sichtung_says_that_all_have_an_answer(manager) -> None:
    assert "Alle haben eine Antwort" in manager.get(reverse("desk:triage")).content.decode()


def test_everybody_signed_in_reads_requests_but_only_the_team_reads_addresses(manager, full_day) -> None:
    request, _, _ = full_day
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    page = reader.get(reverse("desk:request", args=[request.pk])).content.decode()
    assert "Gewinnspiel Wallbox" in page
    assert "carsten.wolff@" not in page
    assert "carsten.wolff@" in manager.get(reverse("desk:request", args=[request.pk])).content.decode()
    assert "Gewinnspiel Wallbox" in reader.get(reverse("desk:all")).content.decode()


def test_confidential_requests_are_hidden_from_readers(manager, house: Organisation) -> None:
    request = make.desk.request("Fusion", confidential=True, now=clock.now())
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert reader.get(reverse("desk:request", args=[request.pk])).status_code == 404
    assert "Fusion" not in reader.get(reverse("desk:all")).content.decode()
    assert "Fusion" in manager.get(reverse("desk:all")).content.decode()


def test_the_list_of_requests_can_be_narrowed_to_a_state(manager, person, full_day) -> None:
    request, _, _ = full_day
    services.decide(request=request, answer=AnswerKind.DECLINE, text="Darum nicht.", by=person, now=clock.now())
    assert "Gewinnspiel" in manager.get(reverse("desk:all"), {"state": "declined"}).content.decode()
    assert "Gewinnspiel Wallbox" not in manager.get(reverse("desk:all"), {"state": "received"}).content.decode()
    assert manager.get(reverse("desk:all"), {"state": "<b>"}).status_code == 200


def test_the_requester_sees_where_it_stands_and_what_moved_for_it(person, full_day) -> None:
    request, _, channel = full_day
    address = reverse("desk:status", args=[make.desk.status_token(request)])
    guest = make.people.guest()
    assert "eine klare Antwort" in guest.get(address).content.decode()
    sheet = sheet_of(request)
    services.decide(
        request=request, answer=AnswerKind.ACCEPT, text="Gern.", by=person, now=clock.now(),
        place=services.Place(channels=[channel], fingerprint=sheet.price.fingerprint),
    )  # fmt: skip
    page = guest.get(address).content.decode()
    assert "Angenommen." in page
    assert "Gern." in page
    assert "„Baustelle Nordring“, von" in page


def test_the_requester_is_not_told_about_confidential_things_that_moved(person, full_day) -> None:
    request, slot, channel = full_day
    Slot.objects.filter(pk=slot.pk).update(confidential=True)
    services.decide(
        request=request, answer=AnswerKind.ACCEPT, text="Gern.", by=person, now=clock.now(),
        place=services.Place(channels=[channel], fingerprint=sheet_of(request).price.fingerprint),
    )  # fmt: skip
    page = make.people.guest().get(reverse("desk:status", args=[make.desk.status_token(request)])).content.decode()
    assert "Baustelle Nordring" not in page


def test_the_requester_answers_a_question_and_it_waits_for_us_again(person, full_day) -> None:
    request, _, _ = full_day
    services.decide(request=request, answer=AnswerKind.ASK_BACK, text="Wer soll es lesen?", by=person, now=clock.now())
    token = make.desk.status_token(request)
    guest = make.people.guest()
    assert "Wer soll es lesen?" in guest.get(reverse("desk:status", args=[token])).content.decode()
    assert guest.post(reverse("desk:reply", args=[token]), {"text": "  "}).status_code == 422
    assert guest.post(reverse("desk:reply", args=[token]), {"text": "Alle mit Garage."}).status_code == 303
    request.refresh_from_db()
    assert request.state == "received"
    second = guest.post(reverse("desk:reply", args=[token]), {"text": "Noch etwas"}, follow=True)
    assert "nichts mehr offen" in second.content.decode()


def test_the_requester_changes_what_was_asked(full_day) -> None:
    request, _, _ = full_day
    token = make.desk.status_token(request)
    guest = make.people.guest()
    assert "Aufmerksamkeit" in guest.get(reverse("desk:change", args=[token])).content.decode()
    answer = guest.post(
        reverse("desk:change", args=[token]), make.desk.filled_in(purpose="Etwas anderes", text="Neuer Text")
    )
    assert answer.status_code == 303
    assert [v.purpose for v in request.versions.order_by("number")] == ["Aufmerksamkeit", "Etwas anderes"]
    assert "Neuer Text" in guest.get(answer["Location"]).content.decode()


def test_opening_the_status_page_changes_nothing_and_a_foreign_link_opens_nothing(full_day) -> None:
    request, _, _ = full_day
    address = reverse("desk:status", args=[make.desk.status_token(request)])
    for _ in range(2):
        assert make.people.guest().get(address).status_code == 200
    assert not Answer.objects.exists()
    assert make.people.guest().get(reverse("desk:status", args=["x" * 43])).status_code == 404
    assert make.people.guest().get(reverse("desk:status", args=[make.desk.form_token()])).status_code == 404


def test_the_link_to_the_form_is_shown_and_renewed_by_who_steers(manager, house: Organisation) -> None:
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert reader.get(reverse("desk:form_link")).status_code == 403
    assert reader.post(reverse("desk:renew")).status_code == 403
    assert "noch keinen Link" in manager.get(reverse("desk:form_link")).content.decode()
    manager.post(reverse("desk:renew"))
    first = queries.form_token()
    assert f"/ask/{first}/" in manager.get(reverse("desk:form_link")).content.decode()
    manager.post(reverse("desk:renew"))
    assert queries.form_token() != first


def test_what_is_promised_is_changed_by_who_steers(manager) -> None:
    head = make.people.person("Dr. Helene Voss")
    given = {"answer_hours": "8", "appeal_to": head.pk, "appeal_days": "2"}
    assert manager.post(reverse("desk:form_link"), given).status_code == 303
    assert queries.terms().appeal_to == head
    assert manager.post(reverse("desk:form_link"), given | {"answer_hours": "0"}).status_code == 422


def test_declining_after_all_needs_a_reason_on_the_page_too(manager, person, full_day) -> None:
    request, _, channel = full_day
    services.decide(
        request=request, answer=AnswerKind.ACCEPT, text="Gern.", by=person, now=clock.now(),
        place=services.Place(channels=[channel], fingerprint=sheet_of(request).price.fingerprint),
    )  # fmt: skip
    address = reverse("desk:withdraw", args=[request.pk])
    assert manager.post(address, {"text": " "}).status_code == 422
    assert manager.post(address, {"text": "Der Hersteller hat abgesagt."}).status_code == 303
    request.refresh_from_db()
    assert request.state == "declined"


def test_a_no_is_counted_by_a_reason_which_the_facts_propose(manager, full_day) -> None:
    request, _, _ = full_day
    assert sheet_of(request).because is Because.NO_GOAL
    RequestVersion.objects.filter(request=request).update(goal=Goal.objects.get())
    sheet = sheet_of(request)
    assert sheet.because is Because.FULL
    letter = manager.post(
        reverse("desk:letter", args=[request.pk]), sent(sheet, AnswerKind.DECLINE), headers={"hx-request": "true"}
    )
    assert '<option value="full" selected>der Termin ist voll</option>' in letter.content.decode()
    asked = reverse("desk:decide", args=[request.pk])
    assert manager.post(asked, sent(sheet, AnswerKind.DECLINE) | {"because": "mood"}).status_code == 422
    assert manager.post(asked, sent(sheet, AnswerKind.DECLINE) | {"because": "elsewhere"}).status_code == 303
    assert Answer.objects.get().because == Because.ELSEWHERE


def test_only_a_no_has_such_a_reason(manager, full_day) -> None:
    request, _, _ = full_day
    asked = reverse("desk:decide", args=[request.pk])
    manager.post(asked, sent(sheet_of(request), AnswerKind.ASK_BACK, text="Wer soll es lesen?") | {"because": "full"})
    assert Answer.objects.get().because == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(because="full")
