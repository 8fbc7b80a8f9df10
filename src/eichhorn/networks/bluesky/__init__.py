"""Bluesky and every other server of the AT protocol: names, sessions, records, what comes in."""

from eichhorn.networks.bluesky.network import Bluesky

__all__ = ["Bluesky"]
