"""Addresses and their secrets, reading what happened, sending it, and sending it again."""

from eichhorn.webhooks.services.endpoints import Made, TooMany, add, change, remove, rotate, switch_off, switch_on
from eichhorn.webhooks.services.outbox import forget, take_in
from eichhorn.webhooks.services.replaying import SwitchedOff, TooMuch, replay, send_again, test
from eichhorn.webhooks.services.sending import Errand, Report, claim, write_down

__all__ = [
    "Errand", "Made", "Report", "SwitchedOff", "TooMany", "TooMuch", "add", "change", "claim", "forget", "remove", "replay", "rotate",
    "send_again", "switch_off", "switch_on", "take_in", "test", "write_down",
]  # fmt: skip
