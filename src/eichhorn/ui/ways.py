"""The way back to the page on which a form stood.

The difficult thing: the page is named by the browser, so anybody could name any. Only pages of this house count.
"""

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, *, otherwise: str = "/") -> str:
    """Return where the form came from, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    fine = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if fine else resolve_url(otherwise)
