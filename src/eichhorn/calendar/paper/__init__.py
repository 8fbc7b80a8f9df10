"""The plan on paper: what stands on the sheet, and how it is set."""

from dataclasses import asdict
from pathlib import Path

from eichhorn.calendar.paper.sheets import Head, Sheet, of_days, of_list, of_month
from eichhorn.foundation import press
from eichhorn.foundation.press import NotInTime

__all__ = ["Head", "NotInTime", "Sheet", "of_days", "of_list", "of_month", "printed"]
SOURCE = Path(__file__).with_name("plan.typ")


def printed(sheet: Sheet, *, deadline_s: float = press.DEADLINE_S) -> bytes:
    """Return the sheet as a PDF, or raise NotInTime."""
    return press.printed(SOURCE, asdict(sheet), deadline_s=deadline_s)
