"""Addresses and calls as the pages show them; never a secret."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from eichhorn.ui.states import StateKind
from eichhorn.webhooks import queries, words
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import EventType, Off, State

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """An address with its state in words."""

    row: Endpoint
    host: str
    types: tuple[str, ...]
    kind: StateKind
    icon: str
    word: str
    because: str | Promise


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call with its state in words."""

    row: Call
    said: str
    kind: StateKind
    icon: str
    word: str | Promise
    answer: str


@dataclass(frozen=True, slots=True)
class Page:
    calls: tuple[ShownCall, ...]
    before: int | None
    """From which number on older ones are; None where there are none."""


def endpoint(row: Endpoint) -> Shown:
    kind, icon, word = _standing(row)
    types = tuple(str(words.EVENTS[EventType(one)]) for one in row.types if one in set(EventType))
    because = words.OFF[Off(row.off_because)] if row.off_because else ""
    return Shown(row, urlsplit(row.url).hostname or "", types, kind, icon, word, because)


def _standing(row: Endpoint) -> tuple[StateKind, str, str]:
    if row.off_at is not None:
        return (StateKind.REST if row.off_because == Off.BY_PERSON else StateKind.STOP), "plug-connected-x", _("off")
    if row.failing_since is not None:
        return StateKind.WAIT, "hourglass", _("does not answer")
    return StateKind.OK, "plug-connected", _("on")


def calls(row: Endpoint, *, before: int | None, state: State | None) -> Page:
    """Return a page of calls, the latest first. One query."""
    found = list(queries.calls(row, before=before, state=state)[: PAGE + 1])
    return Page(tuple(map(call, found[:PAGE])), found[PAGE - 1].pk if len(found) > PAGE else None)


def call(row: Call) -> ShownCall:
    kind, icon, word = words.STATES[State(row.state)]
    return ShownCall(row, words.event(row.type), kind, icon, word, words.answer(row))


def choices(chosen: State | None) -> list[tuple[str, str | Promise, bool]]:
    """Return the filter: value, word, whether it is chosen."""
    every: list[tuple[str, str | Promise, bool]] = [("", _("All"), chosen is None)]
    return every + [(state.value, words.STATES[state][2], state is chosen) for state in State]
