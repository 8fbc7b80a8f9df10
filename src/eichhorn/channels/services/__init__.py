"""Every change to a channel: `registry` keeps the list, `connecting` lets us in, `keeping` keeps us in."""

from eichhorn.channels.services.connecting import Leaving, begin_connecting, connect_with, finish_connecting, sign_in
from eichhorn.channels.services.keeping import (
    disconnect,
    note_read,
    open_network,
    refresh,
    refresh_all,
    renew,
    renew_due,
)
from eichhorn.channels.services.registry import add, describe, open_on_stage, register, retire

__all__ = [
    "Leaving",
    "add",
    "begin_connecting",
    "connect_with",
    "describe",
    "disconnect",
    "finish_connecting",
    "note_read",
    "open_network",
    "open_on_stage",
    "refresh",
    "refresh_all",
    "register",
    "renew",
    "renew_due",
    "retire",
    "sign_in",
]
