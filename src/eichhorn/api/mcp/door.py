"""The address of the protocol: streamable HTTP at /mcp, with the tokens of the interface for programs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from eichhorn.api import caller as ways
from eichhorn.api.caller import Caller
from eichhorn.api.problems import Problem
from eichhorn.api.rules import PER
from eichhorn.foundation import clock
from eichhorn.people import throttle


@csrf_exempt  # a token is no cookie: no browser sends it by itself
def answer(request: HttpRequest) -> HttpResponse:
    """Answer one message of the protocol to whoever has a token that holds."""
    now, language = clock.now(), ways.asked_language(request)
    try:
        if request.method != "POST":
            raise Problem("method-unknown", headers={"Allow": "POST"})
        caller = ways.identified(request, now=now)
        _count(caller)
    except Problem as refused:
        with translation.override(language or settings.LANGUAGE_CODE):
            said = refused.answer()
    else:
        from eichhorn.api.mcp import server  # the SDK takes a second to load, which only its users wait

        with translation.override(language or caller.person.language):
            said = server.answered(request)
    said["Cache-Control"] = "no-store"
    patch_vary_headers(said, ["Authorization", "Accept-Language"])
    return said


def _count(caller: Caller) -> None:
    """Raise Problem where the token sent too many messages in this minute; what a tool does is counted by itself."""
    limit: int = settings.API_PER_MINUTE
    tries = throttle.count(f"mcp:{caller.token.pk}", limit=limit, per=PER, now=caller.now)
    if tries.times > limit:
        seconds = max(1, int((tries.anew_at - caller.now).total_seconds() + 0.999))
        raise Problem("too-many-requests", headers={"Retry-After": str(seconds)})
