"""The week reads from morning to evening: posts and free places stand by time."""

import re
from datetime import datetime, time

import pytest

from eichhorn.people.rules import RoleKind
from eichhorn.planning.rules import Stage
from tests import make

pytestmark = pytest.mark.django_db


def test_posts_and_free_places_stand_by_time() -> None:
    make.people.organisation()
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    places = [(2, time(9)), (2, time(14)), (2, time(14, 30))]
    channel = make.planning.channel("Amt", places=places)
    make.planning.slot(
        "Mittags", channels=[make.planning.channel("Bad")], at=datetime(2090, 6, 7, 12), stage=Stage.APPROVED
    )
    make.planning.slot("Nachmittags", channels=[channel], at=datetime(2090, 6, 7, 14, 30), stage=Stage.APPROVED)
    page = client.get("/plan/calendar/week/2090/23/").content.decode()
    day = page.partition('data-day="2090-06-07"')[2].partition("</section>")[0]
    assert re.findall(r"<b>(\w+)</b>|(\d+:\d+) frei", day) == [
        ("", "9:00"), ("Mittags", ""), ("", "14:00"), ("Nachmittags", ""),
    ]  # fmt: skip
