"""The needed part of the Mastodon API: JSON in, JSON out, a bearer token opens an account.

The difficult thing: these addresses take no session and no CSRF token, so nothing here may look at who is signed in.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from eichhorn.foundation import clock, crypto
from eichhorn.people import throttle
from eichhorn.people.addresses import address_of
from eichhorn.stage import queries, rules, services
from eichhorn.stage.models import Actor, Status, Upload
from eichhorn.stage.rules import Asked
from eichhorn.stage.services import No, StageRefused

TRIES, PER = 60, timedelta(minutes=5)
SENTENCES = {
    No.TOO_LONG: "Validation failed: Text is longer than this server takes",
    No.EMPTY: "Validation failed: Text can't be blank",
    No.PICTURE: "Validation failed: File is no picture that this server takes",
    No.POLL: "Validation failed: Poll is invalid",
    No.PARENT: "Record not found",
    No.REDIRECT: "Validation failed: Redirect URI must be an absolute URI.",
    No.HANDLE: "Validation failed: Username is invalid",
    No.CODE: "invalid_grant",
}
type Answer[**P] = Callable[Concatenate[HttpRequest, P], JsonResponse]


def refusals[**P](view: Answer[P]) -> Callable[..., JsonResponse]:
    """Say refusals as this API says them."""

    @wraps(view)
    def answering(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except StageRefused as refused:
            status = {No.PARENT: 404, No.CODE: 400}.get(refused.why, 422)
            return JsonResponse({"error": SENTENCES[refused.why]}, status=status)
        except (json.JSONDecodeError, UnicodeDecodeError):
            return JsonResponse({"error": "The body is no JSON"}, status=400)

    return answering


def as_account[**P](view: Callable[Concatenate[HttpRequest, Actor, P], JsonResponse]) -> Callable[..., JsonResponse]:
    """Let in whoever has a token, as its account."""

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        grant = queries.grant(crypto.token_hash(token.strip())) if scheme == "Bearer" and token else None
        if grant is None:
            return JsonResponse({"error": "The access token is invalid"}, status=401)
        return refusals(view)(request, grant.actor, *args, **kwargs)

    return opened


def seldom[**P](view: Answer[P]) -> Callable[..., JsonResponse]:
    """Let strangers in now and then."""

    @csrf_exempt
    @wraps(view)
    def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        if not throttle.allow(f"stage:api:{address_of(request)}", limit=TRIES, per=PER, now=clock.now()):
            return JsonResponse({"error": "Too many requests"}, status=429, headers={"Retry-After": "300"})
        return refusals(view)(request, *args, **kwargs)

    return counted


def fields(request: HttpRequest) -> dict[str, Any]:
    """Return what was sent, whether as JSON or as a form."""
    if request.content_type == "application/json":
        sent = json.loads(request.body or b"{}")
        return sent if isinstance(sent, dict) else {}
    found: dict[str, Any] = request.POST.dict()
    return found | {name.removesuffix("[]"): request.POST.getlist(name) for name in request.POST if name.endswith("[]")}


@require_POST
@seldom
def apps(request: HttpRequest) -> JsonResponse:
    sent = fields(request)
    uris = sent.get("redirect_uris") or ""
    back = " ".join(map(str, uris)) if isinstance(uris, list) else str(uris)
    made = services.register(name=str(sent.get("client_name") or ""), redirect_uris=back, now=clock.now())
    return JsonResponse({"client_id": made.client_id, "client_secret": made.client_secret, "redirect_uri": back})


@require_POST
@seldom
def token(request: HttpRequest) -> JsonResponse:
    sent = fields(request)
    names = ("client_id", "client_secret", "code", "redirect_uri")
    given = {name: str(sent.get(name) or "") for name in names}
    opened = services.redeem(**given, verifier=str(sent.get("code_verifier") or ""), now=clock.now())
    return JsonResponse(
        {"access_token": opened, "token_type": "Bearer", "scope": str(sent.get("scope") or "read write")}
    )


@require_GET
def instance(_request: HttpRequest) -> JsonResponse:
    return JsonResponse(queries.instance())


@require_GET
def nodeinfo_links(_request: HttpRequest) -> JsonResponse:
    rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
    return JsonResponse({"links": [{"rel": rel, "href": f"{settings.STAGE_URL.rstrip('/')}/stage/nodeinfo/2.0"}]})


@require_GET
def nodeinfo(_request: HttpRequest) -> JsonResponse:
    software = {"name": queries.SOFTWARE, "version": queries.VERSION}
    return JsonResponse({"version": "2.0", "software": software, "protocols": [], "openRegistrations": False})


@require_GET
def authorization_server(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"code_challenge_methods_supported": ["S256"], "scopes_supported": ["read", "write"]})


@require_GET
@as_account
def verify(_request: HttpRequest, actor: Actor) -> JsonResponse:
    return JsonResponse(queries.told_actor(actor) | {"source": {"privacy": "public", "language": None}})


@require_GET
@as_account
def account_statuses(request: HttpRequest, _actor: Actor, number: int) -> JsonResponse:
    found = queries.statuses().filter(actor_id=number)
    return JsonResponse(queries.told_all(queries.paged(found, request.GET.dict())), safe=False)


@require_POST
@as_account
def media(request: HttpRequest, actor: Actor) -> JsonResponse:
    sent = request.FILES.get("file")
    content = sent.read(rules.PICTURE_BYTES + 1) if sent else b""
    alt = str(request.POST.get("description") or "")
    return JsonResponse(
        queries.told_upload(services.take_picture(actor=actor, content=content, alt=alt, now=clock.now()))
    )


@require_GET
@as_account
def one_media(_request: HttpRequest, actor: Actor, number: int) -> JsonResponse:
    found = Upload.objects.defer("picture_bytes").filter(pk=number, actor=actor).first()
    if found is None:
        return JsonResponse({"error": "Record not found"}, status=404)
    return JsonResponse(queries.told_upload(found))


@require_POST
@as_account
def post(request: HttpRequest, actor: Actor) -> JsonResponse:
    sent = fields(request)
    status = services.post(
        actor=actor, words=str(sent.get("status") or ""), key=request.headers.get("Idempotency-Key", "")[:200] or None,
        spoiler=str(sent.get("spoiler_text") or ""), language=str(sent.get("language") or ""),
        visibility=str(sent.get("visibility") or "public"), reply_to=_number(sent.get("in_reply_to_id")),
        uploads=[_number(number) or 0 for number in sent.get("media_ids") or []], poll=_poll(sent), now=clock.now(),
    )  # fmt: skip
    return JsonResponse(queries.told_status(queries.statuses().get(pk=status.pk)))


def _poll(sent: dict[str, Any]) -> Asked | None:
    """Return the poll of what was sent, None where there is none."""
    poll = sent.get("poll")
    if not isinstance(poll, dict):
        return None
    options = poll.get("options")
    return Asked(
        options=tuple(map(str, options)) if isinstance(options, list) else (), lasts_s=_number(poll.get("expires_in")) or 0,
        several=poll.get("multiple") is True,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
@as_account
def one_status(request: HttpRequest, actor: Actor, number: int) -> JsonResponse:
    found = queries.statuses().filter(pk=number).first()
    if found is None or (request.method in {"PUT", "DELETE"} and found.actor_id != actor.pk):
        return JsonResponse({"error": "Record not found"}, status=404)
    if request.method == "PUT":
        sent = fields(request)
        services.revise(
            status=found, words=str(sent.get("status") or ""), spoiler=str(sent.get("spoiler_text") or ""),
            language=str(sent.get("language") or found.language), described=_described(sent), poll=_poll(sent),
            uploads=[_number(number) or 0 for number in sent["media_ids"] or []] if "media_ids" in sent else None, now=clock.now(),
        )  # fmt: skip
        found = queries.statuses().get(pk=number)
    told = queries.told_status(found)
    if request.method == "DELETE":
        found.delete()
    return JsonResponse(told)


@require_GET
@as_account
def context(_request: HttpRequest, _actor: Actor, number: int) -> JsonResponse:
    found = Status.objects.filter(pk=number).first()
    if found is None:
        return JsonResponse({"error": "Record not found"}, status=404)
    told = {"ancestors": queries.told_all(queries.above(found)), "descendants": queries.told_all(queries.below(found))}
    return JsonResponse(told)


@require_GET
@as_account
def notifications(request: HttpRequest, actor: Actor) -> JsonResponse:
    wanted = request.GET.getlist("types[]") or request.GET.getlist("types")
    if wanted and "mention" not in wanted:
        return JsonResponse([], safe=False)
    found = queries.paged(queries.said_to(actor), request.GET.dict())
    return JsonResponse([queries.told_mention(status) for status in found], safe=False)


def _described(sent: dict[str, Any]) -> dict[int, str]:
    """Return the new descriptions of pictures by their number."""
    told = sent.get("media_attributes")
    named = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    return {_number(each.get("id")) or 0: str(each.get("description") or "") for each in named}


def _number(told: object) -> int | None:
    if told in (None, ""):
        return None
    return int(text) if (text := str(told)).isdecimal() and len(text) < 19 else 0
