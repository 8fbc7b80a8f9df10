"""What the pages of all five views share: who looks, the filter as it is chosen, the ways to the other views."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from eichhorn.calendar import printing, queries
from eichhorn.calendar.queries import Around, Asked, KeptView
from eichhorn.calendar.rules import Filter, View, read
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of
from eichhorn.people.rules import Act
from eichhorn.planning import rules as plan
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import LEGEND, SIGNS, Sign

ADDRESSES = {
    View.MONTH: "calendar:this_month", View.WEEK: "calendar:this_week", View.DAY: "calendar:this_day",
    View.LIST: "calendar:list", View.BOARD: "calendar:board",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """A way to another view of the same filter."""

    view: View
    word: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class Looking:
    """One look at the calendar: one filter, seen by one person at one instant."""

    view: View
    day: date
    """The day around which the view is; today where it has none."""
    asked: Asked
    around: Around
    may: frozenset[Act]

    @property
    def filter(self) -> Filter:
        return self.asked.filter

    @property
    def query(self) -> str:
        return f"?{self.filter.query}" if self.filter.query else ""

    @property
    def may_plan(self) -> bool:
        return Act.PLAN in self.may

    @property
    def may_begin(self) -> bool:
        """Whether a press on something free begins a post there."""
        return {Act.PLAN, Act.WRITE} <= self.may

    @property
    def may_steer(self) -> bool:
        return Act.STEER in self.may

    @cached_property
    def ways(self) -> list[Way]:
        """The five views, each around the same day where it is not today's."""
        here, today = self.day, self.day == self.asked.today
        iso = here.isocalendar()
        near = {} if today else {
            View.MONTH: reverse("calendar:month", args=[here.year, here.month]),
            View.WEEK: reverse("calendar:week", args=[iso.year, iso.week]),
            View.DAY: reverse("calendar:day", args=[here.year, here.month, here.day]),
        }  # fmt: skip
        return [Way(v, printing.word(v), near.get(v, reverse(ADDRESSES[v])) + self.query, v is self.view) for v in View]

    @property
    def as_table(self) -> str:
        """Return the address of the table that holds what this view shows; a list holds what is to come, a board all."""
        after = {View.MONTH: (self.day.replace(day=1) + timedelta(days=31)).replace(day=1),
                 View.WEEK: plan.monday(self.day) + timedelta(days=7), View.DAY: self.day + timedelta(days=1)}  # fmt: skip
        first = {View.MONTH: self.day.replace(day=1), View.WEEK: plan.monday(self.day), View.DAY: self.day,
                 View.LIST: self.asked.today}  # fmt: skip
        days = {"from": first.get(self.view), "until": after.get(self.view)}
        asked = "&".join(filter(None, [self.filter.query, urlencode({name: day for name, day in days.items() if day})]))
        return reverse("calendar:table") + (f"?{asked}" if asked else "")

    @property
    def as_paper(self) -> str:
        """Return the address of what this view shows as a file to print; of a board it is the list."""
        view = View.LIST if self.view is View.BOARD else self.view
        asked = urlencode({"view": view, **({"day": self.day} if view is not View.LIST else {})})
        return reverse("calendar:paper") + f"?{'&'.join(filter(None, [asked, self.filter.query]))}"

    @property
    def filter_words(self) -> str:
        """Return what the filter asks for, in words."""
        return printing.filter_words(self.filter, self.around)

    @property
    def word(self) -> str:
        return printing.word(self.view)

    @property
    def today_href(self) -> str:
        return reverse(ADDRESSES[self.view]) + self.query

    @property
    def legend(self) -> list[Sign]:
        return [SIGNS[stage] for stage in LEGEND]

    @property
    def stages(self) -> list[tuple[str, Sign]]:
        return [(stage.value, SIGNS[stage]) for stage in (*LEGEND, Stage.CANCELLED)]

    @property
    def views(self) -> list[tuple[KeptView, str, bool]]:
        """The kept views with their addresses, and whether this is the one that is shown."""
        return [
            (kept, address(kept), (kept.view, kept.filter) == (self.view.value, self.filter.query))
            for kept in self.around.views
        ]


def look(request: HttpRequest, view: View, day: date | None = None) -> Looking:
    """Return who looks at what. Two queries, with the permission."""
    now, person = clock.now(), person_of(request)
    may = people.acts(person, now=now)
    around = queries.around(person)
    wanted = printing.known(read(request.GET.dict(), stages=set(Stage)), around)
    today = today_of(now)
    asked = Asked(
        person=person, now=now, today=today, zone=timezone.get_current_timezone_name(), filter=wanted,
        channel_ids=around.channels_of(channel=wanted.channel, team=wanted.team),
    )  # fmt: skip
    return Looking(view, day or today, asked, around, may)


def today_of(now: datetime) -> date:
    """Return the organisation's day; its zone is the active one while a page is answered. No query."""
    return timezone.localtime(now).date()


def show(request: HttpRequest, looking: Looking, template: str, shown: Mapping[str, object]) -> HttpResponse:
    return render(request, f"calendar/{template}.html", {"looking": looking, "asked": looking.asked, **shown})


def address(kept: KeptView) -> str:
    """Return the address of a kept view."""
    return reverse(ADDRESSES[View(kept.view)]) + (f"?{kept.filter}" if kept.filter else "")
