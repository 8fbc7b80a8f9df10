"""What a video may be, why one is refused, and what becomes of it.

The difficult thing: what a file says of itself may be a lie, by accident or on purpose. So its length is that of the
pictures which are in it, and whatever is done with it has an end that does not depend on the file.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from eichhorn.foundation.states import States

LARGEST_BYTES = 500 * 1024 * 1024
LONGEST_S = 600
MOST_PIXELS = 10_000_000
"""Of one frame: 4K has 8.8 million."""
MOST_FRAMES = LONGEST_S * 120
WIDEST_PX = 1920
"""What leaves is at most so wide and so high."""
MOST_TRIES = 3
LEASE = timedelta(minutes=2)
"""A worker that has said nothing for so long is dead, and the video begins anew."""
LONGEST_ALT = 1_500


class VideoProblem(StrEnum):
    """Why something is not taken as a video."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """More than 500 MB."""
    NOT_A_VIDEO = "not_a_video"
    """Neither MP4, QuickTime, WebM, Matroska nor AVI by its content, whatever its name says."""
    NO_PICTURES = "no_pictures"
    """Only sound, at most with a cover."""
    BROKEN = "broken"
    """Ends too early or cannot be read."""
    TOO_LONG = "too_long"
    """More than ten minutes, whatever it says of itself."""
    ENDLESS = "endless"
    """Nobody comes to its end in the time that there is for looking."""
    TOO_MANY_PIXELS = "too_many_pixels"
    ON_THE_WAY = "on_the_way"
    """What arrived is not what was sent."""
    GONE = "gone"
    """The file that was to be converted is not there any more."""
    NOT_KEPT = "not_kept"
    """The place where videos lie does not answer, or is full."""


class VideoRefused(Exception):
    """The file is not stored, or nothing can be made of it; `reason` says why."""

    def __init__(self, reason: VideoProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason


class State(StrEnum):
    """Where a video stands on its way to what may leave."""

    WAITING = "waiting"
    """It is here whole, and will be converted."""
    AT_WORK = "at_work"
    """A worker converts it."""
    READY = "ready"
    """It may stand in a post."""
    FAILED = "failed"
    """It could not be converted; it says why."""


STATES = States(
    kind=State,
    starts=frozenset({State.WAITING}),
    moves={
        State.WAITING: frozenset({State.AT_WORK, State.FAILED}),
        State.AT_WORK: frozenset({State.READY, State.WAITING, State.FAILED}),
        State.READY: frozenset(),
        State.FAILED: frozenset({State.WAITING}),
    },
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a file that may be stored."""

    container: str
    picture_codec: str
    sound_codec: str
    """Empty where it has no sound."""
    duration_ms: int
    width_px: int
    """As one sees it: a film that was taken upright is higher than wide."""
    height_px: int
    rotation: int
    """In degrees, as the file notes it."""
    frame_rate: float


def time_for(duration_ms: int) -> float:
    """Return the seconds after which a conversion is given up: two minutes, and twenty times as long as it plays."""
    return 120 + 20 * duration_ms / 1000


def poster_ms(duration_ms: int) -> int:
    """Return which moment stands for the film until somebody chooses: a tenth in, at most three seconds."""
    return min(duration_ms // 10, 3_000)


def clock(ms: int) -> str:
    """Return the length as one reads it on a player: 0:07, 12:30."""
    seconds = max(1, round(ms / 1000)) if ms > 0 else 0
    return f"{seconds // 60}:{seconds % 60:02}"


def seconds_of(typed: str) -> int | None:
    """Return the milliseconds of a moment as somebody types it: 7, 0:07, 1:02,5. None where it is none."""
    whole, _, rest = typed.strip().rpartition(":")
    number, _, after = rest.replace(",", ".").partition(".")
    parts = [*(whole.split(":") if whole else []), number]
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    if after and not (after.isascii() and after.isdigit()):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int((after + "000")[:3])
