"""LinkedIn: `network` opens its doors, `api` asks, `little` writes its text format, `listening` and `posting` read it back."""

from eichhorn.networks.linkedin.network import LinkedIn

__all__ = ["LinkedIn"]
