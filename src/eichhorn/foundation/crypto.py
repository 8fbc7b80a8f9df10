"""Keys of the installation and what they seal.

The difficult thing: a key that is lost makes every network connection worthless, and one that is readable by others is
none. So the one master key lies in the home with mode 0600, or comes from EICHHORN_MASTER_KEY and is never written. When
it is changed, older ones still read what they sealed, and seal nothing any more.
"""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

NEXT = "next.key"
"""The new master key while everything is sealed anew."""


class KeyUnreadable(Exception):
    """The master key is missing, damaged or open to others; says in one sentence which."""


class Tampered(Exception):
    """Sealed text was changed or sealed with another key."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The master key, from which every other key is derived by purpose."""

    master: bytes = field(repr=False)
    older: tuple[bytes, ...] = field(default=(), repr=False)
    """Master keys that may only read."""

    @classmethod
    def for_home(cls, home: Path) -> Self:
        """Return the keys from the environment, else from the home, where they are made on the first call."""
        if given := os.environ.get("EICHHORN_MASTER_KEY"):
            before = [key for key in os.environ.get("EICHHORN_OLD_KEYS", "").split(",") if key]
            return cls(
                _decoded(given, "EICHHORN_MASTER_KEY"), tuple(_decoded(key, "EICHHORN_OLD_KEYS") for key in before)
            )
        path = home / "keys" / "master.key"
        if not path.exists():
            write_key(path, secrets.token_bytes(32))
        others = sorted(path.parent.glob("previous-*.key"))
        if (coming := path.with_name(NEXT)).exists():
            others.insert(0, coming)  # of a change that was cut off: what it sealed can be read
        return cls(read_key(path), tuple(read_key(other) for other in others))

    @property
    def fingerprint(self) -> str:
        """Return by what the master key is known, without giving it away."""
        return self.derive("fingerprint").hex()[:16]

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes that only this purpose and this installation share."""
        return hmac.digest(self.master, purpose.encode(), hashlib.sha256)

    def seal(self, text: str, *, purpose: str) -> bytes:
        """Return the text encrypted and authenticated; `unseal` with the same purpose gives it back."""
        return self._fernet(purpose).encrypt(text.encode())

    def unseal(self, sealed: bytes, *, purpose: str) -> str:
        """Return the sealed text, whichever of our keys sealed it, or raise Tampered."""
        readers = [self, *(Keys(master) for master in self.older)]
        try:
            return MultiFernet([reader._fernet(purpose) for reader in readers]).decrypt(bytes(sealed)).decode()
        except InvalidToken as error:
            raise Tampered(f"sealed text for {purpose} cannot be opened with this installation's key") from error

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self.derive(f"seal:{purpose}")))


def new_token() -> str:
    """Return a fresh secret of 256 bits for a link or a client, safe in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the form in which a token is stored: 64 hex digits that do not give the token back."""
    return hashlib.sha256(token.encode()).hexdigest()


def _decoded(text: str, place: str) -> bytes:
    try:
        master = base64.urlsafe_b64decode(text.strip())
    except ValueError as error:
        raise KeyUnreadable(f"the key in {place} is damaged") from error
    if len(master) != 32:
        raise KeyUnreadable(f"the key in {place} is damaged: it must be 32 bytes long")
    return master


def read_key(path: Path) -> bytes:
    """Return the master key in the file, which must be closed to others."""
    if path.stat().st_mode & 0o077:
        raise KeyUnreadable(f"{path} is readable by others; run: chmod 600 {path}")
    return _decoded(path.read_text(), str(path))


def write_key(path: Path, master: bytes) -> None:
    """The key lies in the file, unless another process was quicker; never replaces one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.urlsafe_b64encode(master))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process made the key between our look and our write; its key counts
    finally:
        draft.unlink()
