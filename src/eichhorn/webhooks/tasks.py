"""The loop that every worker runs, and the hourly forgetting."""

import threading

from eichhorn.foundation import clock, jobs
from eichhorn.webhooks import courier, services


@jobs.standing("webhooks")
def tell(end: threading.Event) -> None:
    courier.tell_until(end)


@jobs.every("41 * * * *", "webhooks.forget")
def forget() -> None:
    services.forget(now=clock.now())
