"""Topics over a year, briefs whose versions stay, the topic of a post, and audiences for whom nothing is said."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.topics import queries, rules, services
from eichhorn.topics.models import Brief, Topic
from eichhorn.topics.rules import Period, TopicState
from eichhorn.topics.words import SIGNS
from tests import make
from tests.make.people import NOW

TODAY = date(2026, 6, 9)


@pytest.fixture
def client(house: Organisation) -> Client:
    return make.people.client_of(make.people.person(role=RoleKind.MANAGER))


def words(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_every_state_has_a_sign() -> None:
    assert set(SIGNS) == set(TopicState)


def test_a_period_lies_in_a_month_from_its_first_day_to_its_last() -> None:
    def taken(begins: date, ends: date) -> list[int]:
        return [month for month, is_in in enumerate(rules.months(Period(begins, ends), 2026), 1) if is_in]

    assert taken(date(2026, 5, 31), date(2026, 6, 1)) == [5]
    assert taken(date(2026, 5, 31), date(2026, 6, 2)) == [5, 6]
    assert taken(date(2025, 12, 1), date(2026, 1, 1)) == []
    assert taken(date(2025, 12, 1), date(2026, 1, 2)) == [1]
    assert taken(date(2026, 12, 31), date(2027, 3, 1)) == [12]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(1, 400)), max_size=4))
def test_a_month_to_come_is_silent_where_no_topic_has_a_day_in_it(spans: list[tuple[date, int]]) -> None:
    periods = [Period(begins, begins + timedelta(days=days)) for begins, days in spans]
    silent = rules.silent_months(periods, year=2026, today=TODAY)
    days = {one.begins + timedelta(days=n) for one in periods for n in range((one.ends - one.begins).days)}
    assert silent == tuple(m for m in range(6, 13) if not any((day.year, day.month) == (2026, m) for day in days))


@pytest.mark.django_db
def test_the_themenplan_names_its_gaps_and_counts_what_is_planned(client: Client) -> None:
    goal = make.strategy.goal("Vertrauen", pillar=make.strategy.pillar("Netze"))
    make.strategy.pillar("Menschen")
    topic = make.topics.topic("Baustellen im Sommer", goal=goal)
    for stage in (Stage.IDEA, Stage.CANCELLED):
        make.topics.tied(make.planning.slot(stage=stage), topic)
    make.topics.tied(make.planning.slot(rehearsal=True), topic)
    found = queries.topic_year(2026, today=TODAY, pillars=[(goal.pillar_id, "Netze"), (0, "Menschen")])
    assert (found.silent, found.bare, found.rows[0].posts) == (tuple(range(8, 13)), ("Menschen",), 1)
    make.topics.topic("Wärme", begins_on=date(2097, 3, 1), ends_on=date(2098, 1, 1))
    shown = words(client.get("/plan/topics/?year=2097"))
    assert "Januar, Februar." in shown
    assert "noch kein Steckbrief" in shown
    assert "Baustellen" not in shown
    assert client.get("/plan/topics/?year=99999999999").status_code == 200


@pytest.mark.django_db
def test_a_topic_is_set_described_and_has_the_pillar_of_its_goal(client: Client) -> None:
    goal = make.strategy.goal(pillar=make.strategy.pillar("Netze"))
    sent = {
        "name": "Wärme", "begins_on": "1.6.2026", "last_day": "31.8.2026", "owner": make.people.person().pk, "goal": goal.pk,
        "state": "planned",
    }  # fmt: skip
    assert client.post("/plan/topics/new/", sent).status_code == 303
    topic = Topic.objects.get()
    assert (topic.ends_on, topic.pillar) == (date(2026, 9, 1), goal.pillar)
    assert client.post("/plan/topics/new/", {**sent, "last_day": "31.5.2026"}).status_code == 422
    client.post(f"/plan/topics/{topic.pk}/change/", {**sent, "name": "Wärme im Sommer", "last_day": "1.6.2026"})
    topic.refresh_from_db()
    assert (topic.name, topic.ends_on) == ("Wärme im Sommer", date(2026, 6, 2))


@pytest.mark.django_db
def test_a_brief_is_written_anew_and_what_stood_there_stays(client: Client) -> None:
    topic = make.topics.topic()
    at = f"/plan/topics/{topic.pk}/brief/"
    assert client.post(at, {"based_on": "0"}).status_code == 422, "an empty brief says nothing"
    client.post(at, {"based_on": "0", "message": "Vorher sagen."})
    client.post(at, {"based_on": "1", "message": "Vorher sagen.", "facts": "12 km Leitung (Netzplan 2026)"})
    client.post(at, {"based_on": "2", "message": "Vorher sagen.", "facts": "12 km Leitung (Netzplan 2026)"})
    assert list(queries.briefs_of(topic).values_list("number", flat=True)) == [2, 1], "the same words make no version"
    assert "12 km" not in words(client.get(f"{at}1/"))
    assert "12 km" in words(client.get(f"{at}2/"))
    assert client.post(at, {"based_on": "2", "tone": "x" * (rules.LONGEST_PART + 1)}).status_code == 422
    assert client.post(at, {"based_on": "2", "tone": "x" * rules.LONGEST_PART}).status_code == 303


@pytest.mark.django_db
def test_two_who_write_the_brief_at_once_lose_nothing(client: Client) -> None:
    topic = make.topics.topic()
    make.topics.brief(topic, "Von Jonas")
    answer = client.post(f"/plan/topics/{topic.pk}/brief/", {"based_on": "0", "message": "Von Miriam"})
    shown = words(answer)
    assert answer.status_code == 422
    assert "Von Jonas" in shown
    assert "Von Miriam" in shown
    assert 'name="based_on" value="1"' in shown, "pressing again keeps it as the newest, knowingly"
    assert Brief.objects.count() == 1


@pytest.mark.django_db
def test_a_post_begun_for_a_topic_shows_its_brief_and_can_choose_another(client: Client) -> None:
    topic, other = make.topics.topic("Wärme", goal=make.strategy.goal()), make.topics.topic("Wasser")
    make.topics.brief(topic, "Wir sagen auch, was offen ist.")
    client.post(f"/plan/topics/{topic.pk}/post/", {"title": "Was kostet Fernwärme?"})
    slot = Slot.objects.get()
    assert (slot.goal, queries.topic_of(slot.pk)) == (topic.goal, topic)
    assert "Wir sagen auch, was offen ist." in words(client.get(f"/plan/slots/{slot.pk}/"))
    draft = make.content.draft(by=make.people.person(role=RoleKind.AUTHOR), chosen=[make.planning.channel()])
    make.topics.tied(draft.slot, topic)
    assert "Wir sagen auch, was offen ist." in words(client.get(f"/plan/posts/{draft.pk}/"))
    assert client.post(f"/plan/topics/of/{slot.pk}/", {"topic": other.pk}).status_code == 303
    assert queries.topic_of(slot.pk) == other
    client.post(f"/plan/topics/of/{slot.pk}/", {"topic": ""})
    assert queries.topic_of(slot.pk) is None


@pytest.mark.django_db
def test_who_only_reads_ties_nothing() -> None:
    slot, reader = make.planning.slot(), make.people.person(role=RoleKind.READER)
    with pytest.raises(NotAllowed):
        services.tie(slot_id=slot.pk, topic=make.topics.topic(), by=reader, now=NOW)
    assert queries.topic_of(slot.pk) is None


@pytest.mark.django_db
def test_an_audience_is_heard_by_a_post_of_a_topic_or_of_a_goal_that_names_it(client: Client) -> None:
    goal = make.strategy.goal()
    families, commuters, nobody = (
        make.topics.audience("Familien"),
        make.topics.audience("Pendlerinnen", goals=[goal]),
        make.topics.audience("Vereine", goals=[make.strategy.goal()]),
    )
    make.topics.tied(make.planning.slot(at=datetime(2026, 9, 30, 23)), make.topics.topic(audiences=[families]))
    make.planning.slot(goal=goal, at=datetime(2026, 7, 1))
    make.planning.slot(goal=nobody.goals.get(), rehearsal=True, at=datetime(2026, 8, 1))

    def unheard(begins: date, ends: date) -> list[str]:
        found = queries.audiences_without_posts(begins=begins, ends=ends)
        return list(found.values_list("name", flat=True))

    assert unheard(date(2026, 7, 1), date(2026, 10, 1)) == ["Vereine"]
    assert unheard(date(2026, 7, 2), date(2026, 10, 1)) == ["Pendlerinnen", "Vereine"]
    assert unheard(date(2026, 7, 1), date(2026, 9, 30)) == ["Familien", "Vereine"]
    assert "Vereine" in words(client.get("/plan/red-thread/?on=2026-08-01"))
    assert commuters.pk


@pytest.mark.django_db
def test_an_audience_has_its_name_alone_and_rests(client: Client) -> None:
    families, other = make.topics.audience("Familien"), make.topics.audience("Vereine")
    assert client.post(f"/plan/audiences/{other.pk}/", {"name": "familien"}).status_code == 422
    channel = make.planning.channel("Instagram")
    client.post(
        f"/plan/audiences/{families.pk}/", {"name": "Familien", "wants": "Rat", "channels": [channel.pk], "rests": "on"}
    )
    assert list(queries.audiences()) == [other]
    assert "Instagram" in words(client.get("/plan/audiences/"))


@pytest.mark.django_db
@pytest.mark.parametrize("change", [
    {"message": "Anders."}, {"do": "x"}, {"number": 7}, {"at": NOW.replace(year=2020)}, {"facts": "keine"},
])  # fmt: skip
def test_the_database_refuses_to_change_a_version_of_a_brief(house: Organisation, change: dict[str, object]) -> None:
    make.topics.brief(make.topics.topic())
    with pytest.raises(IntegrityError), transaction.atomic():
        Brief.objects.update(**change)
    Topic.objects.all().delete()
    assert not Brief.objects.exists(), "it goes with its topic"
