"""Answering requests: the answer, the plan and the mail say the same."""

from datetime import UTC, date, datetime, time

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from eichhorn.desk import queries, services
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import AnswerKind, State
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Move, Slot
from eichhorn.planning.rules import Stage, wall
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
WEDNESDAY = datetime(2026, 6, 10, 10)


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def decide(
    request: Request, answer: AnswerKind, by: Person, text: str = "Gern, und zwar darum.", **place: object
) -> Request:
    return services.decide(request=request, answer=answer, text=text, by=by, now=NOW, place=services.Place(**place))


def letters() -> list[tuple[str, str]]:
    """Return subject and text of each mail, in the order in which it was written."""
    return [
        (notice.subject, settings.KEYS.unseal(bytes(notice.body_sealed), purpose="notice"))
        for notice in Notice.objects.order_by("pk")
    ]


def test_accepting_plans_it_moves_what_was_named_and_mails_the_letter(manager: Person) -> None:
    facebook = make.planning.channel("Facebook", places=make.planning.every_workday())
    goal = make.strategy.goal("Vertrauen")
    works = make.planning.slot("Baustelle Nordring", channels=[facebook], at=datetime(2026, 6, 10, 11), goal=goal)
    make.planning.budget(120)
    kind = make.planning.kind(effort_minutes=90)
    request = make.desk.request("Gewinnspiel Wallbox", wish=WEDNESDAY, channels=[facebook])
    sheet = queries.triage(queries.whole_request(request.pk), now=NOW)
    assert [d.title for d in sheet.price.displaced] == ["Baustelle Nordring"]
    decided = decide(
        request, AnswerKind.ACCEPT, manager, text=sheet.letters[AnswerKind.ACCEPT], channels=sheet.channels, kind=kind,
        fingerprint=sheet.price.fingerprint,
    )  # fmt: skip
    works.refresh_from_db()
    assert {works.pk: wall(works.planned_local)} == {d.slot_id: d.after for d in sheet.price.displaced}
    assert Move.objects.count() == 1
    assert (decided.state, decided.slot.title, decided.slot.spontaneous) == ("accepted", "Gewinnspiel Wallbox", True)
    subject, text = letters()[-1]
    assert subject == "Angenommen: Gewinnspiel Wallbox"
    assert "„Baustelle Nordring“" in text
    assert "/asked/" in text
    assert Answer.objects.get().text in text


def test_later_reserves_the_named_date_and_displaces_nothing(manager: Person) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 10, 11))
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    sheet = queries.triage(queries.whole_request(request.pk), now=NOW)
    assert sheet.later == datetime(2026, 6, 11, 11)
    decided = decide(request, AnswerKind.LATER, manager, channels=[channel], later_local=sheet.later)
    assert wall(decided.slot.planned_local) == datetime(2026, 6, 11, 11)
    assert not decided.slot.spontaneous
    assert not Move.objects.exists()


def test_declining_makes_no_slot_and_asking_back_waits(manager: Person) -> None:
    first, second = make.desk.request(), make.desk.request()
    assert decide(first, AnswerKind.DECLINE, manager).state == State.DECLINED
    asked = decide(second, AnswerKind.ASK_BACK, manager, text="Wer soll es lesen?")
    assert (asked.state, asked.decided_at) == (State.ASKED_BACK, None)
    assert not Slot.objects.exists()
    services.requester_replies(request=second, text="Alle am Nordring.", now=NOW)
    second.refresh_from_db()
    assert second.state == State.RECEIVED
    assert [a.kind for a in second.answers.order_by("pk")] == ["ask_back", "reply"]


