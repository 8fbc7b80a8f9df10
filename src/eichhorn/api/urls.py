"""Addresses for programs, and the page on which a person keeps their programs' tokens."""

import re

from django.urls import URLPattern, include, path

from eichhorn.api import interface, views
from eichhorn.api.door import at_the_door
from eichhorn.api.mcp import door as mcp

WRITTEN = re.compile(r"<(?:\w+:)?(\w+)>")
"""A part of an address, as Django writes it."""
parameters = interface.parameters(interface.API)
programs = [
    URLPattern(
        pattern.pattern, at_the_door(pattern.callback, parameters[WRITTEN.sub(r"{\1}", str(pattern.pattern))]),
        pattern.default_args, pattern.name,
    )
    for pattern in interface.API.urls[0]
    if isinstance(pattern, URLPattern) and pattern.name != "api-root"
]  # fmt: skip

own = [
    path("settings/programs/", views.tokens, name="tokens"),
    path("settings/programs/<int:token_id>/revoke/", views.revoke, name="revoke"),
    path("api/v1/", views.reference_page, name="reference"),
    path("api/v1/openapi.json", views.openapi, name="document"),
]

urlpatterns = [
    path("", include((own, "api"))),
    path("api/v1/", include((programs, "api-v1"))),
    path("mcp", mcp.answer, name="mcp"),
    path("api/v1/<path:rest>", views.nothing_here, name="api_nothing_here"),
]
