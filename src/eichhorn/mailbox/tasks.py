"""Work for the worker: look for letters every minute."""

from eichhorn.foundation import clock, jobs
from eichhorn.mailbox import services


@jobs.every("* * * * *", "mailbox.look", queue=jobs.Queue.READING)
def look() -> None:
    services.look(now=clock.now())
