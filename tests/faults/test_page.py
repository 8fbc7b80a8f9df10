"""The page of the docs names every fault that is tried, and none that is not; and says that nothing was lost or doubled."""

from pathlib import Path

from tests.faults import table
from tests.networks.running import ROOT

HERE = Path(__file__).parent


def cells() -> list[list[str]]:
    lines = (ROOT / table.PLACE).read_text().splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")][2:]


def test_the_page_names_every_fault_as_it_is_tried_now() -> None:
    written = {(row[0], row[1]) for row in cells()}
    assert written == set(table.FAULTS.values()), f"Run: {table.COMMAND}"


def test_nothing_on_the_page_is_doubled_or_lost_and_every_post_is_accounted_for() -> None:
    for name, _, _, posts, sent, doubled, lost, unsure, stands in cells():
        assert (doubled, lost) == ("0", "0"), name
        assert int(sent) + int(unsure) <= int(posts), name
        assert stands, name


def test_every_fault_has_its_test() -> None:
    source = "".join(file.read_text() for file in HERE.glob("test_*.py"))
    assert [fault for fault in table.FAULTS if f'"{fault}"' not in source] == []


def test_a_fault_that_was_not_tried_makes_no_page() -> None:
    written = (ROOT / table.PLACE).read_text()
    assert table.missing(written) == []
    without = "\n".join(line for line in written.splitlines() if "Network split" not in line)
    assert table.missing(without) == ["split"]
    assert table.page([], before=written) == written
