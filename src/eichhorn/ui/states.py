"""The six kinds of state that a page can show; each has one colour, and always stands with an icon and a word."""

from enum import StrEnum


class StateKind(StrEnum):
    """What a state means to the reader, whatever the object is."""

    REST = "rest"
    """Nothing to do, nothing to see."""
    WAIT = "wait"
    """Somebody has to do something."""
    OK = "ok"
    """Agreed."""
    PLAN = "plan"
    """On its way, by itself."""
    UNSURE = "unsure"
    """Nobody knows. Never looks like success or failure."""
    STOP = "stop"
    """Stands still until somebody acts."""
