"""The rows of tables that are brought in."""

from eichhorn.people.rules import Act, RoleKind
from tests.architecture.row import Row, number
from tests.architecture.world import SIGNED_IN, whoever_may

BRINGS = whoever_may(Act.PLAN) & whoever_may(Act.WRITE)
CHOSE = frozenset({RoleKind.MANAGER.value})
"""What is not made yet is seen by nobody but who chose it; others are told that there is no such page."""

SPREADSHEETS = (
    Row("spreadsheets:bring", BRINGS, BRINGS, sent=lambda w: {"content": "Titel\nWasserwerte"}),
    Row("spreadsheets:example", SIGNED_IN),
    Row("spreadsheets:sheet", CHOSE, at=number("sheet"), refused=404),
    Row("spreadsheets:make", None, CHOSE, at=number("sheet"), refused=404),
    Row("spreadsheets:undo", None, CHOSE, at=number("sheet"), refused=404),
)
