"""The way back from addresses that only take forms.

The difficult thing: a form that is refused is shown at the address that took it. Whoever reads that address anew, by
changing the language, by a reload or a bookmark, would be told that it knows no such method. So a person who asks for it
is led to the page above it, which is the one the form belongs to; programs are told as ever.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve


def lead_up(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a page that cannot be read leads to the next one above it that has an address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        is_read = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")
        return HttpResponseRedirect(above(request.path_info)) if is_read and answer.status_code == 405 else answer

    return middleware


def above(path: str) -> str:
    """Return the nearest address above the path that leads somewhere."""
    while path != "/":
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path
