"""A table with five wrong lines in a browser: mended in one round, made in one press, taken back in one; presses counted."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from tests import make
from tests.journeys.conftest import PHONE, OpenPage

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "Titel;Datum;Uhrzeit;Kanäle;Text;Ziel"
RIGHT = [
    "Ablesekarten, Teil 3;15.06.2026;09:00;Stadtwerke Erlengrund;Die Karten kommen im Juli.;Service",
    "Freibad-Wetter;17.06.2026;11:30;Stadtwerke Erlengrund, Amtsblatt;Das Wasser hat 22 Grad.;",
    "Sommerfest;;;;;",
]
WRONG = [
    ";18.06.2026;10:00;Amtsblatt;Ohne Namen.;",
    "Baustelle;31.06.2026;10:00;Amtsblatt;Ab Montag bauen wir.;",
    "Wasserwerte;02.06.2026;10:00;Amtsblatt;Alles im Lot.;",
    "Azubi-Serie 4;19.06.2026;10:00;Stadtwerke Erlengrnd;Ein Tag im Netzbetrieb.;",
    f"Rückblick;19.06.2026;14:00;Stadtwerke Erlengrund;{'Was wir gelernt haben. ' * 24};",
]


@pytest.fixture
def miriam(on_the_day: datetime) -> Person:
    make.channels.channel("Stadtwerke Erlengrund")
    make.channels.by_hand("Amtsblatt", label="Amtsblatt")
    make.strategy.goal("Service")
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


class Presses:
    """What a person presses on the way; choosing a file counts as one."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, name: str, *, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).click()  # type: ignore[arg-type]
        self.count += 1

    def choose(self, path: Path) -> None:
        self.page.locator("input[type=file]").set_input_files(path)
        self.count += 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_table_with_five_wrong_lines(
    open_page: OpenPage, miriam: Person, tmp_path: Path, keeps_promises: Callable[..., None], shot: Callable[..., None],
    scripts: bool,
) -> None:  # fmt: skip
    page = open_page(person=miriam, scripts=scripts)
    table, presses = tmp_path / "juni.csv", Presses(page)
    table.write_text("\r\n".join([HEAD, *RIGHT[:2], *WRONG, RIGHT[2]]), encoding="cp1252")
    page.goto("/plan/spreadsheets/")
    presses.choose(table)
    presses.on("Ansehen")
    expect(page.get_by_text("5 von 8 Zeilen brauchen noch einen Blick.")).to_be_visible()
    expect(page.get_by_text("Zeile 4")).to_be_visible()
    expect(page.get_by_text("Ist „Stadtwerke Erlengrund“ gemeint?")).to_be_visible()
    expect(page.get_by_text("Für Stadtwerke Erlengrund ist das 51 Zeichen zu lang.")).to_be_visible()
    assert not Slot.objects.exists()
    if scripts:
        keeps_promises(page, language="de")
        shot(page, "spreadsheet-wrong", whole=True)
        page.set_viewport_size(PHONE)
        shot(page, "spreadsheet-wrong-phone", whole=True)
    table.write_text("\r\n".join([HEAD, *RIGHT]), encoding="cp1252")
    presses.on("Datei noch einmal wählen", role="link")
    presses.choose(table)
    presses.on("Ansehen")
    if scripts:
        shot(page, "spreadsheet-right")
    presses.on("3 Beiträge anlegen")
    expect(page.get_by_text("3 Beiträge wurden am")).to_be_visible()
    assert presses.count == 6
    assert Slot.objects.count() == 3
    presses.on("3 Beiträge zurückstellen")
    expect(page.get_by_text("Zurückgenommen am")).to_be_visible()
    assert set(Slot.objects.values_list("stage", flat=True)) == {"cancelled"}
