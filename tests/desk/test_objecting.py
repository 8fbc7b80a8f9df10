"""Whoever asked objects to an answer, and somebody who is named to them decides."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.desk import queries, services
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import AnswerKind, Objection, State, objection
from eichhorn.foundation import clock
from eichhorn.people.models import Link, Organisation, Person
from eichhorn.people.rules import LinkPurpose, NotAllowed, RoleKind
from eichhorn.people.services import give_role
from tests import make

pytestmark = pytest.mark.django_db
WOLFF = "carsten.wolff@erlengrund.example"


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def head(house: Organisation) -> Person:
    """Who is named to requesters, without an account."""
    named = make.people.person("Dr. Helene Voss")
    services.set_terms(answer_hours=4, appeal_to=named, appeal_days=2, by=None, now=clock.now())
    return named


@pytest.fixture
def declined(manager: Person, head: Person) -> Request:
    request = make.desk.request("Gewinnspiel Wallbox", now=clock.now())
    return services.decide(
        request=request, answer=AnswerKind.DECLINE, text="Diesmal nicht.", by=manager, now=clock.now()
    )


def page(request: Request) -> str:
    return f"/asked/{make.desk.status_token(request)}/"


def objected(request: Request) -> Answer:
    return services.requester_objects(request=request, text="Der Termin steht fest.", now=clock.now())


def test_by_the_page_and_a_link_somebody_else_looks_at_it_and_it_is_taken_up_again(
    declined: Request, head: Person
) -> None:
    guest, at = make.people.guest(), page(declined)
    assert "Dr. Helene Voss entscheidet innerhalb von 2 Arbeitstagen" in guest.get(at).text
    assert guest.post(f"{at}object/", {"against": "Der Termin steht fest."}).status_code == 303
    assert "Dr. Helene Voss um eine Entscheidung bitten" not in guest.get(at).text
    assert "Dr. Helene Voss sieht es sich an und entscheidet bis" in guest.get(at).text
    link = make.notices.link_to(head.email)
    shown = guest.get(link).text
    assert "Der Termin steht fest." in shown
    assert "Diesmal nicht." in shown
    assert guest.post(link, {"way": "hear", "text": "Das stimmt, bitte neu ansehen."}).status_code == 303
    declined.refresh_from_db()
    assert declined.state == State.RECEIVED
    assert "Das stimmt, bitte neu ansehen." in make.notices.text_to(WOLFF)
    assert "Das stimmt, bitte neu ansehen." in guest.get(at).text


def test_an_answer_that_stands_is_said_with_its_reason_and_cannot_be_objected_to_again(
    declined: Request, head: Person
) -> None:
    said = objected(declined)
    services.uphold(objection=said, text="Wir bleiben dabei, weil der Tag voll ist.", by=head, now=clock.now())
    declined.refresh_from_db()
    assert declined.state == State.DECLINED
    body = make.notices.text_to(WOLFF)
    assert "Wir bleiben dabei" in body
    assert "entscheidet innerhalb" not in body
    with pytest.raises(services.Closed):
        objected(declined)
    with pytest.raises(services.Undecidable):
        services.hear(objection=said, text="Doch.", by=head, now=clock.now())
    assert not Link.objects.filter(purpose=LinkPurpose.APPEAL, revoked_at__isnull=True).exists()


def test_without_anybody_named_nothing_is_promised_and_nothing_can_be_objected(manager: Person) -> None:
    request = make.desk.request(now=clock.now())
    services.decide(request=request, answer=AnswerKind.DECLINE, text="Nein.", by=manager, now=clock.now())
    assert "object/" not in make.people.guest().get(page(request)).text
    with pytest.raises(services.Closed):
        objected(request)


def test_only_whoever_is_named_decides_and_whoever_stands_in_for_them(
    declined: Request, head: Person, manager: Person
) -> None:
    said = objected(declined)
    with pytest.raises(NotAllowed):
        services.uphold(objection=said, text="Nein.", by=manager, now=clock.now())
    assert (
        make.people.client_of(manager)
        .post(f"/requests/{declined.pk}/judge/", {"way": "hear", "text": "Ja."})
        .status_code
        == 403
    )


def test_it_waits_on_the_page_of_whoever_is_named_until_it_is_decided(
    declined: Request, head: Person, manager: Person
) -> None:
    said = objected(declined)
    assert [row.title for row in queries.waiting_for(head, now=clock.now())] == ["Widerspruch: Gewinnspiel Wallbox"]
    assert not queries.waiting_for(manager, now=clock.now())
    services.uphold(objection=said, text="Es bleibt dabei.", by=head, now=clock.now())
    assert queries.waiting_for(head, now=clock.now()) == []


def test_two_working_days_end_on_the_second_one(head: Person) -> None:
    thursday = datetime(2026, 6, 11, 9, tzinfo=clock.now().tzinfo)
    until = queries.decided_by(thursday)
    assert (until.date() - thursday.date()).days == 4, "Friday, then over the week-end to Monday"
    assert until - thursday > timedelta(days=3)


def test_words_are_needed_on_both_sides_and_what_was_typed_stays(declined: Request, head: Person) -> None:
    guest, at = make.people.guest(), page(declined)
    refused = guest.post(f"{at}object/", {"against": " "})
    assert refused.status_code == 422
    assert "Bitte schreiben Sie einen Satz, damit entschieden werden kann." in refused.text
    assert not Answer.objects.filter(kind=AnswerKind.OBJECT).exists()
    objected(declined)
    link = make.notices.link_to(head.email)
    assert guest.post(link, {"way": "hear", "text": ""}).status_code == 422
    kept = guest.post(link, {"text": "Das bleibt stehen."})
    assert kept.status_code == 422
    assert "Das bleibt stehen." in kept.text
    assert "Bitte wählen Sie eines von beiden." in kept.text


def test_whoever_is_named_decides_on_the_page_of_the_request_and_what_was_typed_stays(
    declined: Request, head: Person
) -> None:
    objected(declined)
    give_role(person=head, kind=RoleKind.READER, begins_on=clock.now().date(), by=None, now=clock.now())
    client = make.people.client_of(head)
    refused = client.post(f"/requests/{declined.pk}/judge/", {"text": "Das bleibt stehen."})
    assert refused.status_code == 422
    assert "Das bleibt stehen." in refused.text
    assert "Bitte wählen Sie eines von beiden." in refused.text
    taken = client.post(f"/requests/{declined.pk}/judge/", {"way": "hear", "text": "Bitte neu ansehen."})
    assert taken.status_code == 303
    declined.refresh_from_db()
    assert declined.state == State.RECEIVED


def test_whoever_is_named_next_has_what_waits_and_nobody_is_left_without(declined: Request, head: Person) -> None:
    objected(declined)
    before, successor = make.notices.link_to(head.email), make.people.person("Dr. Jonas Brandt")
    with pytest.raises(services.ObjectionsWait):
        services.set_terms(answer_hours=4, appeal_to=None, appeal_days=2, by=None, now=clock.now())
    services.set_terms(answer_hours=4, appeal_to=successor, appeal_days=2, by=None, now=clock.now())
    guest = make.people.guest()
    assert guest.post(before, {"way": "hear", "text": "Ja."}).status_code in {404, 410}
    assert guest.post(make.notices.link_to(successor.email), {"way": "hear", "text": "Ja."}).status_code == 303
    declined.refresh_from_db()
    assert declined.state == State.RECEIVED


def test_nobody_named_is_refused_on_the_page_while_an_objection_waits(
    declined: Request, head: Person, manager: Person
) -> None:
    objected(declined)
    page = make.people.client_of(manager).post(
        "/requests/form/", {"answer_hours": 4, "appeal_to": "", "appeal_days": 2}
    )
    assert page.status_code == 422
    assert "Ein Widerspruch wartet auf eine Entscheidung. Bitte sagen Sie, wer entscheidet." in page.text


@given(st.lists(st.sampled_from(AnswerKind), max_size=8))
def test_an_objection_is_open_only_after_a_decision_and_once_for_each(kinds: list[AnswerKind]) -> None:
    stands = objection(kinds)
    decisions = [n for n, kind in enumerate(kinds) if kind in {AnswerKind.ACCEPT, AnswerKind.LATER, AnswerKind.DECLINE}]
    if stands is not Objection.NONE:
        assert decisions
    if stands in {Objection.OPEN, Objection.DECIDED}:
        assert AnswerKind.OBJECT in kinds[decisions[-1] :]
    if stands is Objection.DECIDED:
        assert AnswerKind.UPHELD in kinds[decisions[-1] :]
    if stands is not Objection.POSSIBLE:
        assert objection([*kinds, AnswerKind.OBJECT]) is stands
