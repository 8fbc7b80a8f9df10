"""What the hall gives to the frame of every page: the menu, Lage, Feierabend, the house.

The difficult thing: this runs for every answer, also for parts and refusals. So each name is looked up only where a
template shows it, and who may what is asked once.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, ngettext

from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.models import Organisation, Person, User
from eichhorn.people.rules import Act
from eichhorn.people.working_time import SATURDAY
from eichhorn.situation import queries as situation
from eichhorn.situation.models import Hold
from eichhorn.ui.shell import Entry, HoldBar
from eichhorn.web import navigation


class Frame:
    """Everything for one answer, each thing asked for once at most."""

    def __init__(self, request: HttpRequest) -> None:
        self._path = request.path
        user = getattr(request, "user", None)
        self._user = user if isinstance(user, User) or (user is not None and user.is_authenticated) else None

    @cached_property
    def person(self) -> Person | None:
        return self._user.person if self._user is not None else None

    @cached_property
    def organisation(self) -> Organisation | None:
        return Organisation.objects.first()

    @cached_property
    def acts(self) -> frozenset[Act]:
        return people.acts(self.person, now=clock.now()) if self.person is not None else frozenset()

    @cached_property
    def standing(self) -> Hold | None:
        return situation.current() if self.person is not None else None

    @cached_property
    def navigation(self) -> tuple[Entry, ...]:
        return navigation.seven(self.acts, self._path) if self.person is not None else ()

    @cached_property
    def new_entries(self) -> tuple[Entry, ...]:
        return navigation.new(self.acts, self._path) if self.person is not None else ()

    @cached_property
    def foot_entries(self) -> tuple[Entry, ...]:
        """Lage, always there and one press away from raising it; and Einstellungen."""
        if self.person is None:
            return ()
        word = gettext("Situation: everything is held") if self.standing else gettext("Situation: calm")
        held = navigation.where("delivery:outbox")
        raise_it = navigation.where("delivery:hold") if Act.HOLD in self.acts and self.standing is None else held
        settings = navigation.where("web:settings")
        places = [
            (word, raise_it, "player-pause" if self.standing else "wind", self._path == navigation.where("delivery:hold")),
            (gettext("Settings"), settings, "settings", self._path.startswith("/settings/")),
        ]  # fmt: skip
        return tuple(Entry(word, href, icon, is_open=is_open) for word, href, icon, is_open in places if href)

    @cached_property
    def hold(self) -> HoldBar | None:
        standing = self.standing
        if standing is None:
            return None
        held = Delivery.objects.filter(state=State.WAITING, draft__isnull=False).count()
        said = ngettext("%(count)s post is held.", "%(count)s posts are held.", held) % {"count": held}
        return HoldBar(
            sentence=f"{said} {standing.reason}" if held else f"{gettext('Everything planned is held.')} {standing.reason}",
            since=standing.begun_at, by=standing.begun_by.name, href=navigation.where("delivery:outbox"),
        )  # fmt: skip

    @cached_property
    def day_ends(self) -> Any:
        """On a free day nothing ends."""
        if self.organisation is None or self.person is None:
            return None
        local = clock.now().astimezone(ZoneInfo(self.organisation.zone))
        return self.organisation.day_ends if local.weekday() < SATURDAY else None


NAMES = ("navigation", "foot_entries", "new_entries", "hold", "organisation", "day_ends", "person")


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the names of `ui.shell`, each computed when a template asks for it."""
    whole = Frame(request)
    return {name: SimpleLazyObject(_later(whole, name)) for name in NAMES}


def _later(whole: Frame, name: str) -> Callable[[], object]:
    return lambda: getattr(whole, name)
