"""Who likes to give what, what was asked of whom, whom to ask next, and what came back to the departments."""

from eichhorn.allies.queries.balance import Answers, Balance, balance, balance_of, may_see_balance, ways_answered
from eichhorn.allies.queries.proposing import Proposal, proposals, proposals_of
from eichhorn.allies.queries.reading import (
    allies_by_department,
    ally,
    ask,
    asks,
    departments_without,
    gifts_of,
    numbers,
    of_person,
    rows,
)
from eichhorn.allies.queries.standing import Known, holidays_around, known, standing_of
from eichhorn.allies.queries.thanking import Effect, effect, to_thank
from eichhorn.allies.queries.waiting import waiting_for

__all__ = [
    "Answers", "Balance", "Effect", "Known", "Proposal", "allies_by_department", "ally", "ask", "asks", "balance", "balance_of",
    "departments_without", "effect", "gifts_of", "holidays_around", "known", "may_see_balance", "numbers", "of_person",
    "proposals", "proposals_of", "rows", "standing_of", "to_thank", "waiting_for", "ways_answered",
]  # fmt: skip
