"""Where stored bytes lie: in a folder of the home, or in a bucket that the settings name."""

from eichhorn.media.stores.base import Damaged, Kept, Missing, OutOfReach, Store, StoreError
from eichhorn.media.stores.chosen import local, ours

__all__ = ["Damaged", "Kept", "Missing", "OutOfReach", "Store", "StoreError", "local", "ours"]
