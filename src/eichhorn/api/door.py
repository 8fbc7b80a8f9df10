"""What stands around every operation: who asks, how often, in which language, and that nothing happens twice.

The difficult thing: the effect of a request and the note that it had one must be one. So a request that changes
something runs in one transaction, which begins with the lock of its key and ends with the answer that is kept. A refusal
takes its effects back and is kept afterwards; a breakdown keeps nothing, so that the same request can come again.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from eichhorn.api import caller as ways
from eichhorn.api import invalid, services
from eichhorn.api.caller import Caller
from eichhorn.api.models import KeptAnswer
from eichhorn.api.problems import MEDIA_TYPE, Fault, Problem, Refusal
from eichhorn.api.rules import KEY, LARGEST_BODY, fingerprint
from eichhorn.api.services import Given
from eichhorn.foundation import clock, trips
from eichhorn.foundation.crypto import Keys, Tampered
from eichhorn.people import queries as people

logger = logging.getLogger(__name__)

type View = Callable[..., HttpResponse]
type Parameters = Mapping[str, frozenset[str]]

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_HEADER = "Idempotency-Key"
SEALED, PURPOSE = "; sealed=", "api.kept-answer"
"""How an answer is marked that tells a secret, and is kept sealed."""
AGAIN_IN_S = 1
"""After so many seconds a request whose first one still runs may be sent again."""


def at_the_door(view: View, parameters: Parameters) -> View:
    """Let the view answer whoever has a token that holds; every refusal becomes a problem in their language.

    `parameters` are those it knows, by method: one that it does not know is refused, for a filter with a typing error
    would otherwise answer with everything.
    """

    @wraps(view)
    def guarded(request: HttpRequest, **parts: object) -> HttpResponse:
        now, language = clock.now(), ways.asked_language(request)
        try:
            caller: Caller | Problem = ways.identified(request, now=now)
        except Problem as refused:
            caller = refused
        if not language:
            language = caller.person.language if isinstance(caller, Caller) else settings.LANGUAGE_CODE
        with translation.override(language), timezone.override(_zone(caller)):
            if isinstance(caller, Problem):
                answer = caller.answer()
            else:
                answer = _counted(view, request, caller, parts, parameters)
        answer.headers.setdefault("Content-Language", language)
        answer["Cache-Control"] = "no-store"
        patch_vary_headers(answer, ["Authorization", "Accept-Language"])
        return answer

    guarded.knows_its_zone = True  # type: ignore[attr-defined]  # it comes with the token
    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # a token is no cookie: no browser sends it by itself
    return guarded


def _zone(caller: Caller | Problem) -> ZoneInfo:
    """Return the zone in which the house counts; whoever is sent away is told nothing of it."""
    return ZoneInfo(caller.zone if isinstance(caller, Caller) else settings.TIME_ZONE)


def _counted(
    view: View, request: HttpRequest, caller: Caller, parts: dict[str, object], parameters: Parameters
) -> HttpResponse:
    request.caller = caller  # type: ignore[attr-defined]
    headers: dict[str, str] = {}
    try:
        with people.roles_read_once():
            headers = ways.counted(caller)
            _knows_parameters(request, parameters)
            answer = _safe(view, request, parts) if request.method in SAFE else _changing(view, request, caller, parts)
    except Problem as refused:
        answer = refused.answer()
    except DatabaseError:
        logger.exception("api.broke", extra={"method": request.method, "path": request.path})
        answer = Problem("broken").answer()
    for name, value in headers.items():
        answer[name] = value
    return answer


def _knows_parameters(request: HttpRequest, parameters: Parameters) -> None:
    method = "GET" if request.method == "HEAD" else request.method or ""
    known = parameters.get(method, frozenset(request.GET))
    if strange := [name for name in request.GET if name not in known]:
        raise Problem("invalid", faults=[Fault(invalid.sentence("extra_forbidden", {}), parameter=n) for n in strange])


def _safe(view: View, request: HttpRequest, parts: dict[str, object]) -> HttpResponse:
    return _in_our_words(view(request, **parts))


class _TakenBack(Exception):
    """The request was refused, and what it had done until then is taken back."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def _changing(view: View, request: HttpRequest, caller: Caller, parts: dict[str, object]) -> HttpResponse:
    """Return the answer; its effect and, where there is a key, the answer itself are in the database, or neither is."""
    said = _read(request)
    key = _key(request)
    try:
        with trips.all_or_nothing():
            if key and (before := _before(caller, key, said)) is not None:
                return _again(before)
            answer = _in_our_words(view(request, **parts))
            if answer.status_code >= 400:
                raise _TakenBack(answer)
            if key:
                services.keep(token=caller.token, key=key, fingerprint=said, given=_given(answer), now=caller.now)
        return answer
    except _TakenBack as refused:
        if key and refused.answer.status_code < 500:
            given = _given(refused.answer)
            services.keep_refusal(token=caller.token, key=key, fingerprint=said, given=given, now=caller.now)
        if isinstance(refused.answer, Refusal) and refused.answer.afterwards is not None:
            refused.answer.afterwards()
        return refused.answer


