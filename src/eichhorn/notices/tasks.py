"""Work for the worker: send what is due, at once when woken, and every minute in case a wake-up was lost."""

from eichhorn.foundation import clock, jobs
from eichhorn.notices import gathering, services


@jobs.every("* * * * *", "notices.send_due")
def send_due() -> None:
    gathering.gather_due(now=clock.now())
    services.send_due(now=clock.now())
