"""Which store this installation has."""

from pathlib import Path

from django.conf import settings

from eichhorn.media.stores.base import Store
from eichhorn.media.stores.folder import Folder


def ours() -> Store:
    """Return the store of this installation."""
    return local()


def local() -> Folder:
    """Return the folder in the home."""
    return Folder(Path(settings.HOME) / "media")
