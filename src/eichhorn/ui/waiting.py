"""What waits for somebody: one row of the page Heute, offered by the room that knows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from eichhorn.ui.states import StateKind
from eichhorn.ui.thread import Thread

__all__ = ["StateKind", "Waiting"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something a person has to do ("due"), somebody who waits for them ("person"), or what may wait ("later")."""

    kind: Literal["due", "person", "later"]
    icon: str
    title: str
    """What and for whom, as a sentence; for a person their name and where they belong."""
    line: str
    """Why now, in one line."""
    href: str
    action: str
    """The word on the button: a verb."""
    since: datetime
    sign: StateKind | None = None
    initials: str = ""
    effort_minutes: int | None = None
    thread: Thread | None = None
    slot_id: int | None = None
    """The slot that the row is about: the page Heute ties its thread to the row."""
