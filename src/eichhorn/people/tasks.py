"""Work for the worker: forget who knocked how often, and who was signed in where, once it no longer counts."""

from eichhorn.foundation import clock, jobs
from eichhorn.people import devices, throttle


@jobs.every("17 * * * *", "people.forget_knocks")
def forget_knocks() -> None:
    throttle.forget(now=clock.now())


@jobs.every("23 * * * *", "people.forget_sessions")
def forget_sessions() -> None:
    devices.forget(now=clock.now())
