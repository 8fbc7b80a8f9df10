"""Every question about editorial meetings."""

from eichhorn.conference.queries.agenda import agenda, is_left_open
from eichhorn.conference.queries.seen import (
    Stands,
    latest,
    line,
    meeting,
    meetings,
    standings,
    things,
    visible_lines,
)
from eichhorn.conference.queries.waiting import waiting_for

__all__ = [
    "Stands", "agenda", "is_left_open", "latest", "line", "meeting", "meetings", "standings", "things", "visible_lines", "waiting_for",
]  # fmt: skip
