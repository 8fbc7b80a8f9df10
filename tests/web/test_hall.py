"""Heute, settings and search of a quiet house: true sentences, few rows, and each role is let in."""

from datetime import time, timedelta

import pytest

from eichhorn.people.rules import RoleKind
from eichhorn.ui.states import StateKind
from eichhorn.ui.waiting import Waiting
from eichhorn.web import rules, words
from tests import make

pytestmark = pytest.mark.django_db


def row(title: str, *, kind="due", sign=None, ago: int = 1) -> Waiting:
    return Waiting(
        kind=kind, icon="pencil", title=title, line="", href="/", action="Öffnen", sign=sign,
        since=make.people.NOW - timedelta(hours=ago),
    )  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/settings/", "/search/", "/search/?q=a%00%25", "/dialogue/", "/?all=due"])
@pytest.mark.parametrize("role", list(RoleKind))
def test_every_role_opens_every_page_of_the_hall(house, path, role) -> None:
    assert make.people.client_of(make.people.person(role=role)).get(path).status_code == 200


@pytest.mark.parametrize(
    ("due", "people", "later", "said"),
    [
        (0, 0, 0, "Nichts ist fällig, und niemand wartet."),
        (1, 0, 0, "Eine Sache ist heute fällig, niemand wartet."),
        (0, 1, 0, "Nichts ist heute fällig, ein Mensch wartet."),
        (4, 3, 1, "Vier Dinge sind heute fällig, drei Menschen warten. Der Rest darf liegen bleiben."),
        (12, 13, 0, "Zwölf Dinge sind heute fällig, 13 Menschen warten."),
    ],
)
def test_the_title_says_how_many(due, people, later, said) -> None:
    rows = [
        row(str(n), kind=kind)
        for kind, many in (("due", due), ("person", people), ("later", later))
        for n in range(many)
    ]
    assert words.sentence(rules.piles(rows)) == said


@pytest.mark.parametrize(("many", "shown", "more"), [(7, 7, 0), (8, 7, 1), (11, 7, 4)])
def test_at_most_seven_rows_and_the_rest_is_counted(many, shown, more) -> None:
    pile = rules.piles(row(str(n)) for n in range(many)).due
    assert (len(pile.rows), pile.more) == (shown, more)


def test_doubts_stand_first_then_the_oldest() -> None:
    piles = rules.piles([row("new"), row("old", ago=9), row("doubt", sign=StateKind.UNSURE)])
    assert [one.title for one in piles.due.rows] == ["doubt", "old", "new"]


def test_the_line_of_the_day_reaches_an_hour_beyond_the_service() -> None:
    line = rules.day_line([], service_begins=time(8), service_ends=time(17), day_ends=time(16, 45), now=time(10, 10))
    assert (line.begins, line.ends, line.home_percent, line.now_percent) == (time(8), time(18), 88, 22)


def test_the_line_of_the_day_stretches_to_what_lies_outside() -> None:
    early = rules.Appointment(time(6, 30), "Wasser aus", rules.Look.BY_ITSELF, "/")
    late = rules.Appointment(time(23, 50), "Spät", rules.Look.DOUBT, "/")
    line = rules.day_line([late, early], service_begins=time(8), service_ends=time(17), day_ends=time(16), now=time(5))
    assert line.now is None
    assert [point.title for point in line.points] == ["Wasser aus", "Spät"]
    assert all(0 <= point.percent <= 100 for point in line.points)


def test_what_is_confidential_is_not_found_by_a_reader(house) -> None:
    make.planning.slot("Geheime Fusion", confidential=True)
    reader = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert not reader.get("/search/?q=fusion").context["slots"]
