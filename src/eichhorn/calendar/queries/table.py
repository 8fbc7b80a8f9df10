"""The posts of the filter as rows of a table, in order, however many."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import batched

from django.db.models import FETCH_RAISE, Q, QuerySet

from eichhorn.calendar.queries.asked import Asked, kept_at
from eichhorn.calendar.queries.posts import Place, Post, places_of, read, tags_of
from eichhorn.planning.models import Slot

AT_A_TIME = 500


def listed(*, asked: Asked, begins: date | None, ends: date | None) -> QuerySet[Slot]:
    """Return the posts of the filter with channels, tags and who has them in hand. Three queries, one for the permission.

    The period is half-open; without an end the undated belong to it.
    """
    found = asked.posts
    if begins is not None:
        dated = Q(planned_local__gte=kept_at(begins))
        found = found.filter(dated | Q(planned_local__isnull=True) if ends is None else dated)
    if ends is not None:
        found = found.filter(planned_local__lt=kept_at(ends))
    return found.select_related("goal", "with_person").prefetch_related("channels", "tags").fetch_mode(FETCH_RAISE)


def rows(*, asked: Asked, begins: date | None, ends: date | None) -> Iterator[tuple[Post, Sequence[Place]]]:
    """Yield each post with all its channels, by date, the undated last. Three queries for each 500, and one.

    The period is half-open; without a beginning and an end the undated belong to it.
    """
    found = asked.posts
    if begins is not None:
        found = found.filter(planned_local__gte=kept_at(begins))
    if ends is not None:
        found = found.filter(planned_local__lt=kept_at(ends))
    ordered = found.order_by("planned_local", "pk").values_list("pk", flat=True)
    for some in batched(ordered.iterator(chunk_size=AT_A_TIME), AT_A_TIME):
        posts = {
            post.slot_id: post for post in read(Slot.objects.filter(pk__in=some), zone=asked.zone, with_places=False)
        }
        places, tags = places_of(some), tags_of(some)
        yield from ((replace(posts[pk], tags=tags.get(pk, ())), places.get(pk, ())) for pk in some if pk in posts)
