"""Work for the worker: once a day, what is older than thirty days leaves the stage."""

from eichhorn.foundation import clock, jobs
from eichhorn.stage import services


@jobs.every("23 3 * * *", "stage.sweep")
def sweep() -> None:
    services.sweep(now=clock.now())
