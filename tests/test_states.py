"""Tables of states."""

from enum import StrEnum

import pytest

from eichhorn.foundation.states import ForbiddenMove, ImpossibleTable, States


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


def test_a_table_that_forgets_a_state_is_refused() -> None:
    with pytest.raises(ImpossibleTable, match="no row"):
        States(kind=Light, starts=frozenset({Light.RED}), moves={Light.RED: frozenset()})


def test_a_state_that_nothing_leads_to_is_refused() -> None:
    with pytest.raises(ImpossibleTable, match="never reaches"):
        States(kind=Light, starts=frozenset({Light.RED}), moves={Light.RED: frozenset(), Light.GREEN: frozenset()})


def test_a_move_outside_the_table_is_refused() -> None:
    table = States(
        kind=Light, starts=frozenset({Light.RED}), moves={Light.RED: frozenset({Light.GREEN}), Light.GREEN: frozenset()}
    )
    assert table.check("red", Light.GREEN) is Light.GREEN
    with pytest.raises(ForbiddenMove):
        table.check("green", "red")
