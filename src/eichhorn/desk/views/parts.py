"""Whether a page is asked for whole or in part, and the threads of many rows."""

from collections.abc import Callable, Collection
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from eichhorn.ui.thread import Thread


def by_htmx(request: HttpRequest) -> bool:
    """Return whether only the part that changes is asked for."""
    return request.headers.get("HX-Request") == "true"


def threads_of(slot_ids: Collection[int]) -> dict[int, Thread]:
    """Return the threads of the slots, asked for once for all rows; the hall knows how they are tied together."""
    path: str = getattr(settings, "EICHHORN_THREAD", "")
    if not path or not slot_ids:
        return {}
    hall, _, _ = path.rpartition(".")
    of_slots = cast("Callable[[Collection[int]], dict[int, Thread]]", import_string(f"{hall}.of_slots"))
    return of_slots(slot_ids)
