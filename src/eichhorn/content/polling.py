"""Whether a poll can be asked on a channel, and if not, why. Pure.

The difficult thing: a post must never leave without its poll and nobody notice. So a channel without polls stops the way
as long as it has the shared text; with a text of its own, that text says there what the poll asks.
"""

from enum import StrEnum

from eichhorn.channels.rules import Limits
from eichhorn.content.rules import Poll

FEWEST = 2


class Problem(StrEnum):
    """Why a poll cannot be asked like this."""

    FEW = "few"
    """One answer is no choice."""
    ALIKE = "alike"
    """Two answers say the same."""
    BESIDE_PICTURES = "beside_pictures"
    """No network shows a poll together with pictures."""
    NO_POLLS = "no_polls"
    MANY = "many"
    LONG = "long"
    """An answer is too long."""
    SHORT_TIME = "short_time"
    LONG_TIME = "long_time"
    SEVERAL = "several"
    """Only one answer may be chosen there."""


def problems(poll: Poll | None, limits: Limits, *, pictures: int, has_own_text: bool) -> tuple[Problem, ...]:
    """Return what speaks against asking it there; nothing where there is no poll, or the channel says it in own words."""
    if poll is None:
        return ()
    if not limits.poll_options:
        return () if has_own_text else (Problem.NO_POLLS,)
    shortest, longest = limits.poll_minutes
    longest_option = max(map(len, poll.options), default=0)
    return tuple(
        problem
        for problem, stands in {
            Problem.FEW: len(poll.options) < FEWEST,
            Problem.ALIKE: len({option.lower() for option in poll.options}) < len(poll.options),
            Problem.BESIDE_PICTURES: bool(pictures),
            Problem.MANY: len(poll.options) > limits.poll_options,
            Problem.LONG: bool(limits.poll_option_limit) and longest_option > limits.poll_option_limit,
            Problem.SHORT_TIME: poll.minutes < shortest,
            Problem.LONG_TIME: poll.minutes > longest,
            Problem.SEVERAL: poll.several and not limits.poll_several,
        }.items()
        if stands
    )
