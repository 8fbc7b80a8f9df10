"""Work of hours and deputies that comes by itself."""

from eichhorn.duty import services
from eichhorn.foundation import clock, jobs


@jobs.every("41 3 * * *", "duty.forget_what_is_over")
def forget_what_is_over() -> None:
    """Absences and deputies that are long over are deleted."""
    services.forget_what_is_over(now=clock.now())
