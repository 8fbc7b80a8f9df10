"""The rows of hours, absences and deputies: everybody for themselves, whoever steers for others."""

from tests.architecture.row import STEER, Row, number
from tests.architecture.world import SIGNED_IN

DAYS = {"begins_on": "1.9.2027", "last_day": "3.9.2027"}

DUTY = (
    Row("duty:own", SIGNED_IN),
    Row("duty:not_now", None, SIGNED_IN),
    Row("planning:hours", SIGNED_IN),
    Row("duty:of", STEER, at=number("on_duty")),
    Row("duty:tell_week", None, STEER, at=number("on_duty"), sent=lambda w: {"from_day": "7.12.2026", "day_0": "7:30"}),
    Row("duty:be_away", None, STEER, at=number("on_duty"), sent=lambda w: DAYS),
    Row(
        "duty:name_deputy",
        None,
        STEER,
        at=number("on_duty"),
        sent=lambda w: {**DAYS, "deputy": w.someone.pk},
    ),
    Row("duty:take_back_week", None, STEER, at=number("duty_week")),
    Row("duty:be_there", None, STEER, at=number("absence")),
    Row("duty:release_deputy", None, STEER, at=number("deputy")),
)
