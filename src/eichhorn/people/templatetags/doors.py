"""Which doors the sign-in page offers: `{% load doors %}`."""

from django import template

from eichhorn.people import mfa

register = template.Library()


@register.simple_tag
def passkeys_work() -> bool:
    """Return whether a browser would give a passkey here."""
    return mfa.passkeys_work()
