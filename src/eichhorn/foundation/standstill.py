"""Standing still: an installation that was restored or moved sends nothing until a person says that it is the only one.

The difficult thing: two installations with one memory would each send what is due, and neither could know of the other.
No machine can find out whether the other one is off. So whoever sets an installation up from a copy begins a standstill
before anything runs, every way out asks for it in the last instant, and a person ends it.
"""

from eichhorn.foundation.models import Standstill


def current() -> Standstill | None:
    """Return the standstill that lasts. One query."""
    return Standstill.objects.filter(open_key=True).first()


def latest() -> Standstill | None:
    """Return the standstill that began last, ended or not. One query."""
    return Standstill.objects.order_by("-begun_at", "-pk").first()
