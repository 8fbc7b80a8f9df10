"""Whether every picture has its bytes, and whether the bucket, where there is one, does what is asked of it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from eichhorn.config import installation
from eichhorn.config.doctor.findings import Finding, Mark
from eichhorn.foundation.crypto import new_token
from eichhorn.media import queries, stores

KEY = "the key of EICHHORN_S3_KEY_FILE may list, read, write and delete there"


def looks() -> Iterator[Finding]:
    """Look at the bucket first: while it does not answer, nobody knows what is missing."""
    if settings.BUCKET is not None:
        yield from _bucket(settings.BUCKET)
    try:
        missing = queries.without_bytes()
    except queries.PictureOutOfReach:
        yield Finding(
            "pictures", Mark.BROKEN, "The place where pictures lie cannot be read, so posts with pictures wait.",
            "They leave by themselves once it answers, unless they are too late by then.",
        )  # fmt: skip
        return
    if missing:
        where = "the bucket" if settings.BUCKET else "the folder media of the home"
        yield Finding(
            "pictures", Mark.BROKEN, f"{missing} pictures have no file, or not the whole of it; posts with them stay here.",
            f"Restore {where} from a backup; files there are named by their hashes.",
        )  # fmt: skip
    else:
        yield Finding("pictures", Mark.GOOD, "Every picture has its file.")


def _bucket(address: stores.Address) -> Iterator[Finding]:
    """Something small is written to it, read and removed again."""
    from eichhorn.media.stores.bucket import Bucket

    try:
        is_public = Bucket(address).try_out(new_token())
        left = _in_the_folder_alone(Bucket(address))
    except stores.StoreError as error:
        yield Finding(
            "bucket", Mark.BROKEN, f"Pictures lie in the bucket {address}, and it cannot be used: {error}.",
            f"Nothing is lost, and posts with pictures wait. Look whether it is there, and whether {KEY}.",
        )  # fmt: skip
        return
    if is_public:
        yield Finding(
            "bucket", Mark.BROKEN, f"The bucket {address} is public: strangers can read what lies there.",
            "Close it to everybody but the key of Eichhorn, which shows pictures to whoever may see them.",
        )  # fmt: skip
    else:
        yield Finding("bucket", Mark.GOOD, f"The bucket {address} can be written and read, and is closed to strangers.")
    place = urlsplit(address.endpoint)
    if place.scheme == "http" and not installation.is_loopback(place.hostname or ""):
        yield Finding(
            "bucket", Mark.NOTE, f"Pictures travel to {address.endpoint} without encryption.",
            "Set EICHHORN_S3_ENDPOINT to an address with https.",
        )  # fmt: skip
    if left:
        yield Finding(
            "bucket", Mark.NOTE, f"{left} files lie in the folder of the home alone.", "Run `eichhorn media move`."
        )


def _in_the_folder_alone(bucket: stores.Store) -> int:
    before = {kept.digest for kept in stores.local().walk()}
    return len(before - {kept.digest for kept in bucket.walk()}) if before else 0
