"""Work for the worker: keys that end are renewed, and once a day servers are asked what they allow."""

from eichhorn.channels import services
from eichhorn.foundation import clock, jobs


@jobs.every("* * * * *", "channels.renew_due")
def renew_due() -> None:
    services.renew_due(now=clock.now())


@jobs.every("41 4 * * *", "channels.refresh_all", queue=jobs.Queue.READING)
def refresh_all() -> None:
    services.refresh_all(now=clock.now())
