"""The page of the states says what the tables in the code say."""

from enum import StrEnum
from pathlib import Path

import pytest

from eichhorn.config import states
from eichhorn.foundation.states import States
from tests.setup.running import ROOT


def test_the_page_is_what_the_tables_say() -> None:
    assert (ROOT / states.PLACE).read_text() == states.page(), "Run: .venv/bin/python -m eichhorn.config.states --write"


def test_every_table_in_the_rules_of_a_room_stands_on_the_page() -> None:
    written = [file for file in (ROOT / "src/eichhorn").glob("*/rules*") if file.suffix in ("", ".py")]
    files = [part for file in written for part in (file.rglob("*.py") if file.is_dir() else [file])]
    assert len(states.tables()) == sum(file.read_text().count("= States(") for file in files) >= 4


@pytest.mark.parametrize("room_and_table", states.tables(), ids=lambda found: str(found[0]))
def test_every_state_is_explained_where_it_is_written(room_and_table: tuple[str, States[StrEnum]]) -> None:
    _, table = room_and_table
    assert set(states.meanings(table.kind)) == set(table.kind)


def test_a_page_that_is_out_of_date_is_noticed_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs/reference").mkdir(parents=True)
    assert states.main([]) == 1
    assert states.main(["--write"]) == 0
    assert states.main([]) == 0
