"""Every question about approvals: what stands, who was asked, what waits, and what the checks say."""

from eichhorn.content.checking import findings, open_findings
from eichhorn.review.queries.asked import (
    approval,
    approvals_of,
    default_route,
    in_window,
    may_approve,
    may_decide,
    open_of,
    routes,
    seen_before,
)
from eichhorn.review.queries.standing import Approved, approved, film_ended, pictures_ended, standing, value_of
from eichhorn.review.queries.waiting import knots, knots_of, waiting_for

__all__ = [
    "Approved",
    "approval",
    "approvals_of",
    "approved",
    "default_route",
    "film_ended",
    "findings",
    "in_window",
    "knots",
    "knots_of",
    "may_approve",
    "may_decide",
    "open_findings",
    "open_of",
    "pictures_ended",
    "routes",
    "seen_before",
    "standing",
    "value_of",
    "waiting_for",
]  # fmt: skip
