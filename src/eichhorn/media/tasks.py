"""What pictures ask of the worker."""

from eichhorn.foundation import clock, jobs
from eichhorn.media import services, variants


@jobs.every("53 * * * *", "media.sweep_uploads")
def sweep_uploads() -> None:
    """Remove what came of files whose senders did not go on."""
    services.sweep_uploads(now=clock.now())


@jobs.every("23 4 * * *", "media.sweep_variants")
def sweep_variants() -> None:
    """Remove what was made of pictures and can be made again."""
    variants.sweep(now=clock.now())
