"""Pages leave compressed, where whoever asks can read that.

The difficult thing: who can add words to a page and count its bytes may guess what is secret in it (BREACH). Django hides
the length by random bytes, and its tokens against forgery look different each time; so only what people and programs read
as text is compressed, never a stream, a part of a file, or what is compressed already.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = frozenset({
    "text/html", "text/plain", "text/csv", "text/calendar", "application/json", "application/problem+json",
})  # fmt: skip


class Compressed(GZipMiddleware):
    """Middleware: what is text leaves as gzip, where that is asked for and makes it smaller."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if response.streaming or response.status_code == 206 or kind not in TEXTS:
            return response
        return super().process_response(request, response)
