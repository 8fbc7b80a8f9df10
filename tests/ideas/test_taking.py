"""An idea becomes a post: whole, once, and both know of each other."""

import threading
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test import Client

from eichhorn.content.models import Attachment, Draft, Version
from eichhorn.ideas import queries, services
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import State
from eichhorn.ideas.services import NotOpen
from eichhorn.media import services as media
from eichhorn.media.rules import Known
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.services import Belonging
from tests import make

NOW = make.people.NOW
LINK = "https://erlengrund.example/brunnen"


@pytest.fixture
def miriam(db: None) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def taken(idea: Idea, by: Person, *, now: datetime = NOW) -> Draft:
    return services.take(
        idea=idea, title=idea.title, goal=None, channels=[make.channels.by_hand()], planned_local=None,
        zone="Europe/Berlin", belongs=Belonging(None, ("sommer",)), by=by, now=now,
    )  # fmt: skip


def test_a_post_holds_note_link_and_pictures_of_its_idea(miriam: Person) -> None:
    idea = make.ideas.idea(by=miriam, note="Drei neue Brunnen.\n---\nAb Juni.", link=LINK, pictures=2)
    first = idea.pictures.get(position=0).picture
    media.describe(picture=first, known=Known(descriptions={"de": "Ein Brunnen"}), by=miriam, now=NOW)
    draft = taken(idea, miriam)
    version = Version.objects.get(draft=draft)
    assert version.text == f"Drei neue Brunnen.\n\nAb Juni.\n\n{LINK}"
    attached = Attachment.objects.filter(version=version).order_by("position").values_list("picture", "alt")
    assert [alt for _picture, alt in attached] == ["Ein Brunnen", ""]
    assert [picture for picture, _alt in attached] == list(
        idea.pictures.order_by("position").values_list("picture", flat=True)
    )
    assert (draft.slot.title, draft.slot.stage) == (idea.title, Stage.DRAFT)
    assert [tag.name for tag in draft.slot.tags.all()] == ["sommer"]


def test_idea_and_post_name_each_other(miriam: Person) -> None:
    idea = make.ideas.idea("Reiher am Klärwerk", by=miriam)
    draft = taken(idea, miriam)
    browser = make.people.client_of(miriam)
    assert f"/plan/posts/{draft.pk}/" in browser.get(f"/plan/ideas/{idea.pk}/").content.decode()
    assert f"/plan/ideas/{idea.pk}/" in browser.get(f"/plan/posts/{draft.pk}/").content.decode()


def test_who_comes_second_has_made_nothing(miriam: Person) -> None:
    idea = make.ideas.idea(by=miriam)
    taken(idea, miriam)
    with pytest.raises(NotOpen) as late:
        taken(idea, make.people.person(role=RoleKind.COMMUNITY))
    assert late.value.idea.moved_by == miriam
    assert (Draft.objects.count(), Slot.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_one_moment_one_wins_and_nothing_is_made_twice() -> None:
    people = [make.people.person(role=RoleKind.MANAGER) for _ in range(2)]
    idea, channel = make.ideas.idea(by=people[0]), make.channels.by_hand()
    came: list[str] = []
    begin = threading.Barrier(2)

    def press(by: Person) -> None:
        begin.wait(30)
        try:
            services.take(
                idea=idea, title="Brunnen", goal=None, channels=[channel], planned_local=None, zone="Europe/Berlin", by=by,
                now=NOW,
            )  # fmt: skip
            came.append("made")
        except NotOpen:
            came.append("too late")
        finally:
            connection.close()

    presses = [threading.Thread(target=press, args=[by]) for by in people]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(came) == ["made", "too late"]
    assert (Draft.objects.count(), Slot.objects.count()) == (1, 1)


def test_the_page_of_taking_begins_with_what_the_idea_wishes(miriam: Person) -> None:
    channel, goal = make.channels.by_hand(), make.strategy.goal("Trinkwasser")
    idea = make.ideas.idea("Brunnen am Markt", by=miriam, goal=goal, channels=[channel], tags=("wasser",))
    browser = make.people.client_of(miriam)
    shown = browser.get(f"/plan/posts/new/?idea={idea.pk}").content.decode()
    assert 'value="Brunnen am Markt"' in shown
    assert 'value="wasser"' in shown
    assert f'<option value="{goal.pk}" selected>' in shown
    sent = {"title": "Brunnen am Markt", "channels": [channel.pk], "goal": goal.pk, "tags": "wasser"}
    answer = browser.post(f"/plan/posts/new/?idea={idea.pk}", sent)
    draft = Draft.objects.get()
    assert answer["Location"] == f"/plan/posts/{draft.pk}/"
    assert draft.slot.goal == goal
    idea.refresh_from_db()
    assert (idea.state, idea.draft) == (State.TAKEN, draft)


def test_who_presses_too_late_is_told_by_whom_it_was_taken(miriam: Person) -> None:
    idea = make.ideas.idea(by=miriam)
    jonas = make.people.client_of(make.people.person(role=RoleKind.COMMUNITY))
    sent = {"title": "Brunnen", "channels": [make.channels.by_hand().pk]}
    assert jonas.get(f"/plan/posts/new/?idea={idea.pk}").status_code == 200
    taken(idea, miriam)
    answer = jonas.post(f"/plan/posts/new/?idea={idea.pk}", sent, follow=True)
    assert "Miriam Aydın hat diese Idee" in answer.content.decode()
    assert Draft.objects.count() == 1


def test_no_idea_is_taken_without_its_post(miriam: Person) -> None:
    idea = make.ideas.idea(by=miriam)
    with pytest.raises(Exception, match="idea_taken_has_its_post"), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(state=State.TAKEN)


def test_an_idea_returns_only_when_its_post_was_put_back(miriam: Person) -> None:
    idea = make.ideas.idea(by=miriam)
    draft = taken(idea, miriam)
    with pytest.raises(NotOpen):
        services.bring_back(idea=idea, by=miriam, now=NOW)
    planning.advance(slot=draft.slot, to=Stage.CANCELLED, now=NOW)
    services.bring_back(idea=idea, by=miriam, now=NOW)
    assert queries.idea(idea.pk).state == State.OPEN


def test_a_hidden_post_is_not_named(miriam: Person) -> None:
    idea = make.ideas.idea(by=miriam)
    draft = taken(idea, miriam)
    Slot.objects.filter(pk=draft.slot_id).update(confidential=True, title="Geheim")
    reader: Client = make.people.client_of(make.people.person(role=RoleKind.READER))
    for at in (f"/plan/ideas/{idea.pk}/", "/plan/ideas/?state=taken"):
        shown = reader.get(at).content.decode()
        assert idea.title in shown
        assert "Geheim" not in shown
        assert f"/plan/posts/{draft.pk}/" not in shown


def test_whoever_only_writes_takes_nothing(miriam: Person) -> None:
    idea = make.ideas.idea(by=miriam)
    with pytest.raises(NotAllowed):
        taken(idea, make.people.person(role=RoleKind.AUTHOR))
    assert not Draft.objects.exists()
