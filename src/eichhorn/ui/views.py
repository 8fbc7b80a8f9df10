"""The switches of the shell (look, keys) and the page of building blocks for those who build pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from eichhorn.ui import context, kit
from eichhorn.ui.ways import back

ONE_YEAR_S = 365 * 24 * 3600


def remember(request: HttpRequest, name: str, value: str) -> HttpResponse:
    """Answer with the way back and the choice as a cookie of this device."""
    answer = HttpResponse(status=303, headers={"Location": back(request)})
    answer.set_cookie(name, value, max_age=ONE_YEAR_S, samesite="Lax", secure=request.is_secure())
    return answer


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Choose light, dark or as the system says."""
    wanted = request.POST.get("look", "")
    return remember(request, context.LOOK_COOKIE, wanted if wanted in context.LOOKS else "system")


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """Switch single keys on or off."""
    return remember(request, context.KEYS_COOKIE, "off" if request.POST.get("keys") == "off" else "on")


@require_GET
def building_blocks(request: HttpRequest, page: str = "page") -> HttpResponseBase:
    """Show every building block; only for those who build (DEBUG, or EICHHORN_KIT in tests)."""
    if not (settings.DEBUG or getattr(settings, "EICHHORN_KIT", False)):
        raise Http404
    return render(request, f"ui/kit_{page}.html", kit.shown(request))
