"""Work of the plan that comes by itself."""

from eichhorn.foundation import clock, jobs
from eichhorn.planning import services


@jobs.every("17 * * * *", "planning.make_series")
def make_series() -> None:
    """The times of all series that are near enough stand in the plan."""
    services.make_due(now=clock.now())
