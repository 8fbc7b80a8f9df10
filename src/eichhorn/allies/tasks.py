"""Work for the worker: drops fall every ten minutes, where any is due."""

from eichhorn.allies import services
from eichhorn.foundation import clock, jobs


@jobs.every("*/10 * * * *", "allies.drip")
def drip() -> None:
    services.drip(now=clock.now())
