"""Whence a request comes, behind as many reverse proxies as the installation says.

The difficult thing: everybody can write an X-Forwarded-For header. Only its last entries, one for each proxy of ours,
are true.
"""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of whoever asks."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies: int = settings.PROXIES
    return chain[-proxies] if 0 < proxies <= len(chain) else remote
