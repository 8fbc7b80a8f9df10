"""Addresses for programs, and the page on which a person keeps their programs' tokens."""

from django.urls import URLPattern, include, path

from eichhorn.api import interface, views
from eichhorn.api.door import at_the_door

programs = [
    URLPattern(pattern.pattern, at_the_door(pattern.callback), pattern.default_args, pattern.name)
    for pattern in interface.API.urls[0]
    if isinstance(pattern, URLPattern) and pattern.name != "api-root"
]

own = [
    path("settings/programs/", views.tokens, name="tokens"),
    path("settings/programs/<int:token_id>/revoke/", views.revoke, name="revoke"),
]

urlpatterns = [
    path("", include((own, "api"))),
    path("api/v1/", include((programs, "api-v1"))),
]
