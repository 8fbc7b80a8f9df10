"""What a list asks the database does not grow with its length, and neither does one thing with its parts."""

from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eichhorn.content.services import NewAttachment
from eichhorn.desk.services import NewPicture
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db
MORE = 4
AT = datetime(2031, 6, 11, 14)


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def program(manager: Person) -> Program:
    return make.api.program(manager)


numbers = count()


def author(role: RoleKind = RoleKind.AUTHOR) -> Person:
    return make.people.person(role=role)


def draft(by: Person) -> object:
    chosen, picture = [make.channels.channel(), make.channels.by_hand()], make.media.picture()
    return make.content.draft(by=by, chosen=chosen, local=AT, attachments=[NewAttachment(picture, "Ein Bagger")])


def pictured_request(by: Person) -> object:
    return make.desk.request(pictures=[NewPicture(make.media.png(), "bagger.png", "Ein Bagger")], wish=AT)


def asked(by: Person) -> object:
    return make.allies.asked(make.allies.ally(make.people.person()), by=by)


LISTS: dict[str, Callable[[Person], object]] = {
    "/asks": asked,
    "/asks/whom?about=Drehbank": lambda by: make.allies.ally(make.people.person()),
    "/campaigns": lambda by: make.strategy.campaign(goal=make.strategy.goal()),
    "/channels": lambda by: make.channels.channel(),
    "/drafts": draft,
    "/goals": lambda by: make.strategy.goal(pillar=make.strategy.pillar()),
    "/idea-doors": lambda by: make.ideas.door(by=by, now=clock.now()),
    "/ideas": lambda by: make.ideas.idea(by=author(), pictures=2, topic=make.topics.topic()),
    "/media": lambda by: make.media.known(make.media.picture(by=make.people.person()), tags=("Bagger",)),
    "/mentioned": lambda by: make.snippets.mentioned(f"Anna {next(numbers)}"),
    "/pillars": lambda by: make.strategy.pillar(),
    "/requests": pictured_request,
    "/slots": lambda by: make.planning.slot(
        channels=[make.channels.channel()], goal=make.strategy.goal(), by=author(RoleKind.MANAGER)
    ),
    "/topics": lambda by: make.topics.brief(make.topics.topic(audiences=[make.topics.audience()])),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_of_five_asks_the_database_no_more_than_a_list_of_one(
    program: Program, manager: Person, path: str
) -> None:
    costs, lengths = [], []
    for number in (1, MORE):
        for _ in range(number):
            LISTS[path](manager)
        program.get(path)
        cache.clear()
        with CaptureQueriesContext(connection) as trips:
            answer = program.get(path)
        assert answer.status_code == 200, answer.content
        costs.append(len(trips))
        lengths.append(max(len(one) for one in make.api.said(answer).values() if isinstance(one, list)))
    assert lengths[1] >= lengths[0] + MORE
    assert costs[0] == costs[1], [one["sql"][:200] for one in trips.captured_queries]