def _key(request: HttpRequest) -> str:
    """Return the key of a POST, "" where it has none."""
    key = request.headers.get(KEY_HEADER)
    if key is None or request.method != "POST":
        return ""
    if not KEY.fullmatch(key):
        raise Problem("key-malformed")
    return key


def _before(caller: Caller, key: str, said: str) -> KeptAnswer | None:
    """Return what this request was answered before, None where it is new. One trip."""
    try:
        before = services.take_turn(caller.token, key, now=caller.now)
    except services.InUse:
        raise Problem("key-in-use", headers={"Retry-After": str(AGAIN_IN_S)}) from None
    if before is not None and before.fingerprint != said:
        raise Problem("key-reused")
    return before


def _again(before: KeptAnswer) -> HttpResponse:
    headers = {"Content-Language": before.language, "Idempotency-Replayed": "true"}
    if before.location:
        headers["Location"] = before.location
    media_type, _, sealed = before.media_type.partition(SEALED)
    body = bytes(before.body) if not sealed else _unsealed(bytes(before.body))
    return HttpResponse(body, status=before.status, content_type=media_type, headers=headers)


def _given(answer: HttpResponse) -> Given:
    """Return the answer as it is kept; one that tells a secret is kept sealed."""
    is_secret = answer.headers.get("Cache-Control") == "no-store"
    text = answer.content.decode() if is_secret else ""
    return Given(
        status=answer.status_code, media_type=answer["Content-Type"] + (f"{SEALED}1" if is_secret else ""),
        language=translation.get_language() or "de", location=answer.headers.get("Location", ""),
        body=settings.KEYS.seal(text, purpose=PURPOSE) if is_secret else answer.content,
    )  # fmt: skip


def _unsealed(body: bytes) -> bytes:
    keys: Keys = settings.KEYS
    try:
        return keys.unseal(body, purpose=PURPOSE).encode()
    except Tampered as error:
        raise Problem("key-reused") from error


def _read(request: HttpRequest) -> str:
    """Return the fingerprint of the request, its body read; raise Problem where it cannot be read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise Problem("too-large")
    try:
        return fingerprint(_parts(request))
    except RequestDataTooBig as error:
        raise Problem("too-large") from error
    except (MultiPartParserError, SuspiciousOperation, UnicodeDecodeError) as error:
        raise Problem("not-understood") from error


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """Yield all that makes a request this one. The boundary of a form with files differs each time, so it is left out."""
    yield from (
        (request.method or "").encode(),
        request.get_full_path().encode(),
        (request.content_type or "").encode(),
    )
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    for name, values in sorted(request.POST.lists()):
        yield from (name.encode(), *(value.encode() for value in values))
    for name, files in sorted(request.FILES.lists()):
        yield name.encode()
        for file in files:
            yield (file.name or "").encode()
            yield b"".join(file.chunks())
            file.seek(0)


def _in_our_words(answer: HttpResponse) -> HttpResponse:
    """Return the answer; one of the library's own for a method that is not there becomes a problem."""
    if answer.status_code == 405 and answer["Content-Type"] != MEDIA_TYPE:
        return Problem("method-unknown", headers={"Allow": answer["Allow"]}).answer()
    return answer
