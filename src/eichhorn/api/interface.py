"""The interface put together: every operation, and what becomes of errors.

The difficult thing: whatever goes wrong has to become a problem that helps, and a breakdown must be told from a refusal.
So errors pass one place; what the table of refusals does not know is a breakdown, is written down, and says no more.
"""

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.types import DictStrAny

from eichhorn.api import invalid
from eichhorn.api.operations import (
    approvals,
    asks,
    cadence,
    channels,
    deliveries,
    drafts,
    duty,
    goals,
    ideas,
    left_over,
    me,
    media,
    meetings,
    messages,
    occasions,
    queues,
    remarks,
    requests,
    series,
    several,
    slots,
    snippets,
    spreadsheets,
    texts,
    topics,
    uploads,
    videos,
    views,
)
from eichhorn.api.problems import Problem
from eichhorn.api.refusals import problem_of

logger = logging.getLogger(__name__)


class JsonAlone(Parser):
    """Reads bodies that say that they are JSON."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        if request.content_type != "application/json":
            raise Problem("media-type-unknown")
        return super().parse_body(request)


def put_together() -> NinjaAPI:
    """Return the interface with all its operations."""
    api = NinjaAPI(
        title="Eichhorn", version="1", docs_url=None, openapi_url=None, urls_namespace="api-v1", parser=JsonAlone()
    )
    for part in (
        me, duty, goals, left_over, topics, occasions, ideas, asks, requests, several, slots, views, cadence, queues, series, meetings, spreadsheets, drafts, texts, remarks, snippets, media, uploads, videos, approvals, channels, deliveries, messages,
    ):  # fmt: skip
        api.add_router("", part.router)
    api.add_exception_handler(Exception, _refused)
    for known in (ValidationError, HttpError, Http404):
        api.add_exception_handler(known, _refused)  # else the library answers them in its own way
    return api


def _refused(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    match error:
        case ValidationError():
            problem: Problem | None = invalid.problem(error.errors)
        case HttpError():
            problem = _not_understood(error)
        case Exception():
            problem = problem_of(error)
        case _:
            problem = None
    if problem is None:
        logger.error("api.broke", exc_info=error, extra={"method": request.method, "path": request.path})  # type: ignore[arg-type]
        problem = Problem("broken")
    return problem.answer()


def _not_understood(error: HttpError) -> Problem:
    """Return the refusal of a body that could not be read; the library wraps the reason."""
    cause = error.__cause__
    if isinstance(cause, Problem):
        return cause
    return Problem("too-large" if isinstance(cause, RequestDataTooBig) else "not-understood")


def parameters(api: NinjaAPI) -> dict[str, dict[str, frozenset[str]]]:
    """Return by address, as the document writes it, and by method the names that may stand behind the question mark."""
    paths = api.get_openapi_schema(path_prefix="/")["paths"]
    return {
        str(path).lstrip("/"): {
            str(method).upper(): frozenset(one["name"] for one in said.get("parameters", ()) if one["in"] == "query")
            for method, said in operations.items()
        }
        for path, operations in paths.items()
    }


API = put_together()
