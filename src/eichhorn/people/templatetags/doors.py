"""Which doors the sign-in page offers: `{% load doors %}`."""

from django import template

from eichhorn.people import mfa
from eichhorn.people.models import Provider

register = template.Library()


@register.simple_tag
def passkeys_work() -> bool:
    """Return whether a browser would give a passkey here."""
    return mfa.passkeys_work()


@register.simple_tag
def providers() -> list[Provider]:
    """Return who vouches for people here, by name. One query."""
    return list(Provider.objects.order_by("name"))
