"""Where stored bytes lie: in a folder of the home, or in a bucket that the settings name."""

from eichhorn.media.stores.address import Address
from eichhorn.media.stores.base import Damaged, Kept, Missing, OutOfReach, Store, StoreError, is_digest, place_of
from eichhorn.media.stores.chosen import local, of, ours

__all__ = [
    "Address",
    "Damaged",
    "Kept",
    "Missing",
    "OutOfReach",
    "Store",
    "StoreError",
    "is_digest",
    "local",
    "of",
    "ours",
    "place_of",
]
