"""Making the call behind a tool: the very operation that programs call, with the same token, in the same process.

The difficult thing: there must be no second way into the house. So a call becomes a request for the operation's own
address and goes through its door: token, scope, limit, lock, refusal in the caller's language. Only fewer scopes count.
"""

import io
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from eichhorn.api import invalid
from eichhorn.api.caller import SCOPES_ALONE
from eichhorn.api.mcp.tools import KEY, SCOPES, Tool
from eichhorn.api.problems import Problem

PASSED_ON = (
    "HTTP_AUTHORIZATION",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_FOR",
    "REMOTE_ADDR",
    "SERVER_NAME",
)


def made(tool: Tool, arguments: Mapping[str, Any], *, by: HttpRequest) -> HttpResponse:
    """Return what the operation answers to the arguments, asked for by whoever sent the request."""
    unknown = sorted(set(arguments) - set(tool.schema["properties"]))
    missing = sorted(tool.in_path - set(arguments))
    if unknown or missing:
        wrong = unknown or missing
        said = _("This is not known here. It may have a typing error.") if unknown else _("This is missing.")
        return invalid.about(wrong[0], said).answer()
    request = _request(tool, arguments, by)
    try:
        found = resolve(request.path)
    except Resolver404:
        return Problem("not-found").answer()
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer


def _request(tool: Tool, arguments: Mapping[str, Any], by: HttpRequest) -> WSGIRequest:
    path = tool.path
    for name in tool.in_path:
        path = path.replace(f"{{{name}}}", quote(_text(arguments[name]), safe=""))
    asked = {name: _texts(arguments[name]) for name in tool.in_query if arguments.get(name) is not None}
    body = json.dumps({name: arguments[name] for name in tool.in_body if name in arguments}).encode()
    environ: dict[str, Any] = {name: by.META[name] for name in PASSED_ON if name in by.META}
    environ |= {
        "REQUEST_METHOD": tool.method, "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": urlencode(asked, doseq=True),
        "SERVER_PORT": by.META.get("SERVER_PORT", "80"), "wsgi.url_scheme": by.scheme or "http", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), SCOPES_ALONE: frozenset(one.value for one in SCOPES),
    }  # fmt: skip
    if arguments.get(KEY):
        environ["HTTP_IDEMPOTENCY_KEY"] = _text(arguments[KEY])
    return WSGIRequest(environ)


def _text(value: Any) -> str:
    """Return the value as an address writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(value: Any) -> str | list[str]:
    return [_text(one) for one in value] if isinstance(value, list) else _text(value)
