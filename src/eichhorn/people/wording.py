"""The words for roles and refusals."""

from datetime import datetime, timedelta

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _

from eichhorn.people.devices import SignedIn
from eichhorn.people.rules import RoleKind
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
        "house": _("by the sign-in of the house"),
    }[name]
