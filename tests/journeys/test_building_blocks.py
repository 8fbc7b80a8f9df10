"""The building blocks, as people meet them: light and dark, desk and phone, with keys and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESKTOP, PHONE, OpenPage

PAGES = ["/ui/kit/", "/ui/kit/?check=1&hold=1", "/ui/kit/guest/", "/ui/kit/guest/?check=1"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_building_blocks_keep_every_rule_of_access(
    open_page: OpenPage, axe: Callable[[Page], None], path: str, viewport: dict[str, int]
) -> None:
    page = open_page(viewport=viewport)
    page.goto(path)
    axe(page)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_on_the_smallest_phone(
    page: Page, no_sideways_scroll: Callable[[Page], None], path: str
) -> None:
    page.goto(path)
    no_sideways_scroll(page)
