"""The line of the day in a real browser: its labels are as wide as the rules say, and none lies on another."""

from collections.abc import Callable
from datetime import datetime
from itertools import combinations

import pytest
from playwright.sync_api import Page

from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.rules import Stage
from tests import make
from tests.journeys.conftest import OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
FULL = (
    (9, 50, Stage.OUT), (11, 0, Stage.APPROVED), (11, 5, Stage.APPROVED), (11, 20, Stage.DRAFT), (11, 40, Stage.APPROVED),
    (12, 0, Stage.APPROVED), (15, 0, Stage.NEEDS_SOMEONE), (16, 30, Stage.APPROVED), (16, 55, Stage.APPROVED), (17, 30, Stage.DRAFT),
)  # fmt: skip
STRETCHED = (*FULL, (5, 30, Stage.APPROVED), (22, 50, Stage.APPROVED))
BOXES = """() => [...document.querySelectorAll('.day .tt, .day time, .day .now > span:not(.sr)')].map((one) => {
    const box = one.getBoundingClientRect();
    return [one.textContent.trim(), box.left, box.right, box.top, box.bottom];
})"""


@pytest.fixture
def miriam(address: str, on_the_day: datetime) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


@pytest.mark.parametrize("day", [(), FULL, STRETCHED], ids=["nothing", "full", "stretched"])
def test_no_label_lies_on_another_in_any_window(
    miriam: Person, open_page: OpenPage, axe: Callable[[Page], None], shot: Callable[..., None],
    day: tuple[tuple[int, int, Stage], ...],
) -> None:  # fmt: skip
    channel = make.planning.channel("Mastodon")
    for number, (hour, minute, stage) in enumerate(day):
        make.planning.slot(
            f"Ein etwas längerer Titel {number}", channels=[channel], at=datetime(2026, 6, 9, hour, minute), stage=stage
        )
    page = open_page(person=miriam)
    for width in (1440, 1201, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/")
        shot(page, f"day-line-{len(day)}-{width}")
        boxes = page.evaluate(BOXES)
        assert len(boxes) > 1
        for (one, *a), (other, *b) in combinations(boxes, 2):
            lie_on_each_other = a[0] < b[1] and b[0] < a[1] and a[2] < b[3] - 1 and b[2] < a[3] - 1
            assert not lie_on_each_other, f"{width}: {one} / {other}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    axe(page)
