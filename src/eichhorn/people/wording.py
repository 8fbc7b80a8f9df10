"""The words for roles and refusals."""

from datetime import datetime, timedelta

from django.utils.dateformat import format as date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from eichhorn.people.devices import SignedIn
from eichhorn.people.models import OwnRole, Role
from eichhorn.people.oidc import Doubt
from eichhorn.people.rules import Act, RoleKind
from eichhorn.people.rules import acts_of as acts_named
from eichhorn.ui import moments


def role(kind: RoleKind) -> str:
    return {
        RoleKind.ADMINISTRATOR: _("Administration"),
        RoleKind.MANAGER: _("Social media management"),
        RoleKind.COMMUNITY: _("Community management"),
        RoleKind.AUTHOR: _("Writing"),
        RoleKind.APPROVER: _("Approving"),
        RoleKind.READER: _("Reading"),
    }[kind]


def role_hint(kind: RoleKind) -> str:
    return {
        RoleKind.ADMINISTRATOR: _("Persons, roles, channels and settings"),
        RoleKind.MANAGER: _("Goals, plan, requests, posts and replies"),
        RoleKind.COMMUNITY: _("Posts and replies; listens and answers"),
        RoleKind.AUTHOR: _("Writes posts and hands them in for approval"),
        RoleKind.APPROVER: _("Says Yes or No to what others wrote"),
        RoleKind.READER: _("Reads everything that is not personal or confidential"),
    }[kind]


def until(moment: datetime, *, now: datetime) -> str:
    """Return until when something held: "Monday" within the last six days, else "Mon 1 June"."""
    local = moments.local(moment)
    if timedelta() <= now - moment < timedelta(days=6):
        return date_format(local, "l")
    return moments.day(local, with_year=local.year != moments.local(now).year)


def device(one: SignedIn) -> str:
    """Return how people call it: "Firefox on Windows"."""
    if one.browser and one.system:
        return _("%(browser)s on %(system)s") % {"browser": one.browser, "system": one.system}
    return one.browser or one.system or _("An unknown browser")


def way(name: str) -> str:
    """Return by which door somebody came."""
    return {
        "password": _("by password"),
        "passkey": _("by passkey"),
        "link": _("by link"),
        "provider": _("by the account of the organisation"),
    }[name]


def own_role(one: OwnRole) -> str:
    """Return what the organisation calls its own role, in the language of the page."""
    return one.name_de if (get_language() or "de").startswith("de") else one.name_en


def held(one: Role) -> str:
    """Return the word for what somebody holds."""
    return own_role(one.own) if one.own is not None else role(RoleKind(one.kind))


def acts() -> dict[Act, str]:
    """Return what a role can allow, besides reading."""
    return {
        Act.ADMINISTER: _("Administer: persons, roles, channels and settings"),
        Act.STEER: _("Steer: goals, cadence and budget"),
        Act.TRIAGE: _("Decide requests"),
        Act.PLAN: _("Plan: make and move posts in the calendar"),
        Act.WRITE: _("Write posts and hand them in; this also shows what is confidential"),
        Act.APPROVE: _("Approve what others wrote"),
        Act.PUBLISH: _("Look after sending: doubtful and stopped posts, tasks by hand"),
        Act.HOLD: _("Pause everything, and resume"),
        Act.ANSWER: _("Answer people on the networks"),
        Act.AUDIT: _("Read who did what, and when"),
    }


def acts_of(one: OwnRole) -> str:
    """Return in one line what the role allows."""
    words = acts()
    allowed = acts_named(one.acts)
    return ", ".join(word.partition(":")[0].partition(";")[0] for act, word in words.items() if act in allowed) or _(
        "Reads everything that is not personal or confidential"
    )


def doubt(why: Doubt) -> str:
    """Return why a provider cannot be used as it was typed."""
    if why is Doubt.UNREACHABLE:
        return _("Nothing answers at this address, or it lies inside a network that we may not reach.")
    return _("What answers there is no OpenID Connect provider, or it calls itself otherwise. Compare every letter.")
