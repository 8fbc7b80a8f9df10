"""Lists in pages.

The difficult thing: while a program reads page after page, new things come in. So a page goes on after the number of
the last entry, the newest first: what is new stands before the first page, and nothing is read twice or left out.
"""

from collections.abc import Callable
from typing import Annotated, Any

from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from eichhorn.api import answers, invalid
from eichhorn.api.rules import LARGEST_LIMIT, USUAL_LIMIT, CursorUnknown, cursor_after, number_of


class Paging(BaseModel):
    """How much of a list, and from where on."""

    limit: int = Field(USUAL_LIMIT, ge=1, le=LARGEST_LIMIT, description="How many entries a page has at most.")
    cursor: str | None = Field(
        None, max_length=60, pattern=r"^[A-Za-z0-9_-]+$",
        description="`next` of the page before; left out for the first page.", examples=["YWZ0ZXI6NDI"],
    )  # fmt: skip


Paged = Annotated[Paging, Query()]


class Page[T](BaseModel):
    """A page of a list, the newest first."""

    items: list[T]
    next: str | None = Field(description="The cursor of the next page; null on the last one.", examples=["YWZ0ZXI6NDI"])


def page[M: models.Model](
    rows: models.QuerySet[M], paging: Paging, shown: Callable[[M], Any], whole: type[Page[Any]]
) -> HttpResponse:
    """Answer the entries after the cursor, each as it is shown."""
    rows = rows.order_by("-pk")
    if paging.cursor is not None:
        try:
            rows = rows.filter(pk__lt=number_of(paging.cursor))
        except CursorUnknown as error:
            raise invalid.about("cursor", _("This cursor is none that we gave.")) from error
    found = list(rows[: paging.limit + 1])
    more = len(found) > paging.limit
    entries = found[: paging.limit]
    return answers.said(
        whole(items=[shown(row) for row in entries], next=cursor_after(entries[-1].pk) if more else None)
    )
