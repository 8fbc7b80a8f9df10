"""The plan as a table: exactly what a view shows, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from django.http import HttpResponse

from eichhorn.calendar import queries
from eichhorn.calendar.rules import Filter
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make
from tests.make import Counting

pytestmark = pytest.mark.django_db


def rows(answer: HttpResponse) -> list[Sequence[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def table(asked: str = "", *, role: RoleKind = RoleKind.MANAGER) -> list[Sequence[str]]:
    client = make.people.client_of(make.people.person(role=role))
    return rows(client.get(f"/plan/calendar/table.csv{asked}"))


def test_a_row_says_when_what_and_where(house: Organisation) -> None:
    channels = [make.planning.channel("Mastodon"), make.planning.channel("Facebook")]
    slot = make.planning.slot("Baustelle Nordring", at=datetime(2026, 6, 11, 14), channels=channels)
    head, row = table()
    assert head[:4] == ["Datum", "Uhrzeit", "Zeitzone", "Titel"]
    assert row[:4] == ["2026-06-11", "14:00", "Europe/Berlin", "Baustelle Nordring"]
    assert row[5] == "Facebook, Mastodon"
    assert row[-1] == str(slot.pk)


def test_the_month_leads_to_the_table_of_its_days_and_its_filter(house: Organisation) -> None:
    channel = make.planning.channel("Mastodon")
    make.planning.slot("Im Mai", at=datetime(2026, 5, 31, 23, 59), channels=[channel])
    make.planning.slot("Am ersten", at=datetime(2026, 6, 1, 0, 0), channels=[channel])
    make.planning.slot("Am letzten", at=datetime(2026, 6, 30, 23, 59), channels=[channel])
    make.planning.slot("Im Juli", at=datetime(2026, 7, 1, 0, 0), channels=[channel])
    make.planning.slot("Anderswo", at=datetime(2026, 6, 10, 9, 0), channels=[make.planning.channel("Facebook")])
    client = make.people.client_of(make.people.person(role=RoleKind.READER))
    page = client.get(f"/plan/calendar/2026/6/?channel={channel.pk}").text
    address = f"/plan/calendar/table.csv?channel={channel.pk}&amp;from=2026-06-01&amp;until=2026-07-01"
    assert f'href="{address}"' in page
    assert [row[3] for row in rows(client.get(address.replace("&amp;", "&")))[1:]] == ["Am ersten", "Am letzten"]


def test_what_begins_like_a_formula_is_text(house: Organisation) -> None:
    make.planning.slot("=HYPERLINK(1)")
    assert table()[1][3] == "'=HYPERLINK(1)"


def test_whoever_may_not_see_a_post_has_no_row_of_it(house: Organisation) -> None:
    make.planning.slot("Vertraulich")
    Slot.objects.update(confidential=True)
    assert len(table(role=RoleKind.READER)) == 1
    assert len(table()) == 2


@pytest.mark.parametrize("asked", ["?from=gestern", "?until=2026-02-30", "?from=2026-06-01T00"])
def test_a_day_that_is_none_is_not_found(house: Organisation, asked: str) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.READER))
    assert client.get(f"/plan/calendar/table.csv{asked}").status_code == 404


def test_many_rows_cost_no_more_questions_than_few(house: Organisation, django_assert_num_queries: Counting) -> None:
    channel = make.planning.channel("Mastodon")
    for number in range(12):
        make.planning.slot(f"Beitrag {number}", channels=[channel])
    asked = queries.Asked(
        person=make.people.person(role=RoleKind.MANAGER), now=make.people.NOW, today=date(2026, 6, 9), zone="Europe/Berlin",
        filter=Filter(), channel_ids=frozenset({channel.pk}),
    )  # fmt: skip
    with django_assert_num_queries(5):
        assert len(list(queries.table_rows(asked=asked, begins=None, ends=None))) == 12
