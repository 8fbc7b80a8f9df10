"""Every change to a channel: `registry` keeps the list, `connecting` lets us in, `keeping` keeps us in."""

from eichhorn.channels.services.connecting import Leaving, begin_connecting, connect_with_token, finish_connecting
from eichhorn.channels.services.keeping import disconnect, note_read, open_network, refresh, refresh_all
from eichhorn.channels.services.registry import add, describe, open_on_stage, retire

__all__ = [
    "Leaving",
    "add",
    "begin_connecting",
    "connect_with_token",
    "describe",
    "disconnect",
    "finish_connecting",
    "note_read",
    "open_network",
    "open_on_stage",
    "refresh",
    "refresh_all",
    "retire",
]