@pytest.mark.parametrize("empty", ["", "   ", "\n\t"])
@pytest.mark.parametrize("answer", [AnswerKind.ACCEPT, AnswerKind.LATER, AnswerKind.ASK_BACK, AnswerKind.DECLINE])
def test_an_answer_without_a_reason_cannot_be_sent(manager: Person, answer: AnswerKind, empty: str) -> None:
    request = make.desk.request()
    with pytest.raises(services.Undecidable):
        decide(request, answer, manager, text=empty)
    request.refresh_from_db()
    assert request.state == State.RECEIVED
    assert Notice.objects.count() == 1, "only the mail that it arrived"


@pytest.mark.parametrize("empty", ["", "  ", "\n"])
def test_the_database_refuses_an_answer_without_a_reason(house: Organisation, empty: str) -> None:
    request = make.desk.request()
    with pytest.raises(IntegrityError, match="answer_says_why"), transaction.atomic():
        Answer.objects.create(request=request, kind=AnswerKind.DECLINE, text=empty, at=NOW)


def test_an_accepted_request_without_a_slot_cannot_be(house: Organisation) -> None:
    request = make.desk.request()
    with pytest.raises(IntegrityError, match="request_accepted_has_a_slot"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state="accepted")


def test_a_changed_price_takes_the_whole_decision_back(manager: Person) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    slot = make.planning.slot(channels=[channel], at=datetime(2026, 6, 10, 11))
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    fingerprint = queries.triage(queries.whole_request(request.pk), now=NOW).price.fingerprint
    planning.move(slot=slot, planned_local=datetime(2026, 6, 12, 11), by=None, now=NOW)
    with pytest.raises(planning.PriceChanged):
        decide(request, AnswerKind.ACCEPT, manager, channels=[channel], fingerprint=fingerprint)
    request.refresh_from_db()
    assert (request.state, request.slot, Answer.objects.count(), Notice.objects.count()) == ("received", None, 0, 1)


def test_a_second_decision_is_refused(manager: Person) -> None:
    request = make.desk.request()
    decide(request, AnswerKind.DECLINE, manager)
    with pytest.raises(services.Undecidable):
        decide(request, AnswerKind.ASK_BACK, manager)
    assert Answer.objects.count() == 1


def test_only_who_triages_decides_and_nobody_answers_as_the_requester(house: Organisation, manager: Person) -> None:
    author = make.people.person(role=RoleKind.AUTHOR)
    request = make.desk.request()
    with pytest.raises(NotAllowed):
        decide(request, AnswerKind.DECLINE, author)
    with pytest.raises(services.Undecidable):
        decide(request, AnswerKind.REPLY, manager)


def test_accepting_needs_a_channel_and_later_needs_a_date(manager: Person) -> None:
    request = make.desk.request()
    with pytest.raises(services.Undecidable, match="no_channel"):
        decide(request, AnswerKind.ACCEPT, manager)
    with pytest.raises(services.Undecidable, match="no_date"):
        decide(request, AnswerKind.LATER, manager, channels=[make.planning.channel()])


def test_declining_after_all_puts_the_slot_back(manager: Person) -> None:
    channel = make.planning.channel()
    request = make.desk.request(wish=datetime(2026, 6, 24, 10), channels=[channel])
    price = queries.triage(queries.whole_request(request.pk), now=NOW).price
    decide(request, AnswerKind.ACCEPT, manager, channels=[channel], fingerprint=price.fingerprint)
    services.withdraw_acceptance(request=request, text="Der Hersteller hat abgesagt.", by=manager, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.slot.stage) == (State.DECLINED, Stage.CANCELLED)


def test_a_request_is_done_when_its_post_is_out_and_its_requester_is_told_once(manager: Person) -> None:
    channel = make.planning.channel()
    request = make.desk.request(wish=datetime(2026, 6, 24, 10), channels=[channel])
    price = queries.triage(queries.whole_request(request.pk), now=NOW).price
    slot = decide(request, AnswerKind.ACCEPT, manager, channels=[channel], fingerprint=price.fingerprint).slot
    services.taken_up(slot_id=slot.pk, now=NOW)
    request.refresh_from_db()
    assert request.state == State.PLANNED
    for _ in range(2):
        services.fulfil(slot_id=slot.pk, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.fulfilled_at) == (State.DONE, NOW)
    assert [subject for subject, _ in letters()].count(f"Jetzt draußen: {request.title}") == 1


