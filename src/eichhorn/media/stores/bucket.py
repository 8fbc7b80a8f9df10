"""A store in a bucket that speaks S3: Amazon's, or one of your own (MinIO, Ceph, Garage and their kin).

It is the only file that speaks with buckets. Their address stands in the settings, so it is trusted as the database is,
and may be private.

The difficult thing: a bucket may be gone, slow, full or refuse, and a page waits for it. So every request has an end,
few tries, and whoever asks just after it was silent is told so at once. Only its own word "no such key" means that
something is missing; everything else means that nobody knows. What is sent carries its hash, so that the bucket refuses
what changed on the way; what is read is held against its name.
"""

import base64
import functools
import hashlib
import logging
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from eichhorn.media.stores.address import Address
from eichhorn.media.stores.base import PIECE_BYTES, Damaged, Kept, Missing, OutOfReach, place_of

logging.getLogger("botocore").setLevel(logging.WARNING)  # it writes the headers of what it asks
logging.getLogger("boto3").setLevel(logging.WARNING)
logging.getLogger("urllib3").setLevel(logging.WARNING)

CONNECT_S, SILENCE_S = 3.0, 10.0
"""How long a connection may take to stand, and how long it may be silent then."""
TRIES = 2
READ_S = 30.0
"""How long a picture may take altogether: one that comes byte by byte would never end."""
SILENT_S = 5.0
"""So long nobody asks again after it was silent: else all pages would wait for it, each in its turn."""
PLAIN_CODE = re.compile(r"[A-Za-z0-9.]{1,60}")


