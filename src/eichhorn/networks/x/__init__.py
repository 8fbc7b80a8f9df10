"""X: `network` opens its doors, `api` asks and reads refusals, `media` uploads, `words` compares texts."""

from eichhorn.networks.x.network import X

__all__ = ["X"]
