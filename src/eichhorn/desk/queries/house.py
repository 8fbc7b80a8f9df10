"""What the desk promises, read."""

from django.conf import settings

from eichhorn.desk.models import Terms

SEAL = "desk-form"


def terms() -> Terms:
    """Return what is promised, or the usual. One query."""
    return Terms.objects.select_related("appeal_to").first() or Terms()


def form_token() -> str:
    """Return the token of the public form, empty while there is none. One query."""
    sealed = terms().form_token_sealed
    return settings.KEYS.unseal(bytes(sealed), purpose=SEAL) if sealed is not None else ""
