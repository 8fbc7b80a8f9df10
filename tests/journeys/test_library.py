"""Pictures come in by pieces in a real browser: a broken connection costs a piece, and what is refused says why."""

import io
import os

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from eichhorn.media.models import Picture
from eichhorn.media.rules import PIECE_BYTES
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.journeys.conftest import OpenPage


@pytest.fixture
def miriam(transactional_db: None) -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def photograph() -> bytes:
    """Return a picture of more than one piece: nothing in it can be made smaller."""
    out = io.BytesIO()
    Image.frombytes("RGB", (500, 400), os.urandom(500 * 400 * 3)).save(out, "PNG")
    assert PIECE_BYTES < len(out.getvalue()) < 2 * PIECE_BYTES
    return out.getvalue()


def test_an_upload_goes_on_where_the_connection_broke(open_page: OpenPage, miriam: Person) -> None:
    page: Page = open_page(person=miriam)
    page.goto("/media/")
    begun: list[str] = []

    def break_the_second_piece_once(route: Route) -> None:
        begun.append(route.request.headers["upload-begins-at"])
        if len(begun) == 2:
            route.abort()
        else:
            route.continue_()

    page.route(lambda url: "/media/uploads/" in url and not url.endswith("/begin/"), break_the_second_piece_once)
    files = [
        {"name": "Bagger.png", "mimeType": "image/png", "buffer": photograph()},
        {"name": "Brief.png", "mimeType": "image/png", "buffer": b"Lieber Herr Said"},
    ]
    page.locator("input[name=pictures]").set_input_files(files)
    page.get_by_role("button", name="Bilder hinzufügen").click()
    rows = page.locator("[data-uploads-list] li")
    expect(rows.nth(0)).to_contain_text("hinzugefügt")
    expect(rows.nth(1)).to_contain_text("Das ist kein Bild")
    assert begun[:3] == ["0", str(PIECE_BYTES), str(PIECE_BYTES)]
    rows.nth(0).get_by_role("link", name="Bild öffnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bagger.png")
    assert Picture.objects.get().file_name == "Bagger.png"
    page.unroute_all()
