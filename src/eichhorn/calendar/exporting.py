"""The plan for other programs: a table of exactly what a view shows, and a feed for calendar programs."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from eichhorn.calendar.models import Kept
from eichhorn.calendar.queries import Asked, table_rows
from eichhorn.calendar.queries.posts import Place, Post
from eichhorn.foundation import table as tables
from eichhorn.occasions import queries as occasions
from eichhorn.occasions.rules import Kind, Occasion
from eichhorn.planning.rules import Stage

LOOKS_BACK = timedelta(days=60)
LOOKS_AHEAD = timedelta(days=400)
"""So far holidays and elections are told."""
MOST_IN_A_FEED = 2_000


def table(*, asked: Asked, begins: date | None, ends: date | None) -> Iterator[str]:
    """Return the lines of the table, by date; times are those of the clock on the wall, and the zone stands beside them."""
    head = [
        pgettext("table", "Date"),
        _("Time"),
        _("Zone"),
        _("Title"),
        _("State"),
        _("Channels"),
        _("Goal"),
        _("Campaign"),
        _("Tags"),
        _("In hand"),
        _("Number"),
    ]
    return tables.lines(
        head, (_cells(post, places, asked.zone) for post, places in table_rows(asked=asked, begins=begins, ends=ends))
    )


def _cells(post: Post, places: Sequence[Place], zone: str) -> list[object]:
    return [
        f"{post.local:%Y-%m-%d}" if post.local else "", f"{post.local:%H:%M}" if post.local else "",
        (post.zone or zone) if post.local else "", post.title, str(post.sign.word), ", ".join(place.name for place in places),
        post.goal, post.campaign, ", ".join(post.tags), post.with_name, post.slot_id,
    ]  # fmt: skip


def feed(*, kept: Kept, asked: Asked, host: str) -> bytes:
    """Return what is planned from two months back on, as RFC 5545 writes it; times keep their zones.

    A post is an instant, takes no time from anybody, and is tentative until it is approved. Holidays and elections are
    whole days; what the house keeps for itself is not in it, because the address goes to people outside.
    """
    calendar = icalendar.Calendar.new(
        prodid="-//Eichhorn//Plan//", name=kept.name, refresh_interval=timedelta(hours=1), uid=f"view-{kept.pk}@{host}"
    )
    begins = asked.today - LOOKS_BACK
    dated = (pair for pair in table_rows(asked=asked, begins=begins, ends=None) if pair[0].local is not None)
    for post, places in islice(dated, MOST_IN_A_FEED):
        calendar.add_component(_event(post, places, asked, host))
    for one in occasions.between(begins, asked.today + LOOKS_AHEAD):
        if one.kind is not Kind.OWN:
            calendar.add_component(_days(one, asked, host))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _days(one: Occasion, asked: Asked, host: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add(
        "uid",
        "-".join(
            filter(
                None, ["occasion", one.kind, f"{one.begins_on:%Y%m%d}", one.region, str(one.entry_id or ""), one.name]
            )
        )
        + f"@{host}",
    )
    event.add("dtstamp", asked.now)
    event.add("dtstart", one.begins_on)
    event.add("dtend", one.ends_on)
    event.add("summary", one.name)
    event.add("transp", "TRANSPARENT")
    return event


def _event(post: Post, places: Sequence[Place], asked: Asked, host: str) -> icalendar.Event:
    assert post.local is not None
    event = icalendar.Event()
    event.add("uid", f"slot-{post.slot_id}@{host}")
    event.add("dtstamp", asked.now)
    event.add("dtstart", post.local.replace(tzinfo=ZoneInfo(post.zone or asked.zone)))
    event.add("summary", post.title)
    event.add("description", "\n".join(filter(None, [", ".join(place.name for place in places), post.goal])))
    event.add("status", "CONFIRMED" if post.stage in {Stage.APPROVED, Stage.OUT} else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event