def test_fulfilling_a_slot_of_our_own_idea_changes_nothing(house: Organisation) -> None:
    services.fulfil(slot_id=make.planning.slot().pk, now=NOW)
    assert not Notice.objects.exists()


def test_a_change_is_the_next_version_and_the_same_again_is_none(house: Organisation) -> None:
    channel = make.planning.channel()
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    asked = services.Asked(purpose="Anderes", text="Neu", wish_local=WEDNESDAY, channels=[channel])
    assert services.change_request(request=request, asked=asked, now=NOW).number == 2
    assert services.change_request(request=request, asked=asked, now=NOW).number == 2
    assert request.versions.get(number=1).purpose == "Aufmerksamkeit"


def test_what_is_declined_or_done_is_not_changed_any_more(manager: Person) -> None:
    request = make.desk.request()
    decide(request, AnswerKind.DECLINE, manager)
    with pytest.raises(services.Closed):
        services.change_request(request=request, asked=services.Asked(purpose="Doch"), now=NOW)
    with pytest.raises((services.Closed, ForbiddenMove)):
        services.requester_replies(request=request, text="Doch", now=NOW)


def test_the_right_to_object_is_printed_where_somebody_is_named(manager: Person) -> None:
    first = make.desk.request()
    decide(first, AnswerKind.DECLINE, manager)
    assert "entscheidet innerhalb" not in letters()[-1][1]
    head = make.people.person("Dr. Helene Voss")
    services.set_terms(answer_hours=4, appeal_to=head, appeal_days=1, by=None, now=NOW)
    second = make.desk.request()
    decide(second, AnswerKind.DECLINE, manager)
    assert "Dr. Helene Voss entscheidet innerhalb eines Arbeitstages." in letters()[-1][1]


def test_letters_speak_the_language_of_the_requester(manager: Person) -> None:
    channel = make.planning.channel("Facebook")
    request = make.desk.request(
        "Raffle", wish=datetime(2026, 6, 24, 10), channels=[channel], language="en", name="Tom Said"
    )
    sheet = queries.triage(queries.whole_request(request.pk), now=NOW)
    assert (
        sheet.letters[AnswerKind.ACCEPT]
        == "Hello Tom Said, gladly: “Raffle” appears on Wed 24 June, 10:00 on Facebook."
    )
    german = make.desk.request("Gewinnspiel", wish=datetime(2026, 6, 24, 10), channels=[channel])
    sheet = queries.triage(queries.whole_request(german.pk), now=NOW)
    assert sheet.letters[AnswerKind.ACCEPT] == (
        "Guten Tag Carsten Wolff, gern: „Gewinnspiel“ erscheint am Mi 24. Juni, 10:00 auf Facebook."
    )


def test_the_letter_for_later_names_the_true_reason(manager: Person) -> None:
    channel = make.planning.channel("Facebook", places=make.planning.every_workday(time(11)))
    make.people.person("Carsten Wolff", email="carsten.wolff@erlengrund.example", salutation="Herr Wolff")
    goal = make.strategy.goal("Vertrauen")
    make.planning.slot("Baustelle Nordring", channels=[channel], at=datetime(2026, 6, 10, 11), goal=goal)
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    letter = queries.triage(queries.whole_request(request.pk), now=NOW).letters[AnswerKind.LATER]
    assert letter == (
        "Guten Tag Herr Wolff, morgen brauchen wir den Platz für „Baustelle Nordring“, Ziel Vertrauen. "
        "Do 11. Juni, 11:00 ist für Sie reserviert."
    )


