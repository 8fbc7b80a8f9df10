"""Health of a channel."""

from enum import StrEnum


class Health(StrEnum):
    NEW = "new"
    """Not connected yet."""
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    """The network no longer lets us in; a person reconnects."""
