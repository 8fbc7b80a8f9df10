"""Who may do what: roles, and what each may; and why a link lets nobody in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
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
    AUDIT = "audit"
    """Read who did what, and when."""


MAY: dict[RoleKind, frozenset[Act]] = {
    RoleKind.ADMINISTRATOR: frozenset({Act.READ, Act.ADMINISTER, Act.HOLD, Act.AUDIT}),
    RoleKind.MANAGER: frozenset(Act) - {Act.ADMINISTER, Act.APPROVE, Act.AUDIT},
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
    PLAN = "plan"
    """Shows what is planned, to read; object: the kept view."""
    IDEA = "idea"
    """Takes in ideas; object: the door that was opened for them."""
    ALLY = "ally"
    """Somebody's own entry, by which they say what they like to give and how they like to be asked; object: the entry."""
    ASK = "ask"
    """Takes in what somebody was asked for, or their No; object: the ask."""
    APPEAL = "appeal"
    """Lets whoever is named to requesters decide about one objection; object: the objection."""


class LinkProblem(StrEnum):
    """Why a link lets nobody in."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


class ProviderKind(StrEnum):
    """How a provider vouches for somebody."""

    OIDC = "oidc"
    SAML = "saml"


class NotAllowed(Exception):
    """A person was to do what none of their roles lets them do."""

    def __init__(self, act: Act) -> None:
        super().__init__(f"needs {act}")
        self.act = act


class LinkRefused(Exception):
    """A link lets nobody in; `why` says which of the four reasons it is, `since` the instant where there is one."""

    def __init__(self, why: LinkProblem, *, since: datetime | None = None, renewable: bool = False) -> None:
        super().__init__(f"link {why}")
        self.why = why
        self.since = since
        self.renewable = renewable
        """Whether a fresh one can be mailed to the same addressee."""


USED_ONCE = frozenset({LinkPurpose.SIGN_IN, LinkPurpose.INVITATION, LinkPurpose.SET_UP})
"""Links that do one thing, once; the others may be opened again until they expire."""

WITHOUT_END = frozenset({LinkPurpose.FORM, LinkPurpose.STAGE})
"""Links that hold until somebody revokes them."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role as a value: kind, half-open period, and channel ids (None means all).

    Without a kind it is one of the organisation's own, and `own` says what it allows.
    """

    kind: RoleKind | None
    begins_on: date
    ends_on: date | None
    channels: frozenset[int] | None
    own: frozenset[Act] = frozenset()

    @property
    def acts(self) -> frozenset[Act]:
        return self.own if self.kind is None else MAY[self.kind]


def allows(grants: tuple[Grant, ...], act: Act, *, on: date, channel: int | None = None) -> bool:
    """Return whether one of the grants, in force on the day, lets its holder do the act (on the channel, where named)."""
    return any(
        act in grant.acts
        and in_force(grant, on=on)
        and (channel is None or grant.channels is None or channel in grant.channels)
        for grant in grants
    )


def acts_of(names: Iterable[str]) -> frozenset[Act]:
    """Return the acts of these names; a name that is no act any more allows nothing."""
    known = {act.value: act for act in Act}
    return frozenset(known[name] for name in names if name in known)


def in_force(grant: Grant, *, on: date) -> bool:
    """Return whether the day lies in the grant's half-open period."""
    return grant.begins_on <= on and (grant.ends_on is None or on < grant.ends_on)


def reads_hidden(grants: Iterable[Grant], *, on: date) -> bool:
    """Return whether their holder knows what is embargoed or confidential, because they write it."""
    return any(Act.WRITE in grant.acts and in_force(grant, on=on) for grant in grants)


def always_administered(grants: Iterable[Grant], *, since: date) -> bool:
    """Return whether on every day from the given one on somebody of the grants' holders administers.

    Only the built-in role counts: one of the organisation's own may lose the act tomorrow.
    """
    periods = sorted((g.begins_on, g.ends_on or date.max) for g in grants if g.kind is RoleKind.ADMINISTRATOR)
    covered_until = since
    for begins_on, ends_on in periods:
        if begins_on > covered_until:
            return False
        covered_until = max(covered_until, ends_on)
    return covered_until == date.max
