"""Work for the worker: servers are asked once a day what they allow and whether they still let us in."""

from eichhorn.channels import services
from eichhorn.foundation import clock, jobs


@jobs.every("41 4 * * *", "channels.refresh_all")
def refresh_all() -> None:
    services.refresh_all(now=clock.now())
