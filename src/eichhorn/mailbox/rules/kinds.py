"""What became of a letter, why it was set aside, and what can stop us from looking."""

from enum import StrEnum

FEWEST_DAYS, MOST_DAYS = 30, 3_650
"""Of keeping letters after their request was ended."""


class Standing(StrEnum):
    """What became of a letter."""

    OPENED = "opened"
    """A request of its own."""
    ADDED = "added"
    """Words to a request that was there."""
    ASIDE = "aside"
    """A person has to look at it."""
    DONE = "done"
    """A person has looked at it."""
    AUTOMATIC = "automatic"
    """No person wrote it, so nothing follows from it."""


class Why(StrEnum):
    """Why a letter was set aside."""

    TOO_LARGE = "too_large"
    HEADERS = "headers"
    """More headers than a letter has."""
    PARTS = "parts"
    """More parts than a letter has."""
    NESTED = "nested"
    """Letters in letters in letters."""
    BROKEN = "broken"
    """It does not keep to the form of a mail."""
    NO_SENDER = "no_sender"
    """Nobody, or more than one, is named as its writer."""
    TOO_MANY = "too_many"
    """More came from this address than a person writes."""
    TOO_LONG = "too_long"
    """With its words the request would be longer than requests may be."""
    OTHER_SENDER = "other_sender"
    """It answers a letter of ours and comes from another address than the one that we wrote to."""
    CLOSED = "closed"
    """The request that it answers is done or declined."""
    BOUNCE = "bounce"
    """A letter of ours did not arrive."""
    FAULT = "fault"
    """Something broke here while it was taken in."""


class Trouble(StrEnum):
    """Why we could not look into the folder."""

    MISSING = "missing"
    CLOSED = "closed"
    """We may not read or move what lies there."""
    SERVER = "server"
    """Nobody answers at the address of the mail server."""
    UNTRUSTED = "untrusted"
    """Its certificate is not one that we believe."""
    PASSWORD = "password"  # noqa: S105 — the name of a trouble
    """It does not let us in."""
    NO_FOLDER = "no_folder"
    """It has no such folder."""
    SILENT = "silent"
    """It did not answer in time."""
    BROKE_OFF = "broke_off"
    """It hung up, or said something that no mail server says."""
