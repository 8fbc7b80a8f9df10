"""Measures: their days, the dates that are shown and stand, the ceiling that holds, and what is taken back."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eichhorn.foundation import clock
from eichhorn.measures import queries, services
from eichhorn.measures.models import Made, Measure
from eichhorn.measures.rules import MOST_POSTS, How, Rhythm, days, proposals
from eichhorn.people import queries as people
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Cadence, Occupied, Stage, wall
from eichhorn.strategy import services as strategy
from eichhorn.topics import queries as topics
from tests import make
from tests.make.people import NOW

TODAY = date(2026, 6, 9)


def test_days_before_a_day_and_each_week_until_one() -> None:
    assert days(Rhythm(How.BEFORE, TODAY, date(2026, 6, 16), days_before=(8, 7, 1, 0))) == (
        TODAY, date(2026, 6, 15), date(2026, 6, 16),
    )  # fmt: skip
    tuesdays = Rhythm(How.WEEKLY, TODAY, date(2026, 6, 23), weekday=1)
    assert days(tuesdays) == (TODAY, date(2026, 6, 16), date(2026, 6, 23))
    assert days(Rhythm(How.WEEKLY, TODAY, date(2026, 6, 22), weekday=1))[-1] == date(2026, 6, 16)
    assert days(Rhythm(How.WEEKLY, TODAY, date(2026, 6, 14), weekday=0)) == ()


@settings(max_examples=30)
@given(
    st.sets(st.integers(0, 40), max_size=8),
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from([9, 14])), max_size=30),
)
def test_no_ceiling_is_passed_and_nothing_stands_outside_its_days(
    before: set[int], taken: list[tuple[int, int]]
) -> None:
    until = TODAY + timedelta(days=40)
    cadence, occupied = Cadence({1: {day: (time(9), time(14)) for day in range(5)}}), Occupied()
    for ahead, hour in taken:
        occupied.add([1], datetime.combine(TODAY + timedelta(days=ahead), time(hour)))
    full = {day for (_, day), times in occupied.times.items() if len(times) >= len(cadence.of(1, day))}
    wished = days(Rhythm(How.BEFORE, TODAY, until, days_before=tuple(before)))
    found = proposals(
        wished,
        channels=[1],
        until=until,
        now_local=datetime(2026, 6, 9),
        zone="Europe/Berlin",
        cadence=cadence,
        occupied=occupied,
    )
    assert [one.wished for one in found] == list(wished)
    dated = [one.local for one in found if one.local is not None]
    assert len(set(dated)) == len(dated)
    for one in found:
        if one.local is not None:
            assert one.wished <= one.local.date() <= until
            assert one.local.date() not in full
            assert len(occupied.on(1, one.local.date())) <= 2


@pytest.mark.django_db
def test_what_is_shown_is_what_stands_and_belongs_to_the_topic(house: Organisation) -> None:
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 24, 11))
    topic = make.topics.topic(goal=make.strategy.goal())
    measure = make.measures.measure(topic, channels=[channel])
    seen = queries.dry_run(measure_of(measure), now=NOW)
    assert [one.local for one in seen] == [
        datetime(2026, 6, 17, 11),
        datetime(2026, 6, 25, 11),
        datetime(2026, 6, 30, 11),
    ]
    assert [one.is_later for one in seen] == [False, True, False]
    assert services.plan(measure=measure, seen=seen, by=None, now=NOW) == 3
    slots = list(queries.posts_of(measure).order_by("planned_local"))
    assert [wall(slot.planned_local) for slot in slots if slot.planned_local] == [one.local for one in seen]
    assert {slot.goal for slot in slots} == {topic.goal}
    assert {topics.topic_of(slot.pk) for slot in slots} == {topic}
    with pytest.raises(services.Changed):
        services.plan(measure=measure, seen=seen, by=None, now=NOW)
    assert Made.objects.count() == 3


@pytest.mark.django_db
def test_nothing_is_planned_where_somebody_was_quicker_or_may_not(house: Organisation) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    measure = make.measures.measure(channels=[channel])
    seen = queries.dry_run(measure_of(measure), now=NOW)
    with pytest.raises(NotAllowed):
        services.plan(measure=measure, seen=seen, by=make.people.person(role=RoleKind.READER), now=NOW)
    taken = seen[0].local
    make.planning.slot("Dazwischen", channels=[channel], at=taken)
    with pytest.raises(services.Changed):
        services.plan(measure=measure, seen=seen, by=None, now=NOW)
    assert list(Slot.objects.values_list("title", flat=True)) == ["Dazwischen"]


@pytest.mark.django_db
def test_what_finds_no_place_in_time_is_an_idea_without_a_date(house: Organisation) -> None:
    channel = make.planning.channel(places=[(0, time(11))])
    measure = make.measures.measure(channels=[channel], until=date(2026, 6, 21), days_before=(9, 2))
    seen = queries.dry_run(measure_of(measure), now=NOW)
    assert [one.local for one in seen] == [datetime(2026, 6, 15, 11), None]
    services.plan(measure=measure, seen=seen, by=None, now=NOW)
    assert queries.untouched(measure).count() == 2
    assert queries.posts_of(measure).get(planned_local=None).stage == Stage.IDEA


@pytest.mark.django_db
def test_taking_back_leaves_what_somebody_worked_on(house: Organisation) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    measure = make.measures.measure(channels=[channel])
    services.plan(measure=measure, seen=queries.dry_run(measure_of(measure), now=NOW), by=None, now=NOW)
    moved, begun, left = queries.posts_of(measure).order_by("planned_local")
    planning.move(slot=moved, planned_local=datetime(2026, 6, 18, 15), by=None, now=NOW)
    planning.advance(slot=begun, to=Stage.DRAFT, now=NOW)
    assert services.undo(measure=measure, by=None, now=NOW) == 1
    assert set(queries.posts_of(measure)) == {moved, begun}
    left.refresh_from_db()
    assert left.stage == Stage.CANCELLED
    assert services.undo(measure=measure, by=None, now=NOW) == 0
    assert measure_of(measure).planned_at is not None, "two of its posts still stand"


@pytest.mark.django_db
def test_a_measure_is_set_seen_planned_and_taken_back_on_its_page(house: Organisation) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    topic = make.topics.topic(begins_on=date(2026, 5, 1), ends_on=date(2099, 1, 1))
    at = f"/plan/topics/{topic.pk}/measures/new/"
    sent = {"title": "Einladung", "channels": [channel.pk], "how": "before", "until": "1.1.2098", "days_before": "0, x"}
    for wrong in ("0, x", "366", "", "²"):
        assert client.post(at, {**sent, "days_before": wrong}).status_code == 422
    assert client.post(at, {**sent, "how": "weekly"}).status_code == 422, f"more than {MOST_POSTS}"
    soon = people.today(clock.now()) + timedelta(days=30)
    client.post(at, {**sent, "until": soon.strftime("%d.%m.%Y"), "days_before": "14, 7, 365"})
    measure = Measure.objects.get()
    page = f"/plan/measures/{measure.pk}/"
    assert "Alle 2 Beiträge planen" in client.get(page).content.decode()
    client.post(f"{page}plan/", {"seen": "()"})
    assert not Slot.objects.exists()
    client.post(f"{page}plan/", {"seen": client.get(page).context["seen"]})
    assert Slot.objects.filter(stage=Stage.IDEA).count() == 2
    client.post(f"{page}undo/")
    assert Slot.objects.filter(stage=Stage.CANCELLED).count() == 2
    assert measure_of(measure).planned_at is None
    assert "Einladung" in client.get(f"/plan/topics/{topic.pk}/").content.decode()


def measure_of(measure: Measure) -> Measure:
    return queries.every_measure().get(pk=measure.pk)


@pytest.mark.django_db
def test_the_posts_of_a_campaigns_measure_belong_to_the_campaign_and_its_goal(house: Organisation) -> None:
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    campaign = make.strategy.campaign(goal=make.strategy.goal(pillar=make.strategy.pillar()))
    measure = measure_of(make.measures.measure(campaign, channels=[channel]))
    services.plan(measure=measure, seen=queries.dry_run(measure, now=NOW), by=None, now=NOW)
    posts = list(queries.posts_of(measure))
    assert len(posts) == 3
    assert {(post.campaign_id, post.goal_id, post.pillar_id) for post in posts} == {
        (campaign.pk, campaign.goal.pk, campaign.goal.pillar.pk)
    }
    assert all(topics.topic_of(post.pk) is None for post in posts)


@pytest.mark.django_db
def test_nothing_is_planned_for_a_campaign_that_was_ended(house: Organisation) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    campaign = make.strategy.campaign(ends_on=date(2099, 1, 1))
    measure = make.measures.measure(campaign, channels=[channel], until=people.today(clock.now()) + timedelta(days=40))
    strategy.end_campaign(campaign=campaign, by=None, now=NOW)
    page = f"/plan/measures/{measure.pk}/"
    answer = client.post(f"{page}plan/", {"seen": client.get(page).context["seen"]}, follow=True)
    assert "Jemand hat diese Kampagne beendet" in answer.content.decode()
    assert not Slot.objects.exists()
    assert client.get(f"/plan/campaigns/{campaign.pk}/measures/new/").status_code == 404


@pytest.mark.django_db
def test_a_measure_is_set_for_a_campaign_and_changed_on_its_pages(house: Organisation) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    campaign = make.strategy.campaign("Sommer am Fluss", ends_on=date(2099, 1, 1))
    soon = (people.today(clock.now()) + timedelta(days=40)).strftime("%d.%m.%Y")
    sent = {"title": "Einladung", "channels": [channel.pk], "how": "before", "until": soon, "days_before": "14, 7"}
    client.post(f"/plan/campaigns/{campaign.pk}/measures/new/", sent)
    measure = Measure.objects.get()
    assert "Einladung" in client.get(f"/plan/campaigns/{campaign.pk}/measures/").content.decode()
    page = f"/plan/measures/{measure.pk}/"
    assert "14, 7" in client.get(f"{page}change/").content.decode()
    assert client.post(f"{page}change/", {**sent, "days_before": ""}).status_code == 422
    client.post(f"{page}change/", {**sent, "title": "Einladung zum Fest", "days_before": "3"})
    assert (measure_of(measure).title, measure_of(measure).days_before) == ("Einladung zum Fest", [3])


@pytest.mark.django_db
def test_removing_or_changing_a_measure_leaves_its_posts_and_says_so(house: Organisation) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    measure = measure_of(make.measures.measure(channels=[channel]))
    services.plan(measure=measure, seen=queries.dry_run(measure, now=NOW), by=None, now=NOW)
    before = list(Slot.objects.order_by("pk").values_list("pk", "title", "planned_local", "stage"))
    page = f"/plan/measures/{measure.pk}/"
    assert "3 Beiträge davon stehen im Plan" in client.get(f"{page}change/").content.decode()
    sent = {"title": "Anders", "channels": [channel.pk], "how": "before", "until": "1.7.2026", "days_before": "7"}
    assert client.post(f"{page}change/", sent).status_code == 303, "its days may be over, for its posts are planned"
    said = client.get(f"{page}remove/").content.decode()
    assert "3 Beiträge davon bleiben im Plan" in said
    assert "An 3 davon hat noch niemand gearbeitet" in said
    client.post(f"{page}remove/")
    assert not Measure.objects.exists()
    assert list(Slot.objects.order_by("pk").values_list("pk", "title", "planned_local", "stage")) == before


@pytest.mark.django_db
def test_only_who_plans_on_its_channels_changes_or_removes_a_measure(house: Organisation) -> None:
    measure, wanted = make.measures.measure(), services.Wanted("Neu", (), None, How.BEFORE, date(2026, 7, 1))
    reader = make.people.person(role=RoleKind.READER)
    with pytest.raises(NotAllowed):
        services.change(measure=measure, wanted=wanted, by=reader, now=NOW)
    with pytest.raises(NotAllowed):
        services.remove(measure=measure, by=reader, now=NOW)
