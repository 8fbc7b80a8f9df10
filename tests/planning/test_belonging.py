"""What posts belong to: campaigns and tags, on pages and in services."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services
from eichhorn.planning.models import Slot, Tag
from eichhorn.planning.rules.tags import LONGEST_TAG, MOST_TAGS, TagRefused, TooManyTags, key_of, read_tags, tags_of
from eichhorn.planning.services import Belonging
from eichhorn.strategy import services as strategy
from eichhorn.strategy.models import Campaign
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


def _tags(slot: Slot) -> list[str]:
    return sorted(tag.name for tag in slot.tags.all())


@pytest.fixture
def manager(house: Organisation) -> Person:
    made: Person = make.people.person("Mara Lenz", role=RoleKind.MANAGER)
    return made


@given(st.lists(st.text(max_size=LONGEST_TAG), max_size=MOST_TAGS))
def test_a_tag_is_read_as_it_was_shown(written: list[str]) -> None:
    once = read_tags(", ".join(written)[: LONGEST_TAG * MOST_TAGS]) if _fits(written) else ()
    assert read_tags(", ".join(once)) == once
    assert len({key_of(tag) for tag in once}) == len(once)


def _fits(written: list[str]) -> bool:
    try:
        read_tags(", ".join(written))
    except TagRefused:
        return False
    return True


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("Sommer, Fluss", ("Sommer", "Fluss")),
        (" #Sommer ;SOMMER,, sommer\n", ("Sommer",)),
        ("Tag  der\toffenen Tür", ("Tag der offenen Tür",)),
        ("STRASSE, Straße", ("STRASSE",)),
        ("", ()),
    ],
)
def test_tags_stand_once_whatever_their_capitals(line: str, tags: tuple[str, ...]) -> None:
    assert read_tags(line) == tags


def test_a_post_has_so_many_tags_of_so_many_letters_and_no_more() -> None:
    assert len(tags_of(f"{n}" for n in range(MOST_TAGS))) == MOST_TAGS
    assert tags_of(["x" * LONGEST_TAG]) == ("x" * LONGEST_TAG,)
    with pytest.raises(TooManyTags):
        tags_of(f"{n}" for n in range(MOST_TAGS + 1))
    with pytest.raises(TagRefused):
        tags_of(["x" * (LONGEST_TAG + 1)])


def test_a_tag_keeps_the_capitals_of_whoever_wrote_it_first(manager: Person) -> None:
    first, second = make.planning.slot(), make.planning.slot()
    services.tag_many(slot_ids=[first.pk], add=["Sommer"], by=manager, now=NOW)
    services.tag_many(slot_ids=[second.pk], add=["SOMMER", "fluss"], by=manager, now=NOW)
    assert _tags(second) == ["Sommer", "fluss"]
    assert Tag.objects.count() == 2


def test_tags_are_added_to_several_and_taken_off_and_the_others_stay(manager: Person) -> None:
    first, second = make.planning.slot(), make.planning.slot()
    services.tag_many(slot_ids=[first.pk], add=["Fluss"], by=manager, now=NOW)
    assert services.tag_many(slot_ids=[first.pk, second.pk], add=["Sommer"], drop=["fluss"], by=manager, now=NOW) == 2
    assert (_tags(first), _tags(second)) == (["Sommer"], ["Sommer"])
    assert services.tag_many(slot_ids=[first.pk], add=["sommer"], by=manager, now=NOW) == 0


def test_where_one_would_have_too_many_tags_none_gets_any(manager: Person) -> None:
    full, other = make.planning.slot(), make.planning.slot()
    services.tag_many(slot_ids=[full.pk], add=[f"t{n}" for n in range(MOST_TAGS)], by=manager, now=NOW)
    with pytest.raises(TooManyTags):
        services.tag_many(slot_ids=[full.pk, other.pk], add=["one more"], by=manager, now=NOW)
    assert _tags(other) == []


def test_a_planner_for_one_channel_tags_nothing_on_another(house: Organisation) -> None:
    own, other = make.planning.channel(), make.planning.channel()
    planner = make.people.person(role=RoleKind.MANAGER, channels=[own.pk])
    slots = [make.planning.slot(channels=[own]), make.planning.slot(channels=[other])]
    for act in (
        lambda ids: services.tag_many(slot_ids=ids, add=["x"], by=planner, now=NOW),
        lambda ids: services.set_campaign_of(slot_ids=ids, campaign=None, by=planner, now=NOW),
        lambda ids: services.set_goal_of(slot_ids=ids, goal=None, by=planner, now=NOW),
        lambda ids: services.put_back_many(slot_ids=ids, by=planner, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act([slot.pk for slot in slots])
        act([slots[0].pk])
    assert _tags(slots[0]) == ["x"]


def test_nothing_further_is_planned_for_a_campaign_that_is_ended(manager: Person) -> None:
    campaign, inside, outside = make.strategy.campaign(), make.planning.slot(), make.planning.slot()
    services.set_campaign_of(slot_ids=[inside.pk], campaign=campaign, by=manager, now=NOW)
    strategy.end_campaign(campaign=campaign, by=manager, now=NOW)
    with pytest.raises(services.CampaignEnded):
        services.set_campaign_of(slot_ids=[outside.pk], campaign=campaign, by=manager, now=NOW)
    with pytest.raises(services.CampaignEnded):
        services.plan(
            title="Neu", goal=None, channels=[], kind=None, planned_local=None, zone="Europe/Berlin", by=manager,
            belongs=Belonging(campaign), now=NOW,
        )  # fmt: skip
    strategy.go_on_with_campaign(campaign=campaign, by=manager, now=NOW)
    services.set_campaign_of(slot_ids=[outside.pk], campaign=campaign, by=manager, now=NOW)
    assert Slot.objects.filter(campaign=campaign).count() == 2


def test_several_posts_pay_into_a_goal_and_belong_to_its_pillar(manager: Person) -> None:
    pillar = make.strategy.pillar()
    goal, slots = make.strategy.goal(pillar=pillar), [make.planning.slot(), make.planning.slot()]
    services.set_goal_of(slot_ids=[slot.pk for slot in slots], goal=goal, by=manager, now=NOW)
    assert Slot.objects.filter(goal=goal, pillar=pillar).count() == 2


def test_a_campaign_is_begun_posts_are_planned_for_it_and_it_is_ended(manager: Person) -> None:
    client = make.people.client_of(manager)
    sent = {"name": "Sommer am Fluss", "owner": manager.pk, "begins_on": "1.6.2026", "last_day": "31.8.2026"}
    assert client.post("/plan/campaigns/new/", sent).status_code == 303
    campaign = Campaign.objects.get()
    described = {
        "title": "Badestelle öffnet",
        "campaign": campaign.pk,
        "tags": "Fluss, #Sommer",
        "when": "12.6.2026 14:00",
    }
    assert client.post("/plan/new/", described).status_code == 303
    slot = Slot.objects.get()
    assert (slot.campaign, _tags(slot)) == (campaign, ["Fluss", "Sommer"])
    page = client.get(f"/plan/slots/{slot.pk}/").content.decode()
    assert "Sommer am Fluss" in page
    assert "Fluss" in page
    assert (
        "1 Beitrag ist geplant" in (page := client.get("/plan/campaigns/").content.decode()) or "1 ist geplant" in page
    )
    client.post(f"/plan/campaigns/{campaign.pk}/end/")
    assert "Beendete Kampagnen" in client.get("/plan/campaigns/").content.decode()
    refused = client.post("/plan/new/", {**described, "title": "Noch einer"})
    assert refused.status_code == 422


def test_describing_a_post_anew_changes_its_tags_and_keeps_an_ended_campaign(manager: Person) -> None:
    client, campaign, slot = make.people.client_of(manager), make.strategy.campaign(), make.planning.slot()
    services.set_campaign_of(slot_ids=[slot.pk], campaign=campaign, by=None, now=NOW)
    services.tag_many(slot_ids=[slot.pk], add=["Fluss"], by=None, now=NOW)
    strategy.end_campaign(campaign=campaign, by=None, now=NOW)
    page = client.get(f"/plan/slots/{slot.pk}/edit/").content.decode()
    assert 'value="Fluss"' in page
    sent = {"title": slot.title, "campaign": campaign.pk, "tags": "Sommer"}
    assert client.post(f"/plan/slots/{slot.pk}/edit/", sent).status_code == 303
    slot.refresh_from_db()
    assert (slot.campaign, _tags(slot)) == (campaign, ["Sommer"])


def test_a_tag_that_is_too_long_gets_a_sentence_and_nothing_is_lost(manager: Person) -> None:
    answer = make.people.client_of(manager).post("/plan/new/", {"title": "Fest", "tags": "x" * (LONGEST_TAG + 1)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ist länger als 40 Zeichen" in page
    assert 'value="Fest"' in page


def test_a_house_without_campaigns_is_told_what_they_are_for_and_shown_one_button() -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    page = client.get("/plan/campaigns/").content.decode()
    assert "0 Kampagnen" not in page
    assert "Gerade läuft keine Kampagne" in page
    assert page.count('href="/plan/campaigns/new/"') == 1
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert 'href="/plan/campaigns/new/"' not in reader.get("/plan/campaigns/").content.decode()
