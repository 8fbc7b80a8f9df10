"""A post gets another date by hand: nothing moves before what speaks against it was read."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.moving import queries, rules
from eichhorn.moving.rules import DoubtKind
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import queries as planning_queries
from eichhorn.planning import services as planning
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.rules import Stage
from eichhorn.review import queries as review
from tests import make

pytestmark = pytest.mark.django_db
IN_PART = {"HX-Request": "true"}
DAY = clock.now().date() + timedelta(days=40)
AT = datetime.combine(DAY, time(14))


@pytest.fixture
def miriam(house: Organisation) -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client


def drop(browser: Client, slot: Slot, to: datetime, *, seen: str = "", anyhow: str = "", in_part: bool = True) -> Any:
    """Let go of the post above another date."""
    given = {"when": to.isoformat(), "seen": seen, "anyhow": anyhow}
    return browser.post(reverse("moving:place", args=[slot.pk]), given, headers=IN_PART if in_part else {})


def stands_at(slot: Slot) -> datetime:
    slot.refresh_from_db()
    assert slot.planned_local is not None
    return slot.planned_local.replace(tzinfo=None)


def approved(by: Person) -> Draft:
    draft: Draft = make.content.draft(by=by, local=AT)
    make.review.approved(draft, by=by, now=clock.now())
    return draft


def kinds(slot: Slot, to: datetime) -> list[DoubtKind]:
    return [doubt.kind for doubt in queries.doubts(slot, to_local=to, now=clock.now())]


def test_a_post_lands_where_it_was_let_go_and_the_answer_can_take_it_back(browser: Client) -> None:
    slot = make.planning.slot("Tarif ab Juli", at=AT)
    answer = drop(browser, slot, AT + timedelta(days=1), seen=AT.isoformat())
    assert answer.status_code == 200
    assert stands_at(slot) == AT + timedelta(days=1)
    back = reverse("moving:take_back", args=[Moving.objects.get().pk])
    assert back in answer.text
    assert "data-toast" in answer.text
    assert "<html" not in answer.text
    taken = browser.post(back, headers=IN_PART)
    assert (taken.status_code, stands_at(slot)) == (200, AT)
    assert "steht wieder wie vorher" in taken.text


def test_without_scripts_the_same_press_leads_back_to_the_plan_with_the_same_way_back(browser: Client) -> None:
    slot = make.planning.slot("Tarif ab Juli", at=AT)
    address = reverse("moving:place", args=[slot.pk]) + "?next=/plan/calendar/"
    page = browser.get(address)
    assert "<html" in page.text
    answer = browser.post(address, {"when": "12.6.2090 9:30"})
    assert (answer.status_code, answer["Location"]) == (303, "/plan/calendar/")
    assert reverse("moving:take_back", args=[Moving.objects.get().pk]) in browser.get("/plan/calendar/?x=1").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/plan/", "/sign-out/", "/plan\n/"])
def test_the_way_back_leads_nowhere_but_into_the_plan(browser: Client, elsewhere: str) -> None:
    slot = make.planning.slot(at=AT)
    answer = browser.post(reverse("moving:place", args=[slot.pk]), {"when": "12.6.2090 9:30", "next": elsewhere})
    assert answer["Location"] == reverse("planning:slot", args=[slot.pk])


def test_an_approval_that_would_be_lost_is_named_before_anything_moves(browser: Client, miriam: Person) -> None:
    draft, late = approved(miriam), AT + timedelta(days=9)
    answer = drop(browser, draft.slot, late, seen=AT.isoformat())
    assert answer.status_code == 409
    assert "Dr. Helene Voss" in answer.text
    assert "gilt die Freigabe nicht mehr" in answer.text
    assert stands_at(draft.slot) == AT
    assert review.standing([draft.pk], now=clock.now())
    done = drop(browser, draft.slot, late, seen=AT.isoformat(), anyhow="approval")
    assert (done.status_code, stands_at(draft.slot)) == (200, late)
    assert not review.standing([draft.pk], now=clock.now())


def test_inside_the_window_of_the_approval_nothing_is_asked(browser: Client, miriam: Person) -> None:
    draft = approved(miriam)
    assert drop(browser, draft.slot, AT + timedelta(days=2), seen=AT.isoformat()).status_code == 200
    assert review.standing([draft.pk], now=clock.now())


def test_a_question_that_is_still_open_is_named_too(miriam: Person, browser: Client) -> None:
    draft = make.content.draft(by=miriam, local=AT)
    make.review.handed_in(draft, by=miriam, now=clock.now())
    assert kinds(draft.slot, AT + timedelta(days=9)) == [DoubtKind.QUESTION]
    assert kinds(draft.slot, AT + timedelta(days=2)) == []


def test_a_yes_to_one_doubt_is_none_to_another(browser: Client, miriam: Person) -> None:
    draft = approved(miriam)
    Slot.objects.filter(pk=draft.slot_id).update(movable=False)
    answer = drop(browser, draft.slot, AT + timedelta(days=9), anyhow="approval")
    assert answer.status_code == 409
    assert "Der Termin ist die Sache selbst" in answer.text
    assert stands_at(draft.slot) == AT


def test_a_day_that_is_full_a_date_that_has_passed_and_an_embargo_are_named(house: Organisation) -> None:
    channel = make.planning.channel("Mastodon", places=[(weekday, time(11)) for weekday in range(7)])
    slot = make.planning.slot(at=AT, channels=[channel])
    make.planning.slot(at=AT + timedelta(days=1), channels=[channel])
    assert kinds(slot, AT + timedelta(days=1)) == [DoubtKind.FULL]
    assert kinds(slot, AT + timedelta(hours=1)) == [], "on its own day it has its place already"
    assert kinds(slot, datetime(2024, 6, 3, 14)) == [DoubtKind.PASSED]
    Slot.objects.filter(pk=slot.pk).update(embargo_until=clock.now() + timedelta(days=38))
    slot.refresh_from_db()
    assert kinds(slot, AT - timedelta(days=5)) == [DoubtKind.EMBARGO]


def test_an_election_is_named_when_its_period_is_entered_and_a_holiday_after_the_move(
    browser: Client, house: Organisation
) -> None:
    make.occasions.election("Kommunalwahl", begins_on=DAY + timedelta(days=5), day=DAY + timedelta(days=30))
    make.occasions.entry("Stadtfest", begins_on=DAY + timedelta(days=2))
    slot = make.planning.slot(at=AT)
    assert kinds(slot, AT + timedelta(days=6)) == [DoubtKind.ELECTION]
    assert "Stadtfest" in drop(browser, slot, AT + timedelta(days=2)).text
    drop(browser, slot, AT + timedelta(days=6), anyhow="election")
    slot.refresh_from_db()
    assert kinds(slot, AT + timedelta(days=7)) == [], "it stands in the period already"


def test_a_time_that_the_clocks_skip_is_refused_in_words(browser: Client) -> None:
    slot = make.planning.slot(at=AT)
    answer = drop(browser, slot, datetime(2031, 3, 30, 2, 30))
    assert answer.status_code == 422
    assert "Uhren vorgestellt" in answer.text
    assert stands_at(slot) == AT


def test_who_was_quicker_is_named_and_nothing_moves_twice(browser: Client, house: Organisation) -> None:
    jonas = make.people.person("Jonas Brandt", role=RoleKind.MANAGER)
    slot = make.planning.slot(at=AT)
    planning.move(slot=slot, planned_local=AT + timedelta(days=3), by=jonas, now=clock.now())
    answer = drop(browser, slot, AT + timedelta(days=1), seen=AT.isoformat())
    assert answer.status_code == 422
    assert "Jonas Brandt hat ihn inzwischen verschoben" in answer.text
    assert stands_at(slot) == AT + timedelta(days=3)


def test_a_move_is_taken_back_only_while_it_is_the_latest(browser: Client, house: Organisation) -> None:
    slot = make.planning.slot(at=AT)
    drop(browser, slot, AT + timedelta(days=1))
    planning.move(slot=slot, planned_local=AT + timedelta(days=2), by=None, now=clock.now())
    first = Moving.objects.earliest("pk")
    answer = browser.post(reverse("moving:take_back", args=[first.pk]), headers=IN_PART)
    assert answer.status_code == 409
    assert "inzwischen verschoben" in answer.text
    assert stands_at(slot) == AT + timedelta(days=2)
    assert browser.post(reverse("moving:take_back", args=[first.pk])).status_code == 303


def test_what_is_out_stays_where_it_was(browser: Client) -> None:
    slot = make.planning.slot(at=AT, stage=Stage.OUT)
    answer = drop(browser, slot, AT + timedelta(days=1))
    assert answer.status_code == 422
    assert "schon draußen" in answer.text


def test_where_it_stands_already_nothing_is_written(browser: Client) -> None:
    slot = make.planning.slot(at=AT)
    assert drop(browser, slot, AT).status_code == 200
    assert not Moving.objects.exists()


def test_the_next_free_places_are_offered_and_one_press_takes_one(browser: Client, house: Organisation) -> None:
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    slot = make.planning.slot(at=AT, channels=[channel])
    offered = queries.next_places(slot, now=clock.now())
    assert len(offered) == queries.NEXT_PLACES
    assert all(at.time() == time(11) and at.weekday() < 5 and at > AT for at in offered)
    box = browser.get(reverse("moving:place", args=[slot.pk]), headers=IN_PART)
    assert f'value="{offered[0]:%Y-%m-%dT%H:%M}"' in box.text
    assert drop(browser, slot, offered[0]).status_code == 200
    assert stands_at(slot) == offered[0]


def test_who_only_reads_moves_nothing(house: Organisation) -> None:
    slot = make.planning.slot(at=AT)
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert drop(reader, slot, AT + timedelta(days=1)).status_code == 403
    assert reader.get(reverse("moving:place", args=[slot.pk])).status_code == 403
    assert stands_at(slot) == AT


def test_what_is_hidden_is_not_there(house: Organisation) -> None:
    slot = make.planning.slot(at=AT, confidential=True)
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert drop(reader, slot, AT).status_code == 404


def test_words_that_are_no_doubt_are_no_yes() -> None:
    assert rules.accepted("approval,,nothing,<b>,APPROVAL") == {DoubtKind.APPROVAL}


@pytest.mark.parametrize("written", ["x", "2026-06-11T14:00:00.0000000000", "99", "\x00"])
def test_a_date_that_no_page_wrote_moves_nothing(browser: Client, written: str) -> None:
    slot = make.planning.slot(at=AT)
    assert drop(browser, slot, AT + timedelta(days=1), seen=written).status_code == 422
    assert stands_at(slot) == AT


def test_a_date_far_away_is_no_reason_to_break(browser: Client) -> None:
    slot = make.planning.slot(at=AT)
    assert drop(browser, slot, datetime.combine(date(2299, 12, 31), time(23, 59))).status_code in {200, 409, 422}


def test_the_next_free_place_asks_before_a_yes_is_lost_and_nothing_moves_where_somebody_was_quicker(
    browser: Client, miriam: Person
) -> None:
    channel = make.planning.channel("Amt", places=make.planning.every_workday(time(14)))
    draft = make.content.draft(by=miriam, local=AT, chosen=[channel])
    make.review.approved(draft, by=miriam, now=clock.now())
    slot = draft.slot
    address = reverse("moving:next_free", args=[slot.pk])
    free = planning_queries.next_free_of(slot, now=clock.now())
    assert free is not None
    asked = browser.post(address, {"when": free.isoformat()})
    assert asked.status_code == 409
    assert "gilt die Freigabe nicht mehr" in asked.content.decode()
    assert stands_at(slot) == AT
    idea = make.planning.slot(channels=[channel], at=None)
    shown = planning_queries.next_free_of(idea, now=clock.now())
    assert shown is not None
    make.planning.slot(channels=[channel], at=shown)
    browser.post(address.replace(str(slot.pk), str(idea.pk)), {"when": shown.isoformat()})
    idea.refresh_from_db()
    assert idea.planned_local is None
    assert browser.post(reverse("moving:next_free", args=[idea.pk])).status_code == 303
    assert stands_at(idea) > shown
