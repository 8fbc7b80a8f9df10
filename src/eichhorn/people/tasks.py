"""Work for the worker: forget who knocked how often, once it no longer counts."""

from eichhorn.foundation import clock, jobs
from eichhorn.people import throttle


@jobs.every("17 * * * *", "people.forget_knocks")
def forget_knocks() -> None:
    throttle.forget(now=clock.now())