def test_a_letter_never_names_what_is_confidential(manager: Person) -> None:
    channel = make.planning.channel("Facebook", places=make.planning.every_workday(time(11)))
    make.planning.slot("Fusion mit Nachbarstadt", channels=[channel], at=datetime(2026, 6, 10, 11), confidential=True)
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    sheet = queries.triage(queries.whole_request(request.pk), now=NOW)
    assert sheet.price.displaced, "the team sees it"
    assert all("Fusion" not in letter for letter in sheet.letters.values())


def test_the_oldest_promise_is_first_on_heute_and_says_what_it_would_displace(manager: Person) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    make.planning.slot("Baustelle Nordring", channels=[channel], at=datetime(2026, 6, 10, 11))
    younger = make.desk.request(now=datetime(2026, 6, 9, 7, 30, tzinfo=UTC))
    older = make.desk.request("Gewinnspiel", wish=WEDNESDAY, channels=[channel], now=NOW)
    rows = queries.waiting_for(manager, now=datetime(2026, 6, 9, 8, tzinfo=UTC))
    assert [row.href for row in rows] == [f"/requests/triage/{older.pk}/", f"/requests/triage/{younger.pk}/"]
    assert "13:00" in rows[0].line
    assert "Baustelle Nordring" in rows[0].line
    assert queries.waiting_for(make.people.person(role=RoleKind.AUTHOR), now=NOW) == []


def test_a_request_that_waits_for_its_requester_does_not_wait_for_us(manager: Person) -> None:
    request = make.desk.request()
    decide(request, AnswerKind.ASK_BACK, manager, text="Wer soll es lesen?")
    assert queries.waiting_for(manager, now=NOW) == []


def test_the_knot_says_who_asked_or_that_it_is_our_own_idea(manager: Person) -> None:
    own = make.planning.slot()
    assert (queries.knot(own).state, queries.knot(own).fact) == ("skip", "eigene Idee")
    channel = make.planning.channel()
    request = make.desk.request(wish=datetime(2026, 6, 24, 10), channels=[channel])
    price = queries.triage(queries.whole_request(request.pk), now=NOW).price
    slot = decide(request, AnswerKind.ACCEPT, manager, channels=[channel], fingerprint=price.fingerprint).slot
    assert (queries.knot(slot).state, queries.knot(slot).fact) == ("done", "Carsten Wolff")
    assert queries.knots([own.pk, slot.pk])[slot.pk].href == f"/requests/{request.pk}/"


def test_any_date_means_the_first_free_place_in_good_time(manager: Person) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    request = make.desk.request(channels=[channel])
    sheet = queries.triage(queries.whole_request(request.pk), now=NOW)
    assert sheet.price.at == datetime(2026, 6, 16, 11)
    slot = decide(request, AnswerKind.ACCEPT, manager, channels=[channel], fingerprint=sheet.price.fingerprint).slot
    assert (wall(slot.planned_local), slot.spontaneous) == (datetime(2026, 6, 16, 11), False)
    assert slot.planned_local.date() == date(2026, 6, 16)


def test_a_promised_post_that_was_put_back_comes_to_heute_until_its_requester_knows(manager: Person) -> None:
    channel = make.planning.channel()
    request = make.desk.request(wish=datetime(2026, 6, 24, 10), channels=[channel])
    price = queries.triage(queries.whole_request(request.pk), now=NOW).price
    slot = decide(request, AnswerKind.ACCEPT, manager, channels=[channel], fingerprint=price.fingerprint).slot
    assert queries.waiting_for(manager, now=NOW) == []
    planning.advance(slot=slot, to=Stage.CANCELLED, now=NOW)
    rows = queries.waiting_for(manager, now=NOW)
    assert [row.href for row in rows] == [f"/requests/{request.pk}/"]
    request.refresh_from_db()
    services.withdraw_acceptance(request=request, text="Das Thema ist entfallen.", by=manager, now=NOW)
    assert queries.waiting_for(manager, now=NOW) == []
