"""One act on several posts: said before, all or nothing, taken back."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from eichhorn.delivery import services as deliveries
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.foundation import clock
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules, services
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.rules import Stage
from tests import make

pytestmark = pytest.mark.django_db
AT = datetime(2031, 6, 11, 14)


@pytest.fixture
def manager(house: Organisation) -> Person:
    made: Person = make.people.person("Mara Lenz", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def client(manager: Person) -> Client:
    found: Client = make.people.client_of(manager)
    return found


def _shown(client: Client, slots: list[Slot], **asked: object) -> str:
    answer = client.get("/plan/several/", {"slot": [slot.pk for slot in slots], **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def _do(client: Client, page: str, **given: object) -> int:
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    return client.post("/plan/several/", {"seen": seen, **given}).status_code


def _stands(slot: Slot) -> datetime | None:
    slot.refresh_from_db()
    return rules.wall(slot.planned_local) if slot.planned_local else None


def test_several_posts_move_by_days_after_it_was_said_and_come_back(client: Client) -> None:
    slots = [make.planning.slot(f"Beitrag {n}", at=AT + timedelta(days=n)) for n in range(3)]
    page = _shown(client, slots, what="by_days", days="7")
    assert "Das geschieht mit 3 Beiträgen" in page
    assert _stands(slots[0]) == AT
    assert _do(client, page, what="by_days", days="7") == 303
    assert [_stands(slot) for slot in slots] == [AT + timedelta(days=n + 7) for n in range(3)]
    client.post(f"/plan/acts/{Moving.objects.get().pk}/take-back/")
    assert _stands(slots[2]) == AT + timedelta(days=2)


def test_what_cannot_move_is_said_and_stays_and_the_others_move(client: Client) -> None:
    good, out, idea = make.planning.slot(at=AT), make.planning.slot(at=AT, stage=Stage.OUT), make.planning.slot(at=None)
    skipped = make.planning.slot(at=datetime(2031, 3, 29, 2, 30))
    page = _shown(client, [good, out, idea], what="to_date", day="1.7.2031")
    assert "Er ist schon draußen." in page
    assert "Er hat noch keinen Termin" in page
    assert "überspringt die Uhr" in _shown(client, [skipped], what="by_days", days="1")
    assert _do(client, page, what="to_date", day="1.7.2031") == 303
    assert (_stands(good), _stands(out)) == (datetime(2031, 7, 1, 14), AT)


def test_where_one_changed_meanwhile_nothing_happens(client: Client) -> None:
    first, second = make.planning.slot(at=AT), make.planning.slot(at=AT)
    page = _shown(client, [first, second], what="by_days", days="7")
    services.move(slot=second, planned_local=AT + timedelta(hours=1), by=None, now=make.people.NOW)
    assert _do(client, page, what="by_days", days="7") == 409
    assert _stands(first) == AT


def test_an_approval_that_does_not_hold_for_the_new_date_is_named_before(client: Client) -> None:
    now, channel = clock.now(), make.planning.channel()
    post = make.delivery.post(
        [channel], by=make.people.person(role=RoleKind.AUTHOR), due_at=now + timedelta(hours=2), now=now
    )
    slot = post.slot
    assert "gilt für diesen Termin nicht" in _shown(client, [slot], what="by_days", days="60")
    assert "gilt für diesen Termin nicht" not in _shown(client, [slot], what="by_days", days="1")


def test_what_is_being_sent_at_this_moment_does_not_move(client: Client) -> None:
    now, channel = clock.now(), make.planning.channel()
    post = make.delivery.post(
        [channel], by=make.people.person(role=RoleKind.AUTHOR), due_at=now + timedelta(hours=2), now=now
    )
    slot = post.slot
    page = _shown(client, [slot], what="by_days", days="1")
    deliveries.take_in(now=now)
    Delivery.objects.update(state=State.SENDING)
    assert "gerade unterwegs" in _shown(client, [slot], what="by_days", days="1")
    assert _do(client, page, what="by_days", days="1") == 409


def test_several_posts_are_handed_over_tagged_and_put_back(client: Client) -> None:
    author = make.people.person("Jonas Brandt", role=RoleKind.AUTHOR)
    slots, campaign = [make.planning.slot(at=AT), make.planning.slot(at=None)], make.strategy.campaign("Sommer")
    for given in (
        {"what": "hand_over", "to": author.pk}, {"what": "tag", "tags": "Fluss, Sommer"},
        {"what": "campaign", "campaign": campaign.pk}, {"what": "goal", "goal": make.strategy.goal(ends_on=AT.date()).pk},
        {"what": "put_back"},
    ):  # fmt: skip
        assert _do(client, _shown(client, slots, **given), **given) == 303
    assert Notice.objects.filter(to_person=author).count() == 1
    changed = Slot.objects.filter(with_person=author, campaign=campaign, goal__isnull=False, stage=Stage.CANCELLED)
    assert changed.filter(tags__key="fluss").count() == 2


def test_whoever_may_not_plan_on_a_channel_changes_nothing_there(house: Organisation) -> None:
    own, other = make.planning.channel(), make.planning.channel()
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER, channels=[own.pk]))
    slots = [make.planning.slot(at=AT, channels=[own]), make.planning.slot(at=AT, channels=[other])]
    page = _shown(client, slots, what="by_days", days="1")
    assert "Auf seinen Kanälen dürfen Sie nicht planen." in page
    seen = [f"{slot.pk}:{AT.isoformat()}" for slot in slots]
    assert client.post("/plan/several/", {"seen": seen, "what": "by_days", "days": "1"}).status_code == 409
    assert [_stands(slot) for slot in slots] == [AT, AT]


@pytest.mark.parametrize(
    "given", [{"what": "by_days"}, {"what": "to_date", "day": "32.13."}, {"what": "tag"}, {"what": "x"}]
)
def test_what_is_missing_is_asked_at_its_field(client: Client, given: dict[str, str]) -> None:
    slot = make.planning.slot(at=AT)
    answer = client.get("/plan/several/", {"slot": slot.pk, **given})
    assert answer.status_code == 422
    assert "Das geschieht mit" not in answer.content.decode()


def test_nothing_chosen_and_nonsense_are_answered_kindly(client: Client) -> None:
    assert "Kein Beitrag ist ausgewählt" in client.get("/plan/several/").content.decode()
    assert client.get("/plan/several/?slot=x&slot=99999999999999999999").status_code == 200
    assert client.post("/plan/several/", {"seen": ["7:gestern"], "what": "put_back"}).status_code == 422


def test_the_list_and_the_board_let_posts_be_chosen(client: Client) -> None:
    slot = make.planning.slot("Baustelle", at=AT)
    for address in ("/plan/list/", "/plan/board/"):
        page = client.get(address).content.decode()
        assert f'name="slot" value="{slot.pk}" form="several"' in page
        assert 'id="several"' in page


def test_posts_are_chosen_on_their_own_page_too(house: Organisation) -> None:
    draft = make.content.draft(by=make.people.person(role=RoleKind.AUTHOR))
    tick = f'name="slot" value="{draft.slot_id}" form="several"'
    page = make.people.client_of(make.people.person(role=RoleKind.MANAGER)).get("/plan/posts/").text
    assert tick in page
    assert '<form id="several"' in page
    assert tick not in make.people.client_of(make.people.person(role=RoleKind.READER)).get("/plan/posts/").text


def test_the_chosen_posts_stand_there_with_their_dates(client: Client) -> None:
    slots = [make.planning.slot("Nordring", at=AT), make.planning.slot("Sommerfest", at=None)]
    page = _shown(client, slots)
    assert "Mi 11. Juni, 14:00" in page
    assert "ohne Termin" in page


def test_what_was_chosen_is_shown_with_its_state_before_anything_is_wanted(client: Client) -> None:
    approved, idea = make.planning.slot(at=AT, stage=Stage.APPROVED), make.planning.slot(at=None)
    page = client.get("/plan/several/", {"slot": [approved.pk, idea.pk]}).content.decode()
    assert "freigegeben" in page
    assert "Idee" in page
