"""Every question about what we are asked for."""

from eichhorn.desk.queries.completeness import Gap, asked_for, gaps, left_open
from eichhorn.desk.queries.earlier import Earlier, earlier, promised
from eichhorn.desk.queries.hints import Hint, askable_channels, hint, usual_time
from eichhorn.desk.queries.house import form_token, may_reopen, terms
from eichhorn.desk.queries.objections import (
    decided_by,
    may_decide_objections,
    objection_of,
    open_objection,
    open_objections,
)
from eichhorn.desk.queries.reading import noticed
from eichhorn.desk.queries.requests import (
    every_request,
    fulfilled_by_department,
    latest_version,
    left_behind,
    proposal,
    request_of_slot,
    requests_of_slots,
    sign_of,
    standing_of,
    to_decide,
    visible_to,
    whole_request,
)
from eichhorn.desk.queries.triage import Triage, choosable_channels, displaced_names, proposed_channels, triage
from eichhorn.desk.queries.waiting import knot, knots, waiting_for
from eichhorn.desk.queries.ways import Offer, way_on

__all__ = [
    "Earlier",
    "Gap",
    "Hint",
    "Offer",
    "Triage",
    "askable_channels",
    "asked_for",
    "choosable_channels",
    "decided_by",
    "displaced_names",
    "earlier",
    "every_request",
    "form_token",
    "fulfilled_by_department",
    "gaps",
    "hint",
    "knot",
    "knots",
    "latest_version",
    "left_behind",
    "left_open",
    "may_decide_objections",
    "may_reopen",
    "noticed",
    "objection_of",
    "open_objection",
    "open_objections",
    "promised",
    "proposal",
    "proposed_channels",
    "request_of_slot",
    "requests_of_slots",
    "sign_of",
    "standing_of",
    "terms",
    "to_decide",
    "triage",
    "usual_time",
    "visible_to",
    "waiting_for",
    "way_on",
    "whole_request",
]  # fmt: skip
