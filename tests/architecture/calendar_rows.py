"""The rows of the calendar: everybody looks, and keeps views of their own."""

from eichhorn.people.rules import LinkPurpose
from tests.architecture.row import PLAN, Row, number
from tests.architecture.world import EVERYBODY, SIGNED_IN

CALENDAR = (
    Row("calendar:calendar", SIGNED_IN),
    Row("calendar:this_month", SIGNED_IN),
    Row("calendar:this_week", SIGNED_IN),
    Row("calendar:this_day", SIGNED_IN),
    Row("calendar:month", SIGNED_IN, at=lambda w: (2026, 6)),
    Row("calendar:teams", SIGNED_IN, at=lambda w: (2026, 6)),
    Row("calendar:week", SIGNED_IN, at=lambda w: (2026, 24)),
    Row("calendar:day", SIGNED_IN, at=lambda w: (2026, 6, 9)),
    Row("calendar:list", SIGNED_IN),
    Row("calendar:board", SIGNED_IN),
    Row("calendar:table", SIGNED_IN),
    Row("calendar:paper", SIGNED_IN),
    Row("calendar:views", SIGNED_IN),
    Row("calendar:keep", SIGNED_IN, SIGNED_IN, sent=lambda w: {"name": "Nur meins"}),
    Row("calendar:begin_with_month", None, SIGNED_IN),
    Row("calendar:share", None, PLAN, at=number("kept_view")),
    Row("calendar:unshare", None, PLAN, at=number("kept_view")),
    Row("calendar:shared", EVERYBODY, link=LinkPurpose.PLAN),
    Row("calendar:feed", EVERYBODY, link=LinkPurpose.PLAN),
    # it is for everybody: each may begin with it, and whoever plans may drop it
    Row("calendar:begin", None, SIGNED_IN, at=number("kept_view")),
    Row("calendar:rename", PLAN, PLAN, at=number("kept_view"), sent=lambda w: {"name": "Anders"}),
    Row("calendar:drop", None, PLAN, at=number("kept_view")),
)
