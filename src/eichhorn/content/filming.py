"""Whether a film can go out on a channel, and if not, why. Pure; the browser says the same (assets/ts/filming.ts).

The difficult thing: a post must never leave without its film and nobody notice. So a channel without videos stops the way
as long as it has the shared text; with a text of its own, that text says there what the film shows.
"""

from dataclasses import dataclass
from enum import StrEnum

from eichhorn.channels.rules import Limits


class Problem(StrEnum):
    """Why a film cannot go out like this."""

    NO_VIDEOS = "no_videos"
    BESIDE_PICTURES = "beside_pictures"
    """No network shows a video together with pictures."""
    BESIDE_POLL = "beside_poll"
    LARGE = "large"
    """Larger than the server takes."""
    LONG = "long"
    """Plays longer than the network allows this account."""


@dataclass(frozen=True, slots=True)
class Footage:
    """How much there is of a film."""

    size_bytes: int
    duration_ms: int


def problems(
    film: Footage | None, limits: Limits, *, pictures: int, has_poll: bool, has_own_text: bool
) -> tuple[Problem, ...]:
    """Return what speaks against it there; nothing where there is no film, or the channel says it in own words."""
    if film is None:
        return ()
    if not limits.videos:
        return () if has_own_text else (Problem.NO_VIDEOS,)
    return tuple(
        problem
        for problem, stands in {
            Problem.BESIDE_PICTURES: bool(pictures),
            Problem.BESIDE_POLL: has_poll,
            Problem.LARGE: limits.video_bytes is not None and film.size_bytes > limits.video_bytes,
            Problem.LONG: limits.video_seconds is not None and film.duration_ms > limits.video_seconds * 1000,
        }.items()
        if stands
    )
