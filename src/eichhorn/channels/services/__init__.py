"""Every change to a channel: `registry` keeps the list, `connecting` lets us in, `keeping` keeps us in, `inventory` knows who else can."""

from eichhorn.channels.services.connecting import Leaving, begin_connecting, connect_with, finish_connecting, sign_in
from eichhorn.channels.services.inventory import (
    check_imprint,
    confirm_second_factor,
    end_access,
    enter_access,
    review_access,
)
from eichhorn.channels.services.keeping import (
    disconnect,
    note_read,
    open_network,
    refresh,
    refresh_all,
    renew,
    renew_due,
)
from eichhorn.channels.services.registry import add, describe, open_on_stage, register, retire, set_sending

__all__ = [
    "Leaving",
    "add",
    "begin_connecting",
    "check_imprint",
    "confirm_second_factor",
    "connect_with",
    "describe",
    "disconnect",
    "end_access",
    "enter_access",
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
    "review_access",
    "set_sending",
    "sign_in",
]
