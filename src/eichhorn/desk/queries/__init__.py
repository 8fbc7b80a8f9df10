"""Every question about what we are asked for."""

from eichhorn.desk.queries.house import form_token, terms
from eichhorn.desk.queries.requests import (
    every_request,
    latest_version,
    request_of_slot,
    requests_of_slots,
    sign_of,
    standing_of,
    to_decide,
    visible_to,
    whole_request,
)
from eichhorn.desk.queries.triage import Triage, triage
from eichhorn.desk.queries.waiting import knot, knots, waiting_for

__all__ = [
    "Triage", "every_request", "form_token", "knot", "knots", "latest_version", "request_of_slot", "requests_of_slots",
    "sign_of", "standing_of", "terms", "to_decide", "triage", "visible_to", "waiting_for", "whole_request",
]  # fmt: skip
