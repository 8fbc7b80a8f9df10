"""What the pages of one draft share: finding it, and the threads of many rows."""

from collections.abc import Callable, Collection
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string

from eichhorn.content import queries
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.people.access import SeeOther, person_of
from eichhorn.planning import queries as planning
from eichhorn.ui.thread import Thread


def draft_of(request: HttpRequest, draft_id: int) -> Draft:
    """Return the draft where the signed-in person may read it; else there is none."""
    try:
        found = queries.draft(draft_id)
    except Draft.DoesNotExist as error:
        raise Http404 from error
    if not planning.visible_to(person_of(request), now=clock.now()).filter(pk=found.slot_id).exists():
        raise Http404
    return found


def to(found: Draft, *, tab: str = "", part: str = "") -> HttpResponse:
    """Answer a POST that did its work: look at the composer, at this text of it, at this part of the page."""
    here = reverse("composer:draft", args=[found.pk])
    shown = row_number(tab)
    return SeeOther(here + (f"?tab={shown}" if shown is not None else "") + (f"#{part}" if part else ""))


def threads_of(slot_ids: Collection[int]) -> dict[int, Thread]:
    """Return the threads of the slots, asked for once for all rows; the hall knows how they are tied together."""
    path: str = getattr(settings, "EICHHORN_THREAD", "")
    if not path or not slot_ids:
        return {}
    hall, _, _ = path.rpartition(".")
    of_slots = cast("Callable[[Collection[int]], dict[int, Thread]]", import_string(f"{hall}.of_slots"))
    return of_slots(slot_ids)
