"""What pages call scopes and spans of time."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eichhorn.api.rules import Scope

SCOPES: dict[Scope, Promise] = {
    Scope.READ: _("Read what you may read"),
    Scope.ASK: _("Open requests"),
    Scope.STEER: _("Set goals and occasions"),
    Scope.TRIAGE: _("Answer requests"),
    Scope.PLAN: _("Plan, move, and keep series"),
    Scope.DRAFT: _("Write drafts and what is used in them"),
    Scope.PROPOSE: _("Hand drafts in for approval"),
    Scope.APPROVE: _("Approve and refuse"),
    Scope.PUBLISH: _("Decide about posts that did not leave by themselves"),
    Scope.ANSWER: _("Answer people on the networks"),
}
"""One for every scope; a new scope without a word fails the tests."""

LASTING: dict[str, Promise] = {
    "week": _("One week"),
    "month": _("30 days"),
    "quarter": _("90 days"),
    "year": _("One year"),
}
