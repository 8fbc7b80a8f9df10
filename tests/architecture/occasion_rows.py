"""The rows of occasions and of series."""

from tests.architecture.row import PLAN, STEER, Row, again, number
from tests.architecture.world import COMES, SIGNED_IN

OCCASIONS = (
    Row("occasions:all", SIGNED_IN),
    Row("occasions:show_region", None, STEER, sent=lambda w: {"of": "CH-ZH"}),
    Row("occasions:hide_region", None, STEER, at=number("region")),
    Row("occasions:new_own", STEER, STEER, sent=lambda w: {"name": "Tag der offenen Tür", "begins_on": "1.9.2031"}),
    Row(
        "occasions:new_election",
        STEER,
        STEER,
        sent=lambda w: {"name": "Wahl", "begins_on": "1.9.2031", "last_day": "14.9.2031", "level": "local"},
    ),
    Row("occasions:entry", STEER, STEER, at=number("entry"), sent=lambda w: {"name": "Tag", "begins_on": "1.9.2031"}),
    Row("occasions:remove", None, STEER, at=number("entry")),
    Row(
        "occasions:read_file",
        STEER,
        STEER,
        sent=lambda w: {"name": "Ferien", "kind": "school", "content": "Herbst;4.10.2031;17.10.2031", "take": "1"},
    ),
    Row("occasions:drop", None, STEER, at=number("dates")),
    Row("occasions:decide", SIGNED_IN, at=lambda w: (w.numbers["entry"], COMES.isoformat())),
    Row("occasions:leave", None, PLAN, at=lambda w: (w.numbers["entry"], COMES.isoformat())),
)

SERIES = (
    Row("planning:all_series", SIGNED_IN),
    Row("planning:new_series", PLAN, PLAN, sent=again),
    Row("planning:series", SIGNED_IN, at=number("series")),
    Row("planning:edit_series", PLAN, PLAN, at=number("series"), sent=again),
    Row("planning:end_series", None, PLAN, at=number("series")),
)
