"""Ideas name the topic that they are about, and the post that one becomes belongs to it."""

import pytest
from django.test import Client

from eichhorn.foundation import clock
from eichhorn.ideas import queries, services
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import Wanted
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.topics import queries as topics
from eichhorn.topics import services as plans
from tests import make

NOW = make.people.NOW


@pytest.fixture(autouse=True)
def on_the_day(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.fixture
def browser(miriam: Person) -> Client:
    client: Client = make.people.client_of(miriam)
    return client


def test_an_idea_is_noted_for_a_topic_and_stands_on_its_page(browser: Client) -> None:
    heat = make.topics.topic("Wärme")
    at = f"/plan/topics/{heat.pk}/"
    assert "Im Ideenvorrat wartet keine Idee zu diesem Thema." in shown(browser, at)
    form = shown(browser, f"/plan/ideas/new/?topic={heat.pk}&back={at}")
    assert f'<option value="{heat.pk}" selected>Wärme</option>' in form
    answer = browser.post("/plan/ideas/new/", {"title": "Wärmepumpe im Bild", "topic": heat.pk, "back": at})
    assert answer["Location"] == at
    idea = Idea.objects.get()
    assert idea.topic == heat
    page = shown(browser, at)
    assert f'href="/plan/ideas/{idea.pk}/"' in page
    assert f'href="/plan/posts/new/?idea={idea.pk}"' in page
    assert f'<a href="{at}">Wärme</a>' in shown(browser, f"/plan/ideas/{idea.pk}/")


def test_a_topic_is_no_duty_and_one_that_is_let_go_is_offered_no_more(browser: Client, miriam: Person) -> None:
    kept, gone = make.topics.topic("Wärme"), make.topics.topic("Glasfaser")
    idea = make.ideas.idea(by=miriam, topic=gone)
    plans.let_go(topic=gone, by=miriam, now=NOW)
    offered = shown(browser, "/plan/ideas/new/")
    assert "Wärme" in offered
    assert "Glasfaser" not in offered
    assert browser.post("/plan/ideas/new/", {"title": "Brunnen", "topic": gone.pk}).status_code == 422
    assert browser.post("/plan/ideas/new/", {"title": "Brunnen", "topic": ""}).status_code == 303
    change = f"/plan/ideas/{idea.pk}/change/"
    assert f'<option value="{gone.pk}" selected>' in shown(browser, change), "what was chosen stays choosable"
    assert browser.post(change, {"title": "Kabel", "topic": gone.pk, "based_on": 1}).status_code == 303
    assert browser.post(change, {"title": "Kabel", "topic": kept.pk, "based_on": 2}).status_code == 303
    assert queries.idea(idea.pk).topic == kept


def test_the_pool_is_narrowed_to_a_topic(browser: Client, miriam: Person) -> None:
    heat = make.topics.topic("Wärme")
    make.ideas.idea("Wärmepumpe", by=miriam, topic=heat)
    make.ideas.idea("Brunnen", by=miriam)
    found = shown(browser, f"/plan/ideas/?topic={heat.pk}")
    assert "Wärmepumpe" in found
    assert "Brunnen" not in found
    assert [one.title for one in queries.matching(Wanted(topic=heat.pk))] == ["Wärmepumpe"]
    assert "Brunnen" in shown(browser, "/plan/ideas/?topic=x")


def test_the_post_of_an_idea_belongs_to_its_topic_and_has_its_goal_and_pillar(browser: Client, miriam: Person) -> None:
    pillar = make.strategy.pillar()
    heat = make.topics.topic("Wärme", goal=make.strategy.goal(), pillar=pillar)
    idea, channel = make.ideas.idea(by=miriam, topic=heat), make.channels.by_hand()
    form = shown(browser, f"/plan/posts/new/?idea={idea.pk}")
    assert "gehört zum Thema „Wärme“" in form
    assert f'<option value="{heat.goal_id}" selected>' in form
    draft = services.take(
        idea=idea, title="Pumpe", goal=None, channels=[channel], planned_local=None, zone="Europe/Berlin", by=miriam, now=NOW
    )  # fmt: skip
    assert topics.topic_of(draft.slot_id) == heat
    assert draft.slot.pillar == pillar
    page = shown(browser, f"/plan/topics/{heat.pk}/")
    assert f'href="/plan/ideas/{idea.pk}/"' not in page, "what is taken up waits no more"


def test_a_topic_shows_its_ten_newest_ideas_and_the_way_to_all(
    miriam: Person, django_assert_num_queries: make.Counting
) -> None:
    heat, browser = make.topics.topic("Wärme"), make.people.client_of(miriam)
    for number in range(10):
        make.ideas.idea(f"Idee {number}", by=miriam, topic=heat)
    way = f"/plan/ideas/?topic={heat.pk}"
    assert way not in shown(browser, f"/plan/topics/{heat.pk}/")
    make.ideas.idea("Idee 10", by=miriam, topic=heat)
    assert way in shown(browser, f"/plan/topics/{heat.pk}/")
    with django_assert_num_queries(1):
        assert len([(one.title, one.brought_by) for one in queries.of_topic(heat)]) == 11


def shown(browser: Client, at: str) -> str:
    answer = browser.get(at)
    assert answer.status_code == 200
    return answer.content.decode()
