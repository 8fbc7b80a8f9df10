"""What pictures ask of the worker."""

from eichhorn.foundation import clock, jobs
from eichhorn.media import services


@jobs.every("53 * * * *", "media.sweep_uploads")
def sweep_uploads() -> None:
    """Remove what came of files whose senders did not go on."""
    services.sweep_uploads(now=clock.now())
