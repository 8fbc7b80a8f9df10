"""Looking into a file before it is believed to be a video.

The difficult thing: the libraries that read films are large and old, and a file can be made to break them. So the look
happens in another process, with little time and memory, and whatever becomes of that one, this one gets an answer.
"""

import json
import logging
import subprocess
import sys
from pathlib import Path

from eichhorn.video import inside
from eichhorn.video.rules.taking import (
    LARGEST_BYTES,
    LONGEST_S,
    MOST_FRAMES,
    MOST_PIXELS,
    Looked,
    VideoProblem,
    VideoRefused,
)

logger = logging.getLogger(__name__)

WITHIN_S = 40.0


def look(path: Path) -> Looked:
    """Return what is in the file. Raises VideoRefused."""
    size = path.stat().st_size
    if not size:
        raise VideoRefused(VideoProblem.EMPTY)
    if size > LARGEST_BYTES:
        raise VideoRefused(VideoProblem.TOO_LARGE)
    limits = [str(LONGEST_S), str(MOST_PIXELS), str(MOST_FRAMES)]
    try:
        said = subprocess.run(
            [sys.executable, "-I", inside.__file__, str(path.absolute()), *limits],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=WITHIN_S, check=False, env={}, cwd="/",
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise VideoRefused(VideoProblem.ENDLESS) from error
    if said.returncode != 0:
        logger.warning("video.look_broke", extra={"code": said.returncode})
        raise VideoRefused(VideoProblem.BROKEN)
    found = json.loads(said.stdout)
    if "problem" in found:
        raise VideoRefused(VideoProblem(found["problem"]))
    return Looked(**found)
