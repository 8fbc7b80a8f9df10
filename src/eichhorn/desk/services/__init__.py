"""Every change to requests and to what the desk promises."""

from eichhorn.desk.services.decisions import Place, Undecidable, decide, reopen, undo, withdraw_acceptance
from eichhorn.desk.services.house import ObjectionsWait, renew_form_link, set_terms
from eichhorn.desk.services.objecting import hear, requester_objects, uphold
from eichhorn.desk.services.passing import called, hand_on
from eichhorn.desk.services.requests import (
    Asked,
    ByMail,
    Closed,
    EnclosedRefused,
    KeptPicture,
    NewPicture,
    as_asked,
    change_request,
    confirm,
    fulfil,
    open_request,
    requester_agrees,
    requester_replies,
    taken_back,
    taken_up,
)

__all__ = [
    "Asked", "ByMail", "Closed", "EnclosedRefused", "KeptPicture", "NewPicture", "ObjectionsWait", "Place", "Undecidable", "as_asked", "called", "change_request", "confirm", "decide", "fulfil", "hand_on", "hear", "open_request", "renew_form_link",
    "reopen", "requester_agrees", "requester_objects", "requester_replies", "set_terms", "taken_back", "taken_up", "undo", "uphold", "withdraw_acceptance",
]  # fmt: skip
