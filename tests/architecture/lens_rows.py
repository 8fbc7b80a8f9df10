"""The rows of the three lenses."""

from tests.architecture.row import STEER, Row
from tests.architecture.world import SIGNED_IN

LENSES = (
    Row("lenses:page", SIGNED_IN),
    Row("lenses:cell", STEER, STEER, at=lambda w: ("brand", "channel", w.channel.pk), sent=lambda w: {"accountable": f"person-{w.someone.pk}"}),
)  # fmt: skip
