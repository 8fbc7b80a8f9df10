"""Addresses of the stage; all of them answer 404 while it is closed."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from eichhorn.stage.views import api, doors, pages

app_name = "stage"


def where(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Return the address, closed while the stage is."""

    @wraps(view)
    def while_open(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        if not settings.STAGE:
            raise Http404
        return view(request, **kwargs)

    return path(f"stage/{route}", while_open, name=name)


urlpatterns = [
    where("", pages.timeline, "timeline"),
    where("enter/<str:token>/", pages.enter, "enter"),
    where("invite/", pages.invite, "invite"),
    where("posts/<int:number>/", pages.post, "post"),
    where("posts/<int:number>/answer/", pages.answer, "answer"),
    where("media/<int:number>/", pages.picture, "picture"),
    where("oauth/authorize", doors.authorize, "authorize"),
    where("oauth/token", api.token, "token"),
    where(".well-known/nodeinfo", api.nodeinfo_links, "nodeinfo_links"),
    where(".well-known/oauth-authorization-server", api.authorization_server, "authorization_server"),
    where("nodeinfo/2.0", api.nodeinfo, "nodeinfo"),
    where("api/v1/apps", api.apps, "apps"),
    where("api/v1/instance", api.instance, "instance_v1"),
    where("api/v2/instance", api.instance, "instance_v2"),
    where("api/v1/accounts/verify_credentials", api.verify, "verify"),
    where("api/v1/accounts/<int:number>/statuses", api.account_statuses, "account_statuses"),
    where("api/v2/media", api.media, "media"),
    where("api/v1/media/<int:number>", api.one_media, "one_media"),
    where("api/v1/statuses", api.post, "post_status"),
    where("api/v1/statuses/<int:number>", api.one_status, "one_status"),
    where("api/v1/statuses/<int:number>/context", api.context, "context"),
    where("api/v1/notifications", api.notifications, "notifications"),
]
