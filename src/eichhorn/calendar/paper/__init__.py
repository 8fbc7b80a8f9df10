"""The plan on paper: what stands on the sheet, and the press that sets it."""

from eichhorn.calendar.paper.press import NotInTime, printed
from eichhorn.calendar.paper.sheets import Head, Sheet, of_days, of_list, of_month

__all__ = ["Head", "NotInTime", "Sheet", "of_days", "of_list", "of_month", "printed"]
