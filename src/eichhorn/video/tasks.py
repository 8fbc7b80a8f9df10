"""The loop of every worker that converts videos."""

import threading

from eichhorn.foundation import clock, jobs
from eichhorn.video import working


@jobs.standing("video")
def convert(end: threading.Event) -> None:
    working.convert_until(end, now=clock.now)
