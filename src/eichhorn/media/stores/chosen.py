"""Which store this installation has."""

from pathlib import Path

from django.conf import settings

from eichhorn.media.stores.address import Address
from eichhorn.media.stores.base import Store
from eichhorn.media.stores.both import Both
from eichhorn.media.stores.folder import Folder


def ours() -> Store:
    """Return the store of this installation."""
    return of(Path(settings.HOME), settings.BUCKET)


def of(home: Path, address: Address | None) -> Store:
    """Return the store of a home: its folder, or the bucket; both, while something still lies in the folder."""
    folder = Folder(home / "media")
    if address is None:
        return folder
    from eichhorn.media.stores.bucket import Bucket  # boto3 is read only where there is a bucket

    return Both(Bucket(address), folder) if folder.root.is_dir() else Bucket(address)


def local() -> Folder:
    """Return the folder in the home."""
    return Folder(Path(settings.HOME) / "media")
