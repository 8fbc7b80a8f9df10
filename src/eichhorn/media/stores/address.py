"""Which bucket the settings name, and the key to it.

The difficult thing: whatever is wrong here has to be said when Eichhorn starts, in one sentence, and not when the first
picture comes. The key stands in no sentence.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from eichhorn.foundation.crypto import KeyUnreadable


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket that speaks S3, and who we are there."""

    bucket: str
    endpoint: str
    """Where it answers, with https:// or http://; empty asks Amazon."""
    region: str
    prefix: str
    """Before every name, with a slash at its end; empty where the bucket is ours alone."""
    key_id: str
    secret: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.bucket}/{self.prefix}" if self.prefix else self.bucket

    @classmethod
    def from_environment(cls) -> Self | None:
        """Return the bucket that the environment names; None where it names none. Raises KeyUnreadable."""
        bucket = os.environ.get("EICHHORN_S3_BUCKET", "")
        if not bucket:
            return None
        endpoint = os.environ.get("EICHHORN_S3_ENDPOINT", "").rstrip("/")
        if endpoint and (urlsplit(endpoint).scheme not in {"http", "https"} or "@" in endpoint):
            raise KeyUnreadable("EICHHORN_S3_ENDPOINT is no address like https://s3.example.org")
        key_id, secret = _key()
        prefix = os.environ.get("EICHHORN_S3_PREFIX", "").strip("/")
        region = os.environ.get("EICHHORN_S3_REGION", "us-east-1")
        return cls(bucket, endpoint, region, f"{prefix}/" if prefix else "", key_id, secret)


def _key() -> tuple[str, str]:
    key_id, secret = os.environ.get("EICHHORN_S3_KEY_ID", ""), os.environ.get("EICHHORN_S3_SECRET", "")
    if not key_id and not secret and (file := os.environ.get("EICHHORN_S3_KEY_FILE", "")):
        key_id, secret = _read(Path(file))
    if not key_id or not secret:
        raise KeyUnreadable(
            "EICHHORN_S3_BUCKET is set, and the key to the bucket is missing; put its two lines, id and secret, into a "
            "file and name it in EICHHORN_S3_KEY_FILE"
        )
    return key_id, secret


def _read(file: Path) -> tuple[str, str]:
    try:
        is_open = file.stat().st_mode & 0o077
        lines = file.read_text().split()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise KeyUnreadable(f"the key to the bucket cannot be read from {file} ({why})") from None
    if is_open:
        raise KeyUnreadable(f"{file} is readable by others; run: chmod 600 {file}")
    if len(lines) != 2:
        raise KeyUnreadable(f"{file} has to hold two lines: the id of the key, and its secret")
    return lines[0], lines[1]
