"""Who may do what: roles, and what each may."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RoleKind(StrEnum):
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    """Social media manager: plans, decides requests, writes, sees the outbox."""
    COMMUNITY = "community"
    """Community manager: writes, listens and answers; answers leave under a standing approval."""
    AUTHOR = "author"
    """Writes and hands in."""
    APPROVER = "approver"
    """May approve what others wrote."""
    READER = "reader"
    """Signed in, reads: a department's menu."""


class Act(StrEnum):
    READ = "read"
    ADMINISTER = "administer"
    """Persons, roles, channels, settings, the outbox of mail."""
    STEER = "steer"
    """Goals, cadence, budget."""
    TRIAGE = "triage"
    """Decide requests."""
    PLAN = "plan"
    """Make and move slots."""
    WRITE = "write"
    """Drafts, versions, pictures; hand in for approval."""
    APPROVE = "approve"
    PUBLISH = "publish"
    """Decide doubtful, late and stopped deliveries; do tasks by hand."""
    HOLD = "hold"
    """Pause everything, and resume."""
    ANSWER = "answer"
    """Answer people on the networks."""


MAY: dict[RoleKind, frozenset[Act]] = {
    RoleKind.ADMINISTRATOR: frozenset({Act.READ, Act.ADMINISTER, Act.HOLD}),
    RoleKind.MANAGER: frozenset(Act) - {Act.ADMINISTER, Act.APPROVE},
    RoleKind.COMMUNITY: frozenset({Act.READ, Act.PLAN, Act.WRITE, Act.PUBLISH, Act.HOLD, Act.ANSWER}),
    RoleKind.AUTHOR: frozenset({Act.READ, Act.WRITE}),
    RoleKind.APPROVER: frozenset({Act.READ, Act.APPROVE}),
    RoleKind.READER: frozenset({Act.READ}),
}


class LinkPurpose(StrEnum):
    FORM = "form"
    """The public request form; object: none."""
    REQUEST = "request"
    """A requester's status page; object: the request."""
    APPROVAL = "approval"
    """One decision by one approver; object: the approval step."""
    SIGN_IN = "sign_in"
    """Signs one person in, once; object: none."""
    INVITATION = "invitation"
    """Lets one person choose a password, once; object: none."""
    SET_UP = "set_up"
    """Opens the set-up page of an empty installation, once."""
    STAGE = "stage"
    """Opens the stage's timeline; object: none."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role as a value: kind, half-open period, and channel ids (None means all)."""

    kind: RoleKind
    begins_on: date
    ends_on: date | None
    channels: frozenset[int] | None


def allows(grants: tuple[Grant, ...], act: Act, *, on: date, channel: int | None = None) -> bool:
    """Return whether one of the grants, in force on the day, lets its holder do the act (on the channel, where named)."""
    return any(
        act in MAY[grant.kind]
        and grant.begins_on <= on
        and (grant.ends_on is None or on < grant.ends_on)
        and (channel is None or grant.channels is None or channel in grant.channels)
        for grant in grants
    )
