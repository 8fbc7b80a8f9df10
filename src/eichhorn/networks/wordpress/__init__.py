"""WordPress: `network` opens its doors, `api` asks, `writing` turns texts into blocks and back, `comments` converses."""

from eichhorn.networks.wordpress.network import WordPress

__all__ = ["WordPress"]
