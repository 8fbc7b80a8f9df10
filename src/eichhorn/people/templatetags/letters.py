"""Whether letters leave by themselves, for sentences that promise one: `{% load letters %}`."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def letters_leave() -> bool:
    """Return whether a mail server is set up; without one somebody passes letters on by hand."""
    return bool(settings.MAIL_URL)
