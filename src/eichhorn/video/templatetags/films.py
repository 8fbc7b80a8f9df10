"""How long a video plays, and what languages are called in their own words."""

from django import template

from eichhorn.foundation import languages
from eichhorn.video.rules.taking import clock

register = template.Library()


@register.filter
def playing(duration_ms: int) -> str:
    """Return the length as a player shows it."""
    return clock(duration_ms)


@register.filter
def spoken(code: str) -> str:
    """Return the language in its own words."""
    return dict(languages.NAMES).get(code, code)
