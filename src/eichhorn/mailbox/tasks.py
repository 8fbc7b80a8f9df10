"""Work for the worker: look for letters every minute, and forget old ones every night."""

from eichhorn.foundation import clock, jobs
from eichhorn.mailbox import looking, services


@jobs.every("* * * * *", "mailbox.look", queue=jobs.Queue.READING)
def look() -> None:
    looking.look(now=clock.now())


@jobs.every("23 3 * * *", "mailbox.forget")
def forget() -> None:
    services.forget(now=clock.now())
