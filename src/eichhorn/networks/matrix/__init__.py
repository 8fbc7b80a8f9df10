"""Matrix: `network` opens its doors, `api` asks and reads refusals, `events` is what stands in a room, `entering` lets us in."""

from eichhorn.networks.matrix.network import Matrix

__all__ = ["Matrix"]
