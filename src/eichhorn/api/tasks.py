"""Work for the worker: forget answers that are kept no longer."""

from eichhorn.api import services
from eichhorn.foundation import clock, jobs


@jobs.every("23 * * * *", "api.forget_answers")
def forget_answers() -> None:
    services.forget(now=clock.now())
