"""Whether everything is held, and since when."""

from eichhorn.situation.models import Hold


def current() -> Hold | None:
    """Return the hold in force, with who began it. One query."""
    return Hold.objects.select_related("begun_by").filter(open_key=True).first()


def latest() -> Hold | None:
    """Return the hold that began last, lifted or not. One query."""
    return Hold.objects.order_by("-begun_at", "-pk").first()