@dataclass(slots=True)
class Line:
    """A client that all threads of the process share, and until when it is left alone."""

    client: Any
    silent_until: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Objects below the prefix of one bucket."""

    address: Address

    def keep(self, digest: str, content: bytes) -> None:
        md5 = hashlib.md5(content, usedforsecurity=False)
        if not self._has(digest, len(content), md5.hexdigest()):
            self._put(digest, content, md5.digest())

    def keep_file(self, digest: str, file: Path) -> None:
        with file.open("rb") as content:
            md5 = hashlib.file_digest(content, functools.partial(hashlib.md5, usedforsecurity=False))
            content.seek(0)
            if not self._has(digest, file.stat().st_size, md5.hexdigest()):
                self._put(digest, content, md5.digest())

    def read(self, digest: str) -> bytes:
        content = bytearray()
        ends_at = time.monotonic() + READ_S
        for piece in self.pieces(digest):
            content += piece
            if time.monotonic() > ends_at:
                raise OutOfReach("the bucket is too slow")
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(f"{digest} is not what was kept")
        return bytes(content)

    def pieces(self, digest: str, *, begins_at: int = 0, ends_before: int | None = None) -> Iterator[bytes]:
        part = {}
        if begins_at or ends_before is not None:
            part = {"Range": f"bytes={begins_at}-{'' if ends_before is None else ends_before - 1}"}
        with self._asked() as client:
            answer = client.get_object(Bucket=self.address.bucket, Key=self._key(digest), **part)
            yield from answer["Body"].iter_chunks(PIECE_BYTES)

    @contextmanager
    def at_hand(self, digest: str) -> Iterator[Path]:
        """Give a copy that is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="eichhorn-") as folder:
            place, found = Path(folder) / digest, hashlib.sha256()
            with place.open("wb") as file:
                for piece in self.pieces(digest):
                    file.write(piece)
                    found.update(piece)
            if found.hexdigest() != digest:
                raise Damaged(f"{digest} is not what was kept")
            yield place

    def size_of(self, digest: str) -> int | None:
        found = self._listed(digest)
        return None if found is None else int(found["Size"])

    def walk(self) -> Iterator[Kept]:
        """Give all that lies there, a thousand with each request; what others put there is passed over."""
        before = self.address.prefix
        with self._asked() as client:
            for page in client.get_paginator("list_objects_v2").paginate(Bucket=self.address.bucket, Prefix=before):
                for each in page.get("Contents", ()):
                    digest = each["Key"].rpartition("/")[2]
                    if each["Key"] == f"{before}{digest[:2]}/{digest}" and len(digest) == 64:
                        yield Kept(digest, int(each["Size"]))

    def remove(self, digest: str) -> None:
        with self._asked() as client:
            client.delete_object(Bucket=self.address.bucket, Key=self._key(digest))

    def try_out(self, name: str) -> bool:
        """Something was written, read and removed; return whether strangers could have read it. Raises OutOfReach."""
        key = f"{self.address.prefix}.eichhorn-{name}"
        with self._asked() as client:
            client.put_object(Bucket=self.address.bucket, Key=key, Body=b"eichhorn")
            try:
                client.get_object(Bucket=self.address.bucket, Key=key)["Body"].read()
                return self._is_public(key)
            finally:
                client.delete_object(Bucket=self.address.bucket, Key=key)

    def _is_public(self, key: str) -> bool:
        try:
            _client(self.address, signed=False).get_object(Bucket=self.address.bucket, Key=key)
        except (BotoCoreError, ClientError):
            return False
        return True

    def _key(self, digest: str) -> str:
        return f"{self.address.prefix}{place_of(digest)}"

    def _listed(self, digest: str) -> dict[str, Any] | None:
        """Return what the bucket's list says of it; unlike a look at the object, a list tells a bucket that is gone."""
        with self._asked() as client:
            key = self._key(digest)
            found = client.list_objects_v2(Bucket=self.address.bucket, Prefix=key, MaxKeys=1).get("Contents", [])
        return next((each for each in found if each["Key"] == key), None)

    def _has(self, digest: str, size: int, md5: str) -> bool:
        found = self._listed(digest)
        return found is not None and int(found["Size"]) == size and str(found.get("ETag", "")).strip('"') == md5

    def _put(self, digest: str, content: bytes | IO[bytes], md5: bytes) -> None:
        with self._asked() as client:
            client.put_object(
                Bucket=self.address.bucket, Key=self._key(digest), Body=content, ContentMD5=base64.b64encode(md5).decode()
            )  # fmt: skip

    @contextmanager
    def _asked(self) -> Iterator[Any]:
        line = line_to(self.address)
        if time.monotonic() < line.silent_until:
            raise OutOfReach("the bucket did not answer a moment ago")
        try:
            yield line.client
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code == "NoSuchKey":
                raise Missing("the bucket has no such key") from error
            told = code if PLAIN_CODE.fullmatch(code) else "without a reason"
            raise OutOfReach(f"the bucket refuses: {told}") from error
        except (BotoCoreError, OSError) as error:
            line.silent_until = time.monotonic() + SILENT_S
            raise OutOfReach(f"the bucket does not answer: {type(error).__name__}") from error


_making = threading.Lock()


def line_to(address: Address) -> Line:
    """Return the one line of this process to the bucket."""
    with _making:
        return _line_to(address)


@functools.lru_cache(maxsize=4)
def _line_to(address: Address) -> Line:
    return Line(_client(address, signed=True))


def forget_lines() -> None:
    """The next one who asks does so on a fresh line."""
    _line_to.cache_clear()


def _client(address: Address, *, signed: bool) -> Any:
    """Return a client that reads no files and no environment of its own."""
    plain: dict[str, Any] = {} if signed else {"signature_version": UNSIGNED}
    config = Config(
        connect_timeout=CONNECT_S, read_timeout=SILENCE_S, retries={"total_max_attempts": TRIES, "mode": "standard"},
        max_pool_connections=20, proxies={}, s3={"addressing_style": "path" if address.endpoint else "auto"},
        request_checksum_calculation="when_required", response_checksum_validation="when_required", **plain,
    )  # fmt: skip
    return boto3.session.Session().client(
        "s3", endpoint_url=address.endpoint or None, region_name=address.region, config=config,
        aws_access_key_id=address.key_id, aws_secret_access_key=address.secret,
    )  # fmt: skip
