"""Shares of the pillars against what was wished.

The difficult thing: a share of nothing is no share. Where no post is planned, nothing is said in percent, and a pillar
without a wish is never too much or too little.
"""

from dataclasses import dataclass

FULL = 100


@dataclass(frozen=True, slots=True)
class PillarShare:
    """How much of what we say belongs to a pillar, and how much was wished."""

    number: int | None
    """None for all that belongs to no pillar."""
    name: str
    posts: int
    whole: int
    wished: int | None = None

    @property
    def percent(self) -> int | None:
        """Return the share in whole percent, halves rounded up; None where there is nothing to share."""
        return (self.posts * 2 * FULL + self.whole) // (2 * self.whole) if self.whole else None

    @property
    def beside(self) -> int | None:
        """Return by how many points the share is above the wish, below it where negative; None where one is missing."""
        return None if self.percent is None or self.wished is None else self.percent - self.wished

    @property
    def points(self) -> int:
        """Return how far the share is from the wish, whichever way."""
        return abs(self.beside or 0)


def scale(shares: tuple[PillarShare, ...]) -> int:
    """Return how many percent the longest bar may show: the next ten above all shares and wishes."""
    most = max((max(share.percent or 0, share.wished or 0) for share in shares), default=0)
    return min(FULL, max(10, -(-most // 10) * 10))


def wished(shares: tuple[PillarShare, ...]) -> int | None:
    """Return what all wishes make together; None where nobody wished for anything."""
    wishes = [share.wished for share in shares if share.wished is not None]
    return sum(wishes) if wishes else None
