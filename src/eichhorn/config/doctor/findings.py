"""What one look of the doctor has shown."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    GOOD = "good"
    NOTE = "note"
    """Works, but somebody should know."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look has shown, and what helps where something does not work."""

    about: str
    mark: Mark
    sentence: str
    helps: str = ""


def sentence(reason: BaseException) -> str:
    """Return the reason as a whole sentence."""
    said = str(reason).rstrip(".")
    return f"{said[:1].upper()}{said[1:]}."
