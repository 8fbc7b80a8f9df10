"""Mails that the house wrote, as their recipients would read them."""

import re

from eichhorn.notices import services
from eichhorn.notices.models import Notice

ADDRESS = re.compile(r"https?://\S+")


def latest_to(email: str) -> Notice:
    """Return the newest mail to the address, sent or not."""
    return Notice.objects.filter(to_email__iexact=email).order_by("-pk")[0]


def text_to(email: str) -> str:
    """Return the text of the newest mail to the address; empty once it was sent."""
    return services.text_of(latest_to(email))


def link_to(email: str) -> str:
    """Return the path of the first link in the newest mail to the address, ready for a test client."""
    found = ADDRESS.search(text_to(email))
    assert found is not None
    return "/" + found[0].split("/", 3)[3]
