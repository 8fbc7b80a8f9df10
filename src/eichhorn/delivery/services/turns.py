"""Whose turn it is: channels take turns, so that many posts on one do not delay a single one on another.

The difficult thing: locking what is due and sharing it out must be one step, or two workers that share out the same rows
would both find them locked. So the rows are numbered within their channel, locked in the order of these numbers, and
what another worker has in hand is passed over in the same statement.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from eichhorn.delivery import queries
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import MOVING

LOCK = """
    select mine.id from ({due}) as due (id, next_at, turn) join delivery_delivery as mine on mine.id = due.id
    where due.turn <= %s and mine.state = any(%s) and mine.next_at <= %s
    order by due.turn, due.next_at, due.id limit %s for no key update of mine skip locked
"""
"""What holds of the row is asked of it twice: another worker may have moved it on since the rows were numbered."""


def take(*, most: int, each: int, besides: Collection[int], now: datetime) -> list[Delivery]:
    """Return what is due and nobody has in hand, locked: at most so many, and so many `each` channel. Two queries.

    `besides`: the channels that have enough under way. The soonest of each channel come first; in the order of instants.
    """
    turn = Window(RowNumber(), partition_by=F("channel_id"), order_by=("next_at", "pk"))
    due = queries.claimable(now=now).exclude(channel__in=besides).order_by().annotate(turn=turn)
    numbered, given = due.values_list("pk", "next_at", "turn").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(LOCK.format(due=numbered), [*given, each, list(MOVING), now, most])
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return []
    rows = Delivery.objects.filter(pk__in=ids).select_related("channel", "draft", "corrects")
    return list(rows.order_by("next_at", "pk"))
