"""What opens a backup: a passphrase, or a pair of keys of the tool `age` (or of SSH).

The difficult thing: somebody has to be able to open it without us, years later. So nothing here is of our own making:
keys and passphrases are used as the tool `age` uses them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pyrage import DecryptError, IdentityError, RecipientError, passphrase, ssh, x25519

from eichhorn.config.installation import NotPossible

SHORTEST_PASSPHRASE = 12


class Kind(StrEnum):
    """What a backup was sealed for."""

    PASSPHRASE = "passphrase"  # noqa: S105 - a kind of one
    RECIPIENTS = "recipients"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Whom a backup is sealed for, and what lies beside it so that they can open it."""

    kind: Kind
    recipients: Sequence[object]
    identity: bytes = b""
    """For a passphrase: a fresh key of this one backup, itself sealed with the passphrase."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What somebody gives to open a backup."""

    kind: Kind
    words: str = field(repr=False)

    def identities(self, sealed_identity: bytes) -> list[object]:
        """Return the keys that open the contents. Raises NotPossible where the secret is not the right one."""
        if self.kind is Kind.RECIPIENTS:
            return _identities(self.words)
        try:
            return [x25519.Identity.from_str(passphrase.decrypt(sealed_identity, self.words).decode().strip())]
        except (DecryptError, IdentityError, ValueError):
            raise NotPossible("The passphrase does not open this backup; nothing was changed.") from None


def for_passphrase(file: Path) -> Sealed:
    """Return the seal that the passphrase in the file opens."""
    words = read_passphrase(file)
    if len(words) < SHORTEST_PASSPHRASE:
        raise NotPossible(
            f"The passphrase in {file} has {len(words)} characters; "
            f"who finds the backup may try for years, so it takes at least {SHORTEST_PASSPHRASE}."
        )
    fresh = x25519.Identity.generate()
    return Sealed(Kind.PASSPHRASE, [fresh.to_public()], passphrase.encrypt(f"{fresh}\n".encode(), words))


def for_recipients(keys: Sequence[str]) -> Sealed:
    """Return the seal that the other half of any of these public keys opens."""
    return Sealed(Kind.RECIPIENTS, [_recipient(key.strip()) for key in keys])


def read_passphrase(file: Path) -> str:
    """Return the first line of the file."""
    words = next(iter(_read(file, "passphrase").splitlines()), "").strip()
    if not words:
        raise NotPossible(f"The first line of {file} is empty; it has to hold the passphrase.")
    return words


def from_passphrase(file: Path) -> Secret:
    return Secret(Kind.PASSPHRASE, read_passphrase(file))


def from_identity(file: Path) -> Secret:
    return Secret(Kind.RECIPIENTS, _read(file, "key"))


def _read(file: Path, what: str) -> str:
    try:
        return file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise NotPossible(f"The {what} cannot be read from {file} ({why}).") from None


def _recipient(key: str) -> object:
    if key.startswith("AGE-SECRET-KEY-"):
        raise NotPossible(
            "That is the secret half of a key; --recipient takes the public half, which begins with age1."
        )
    try:
        return ssh.Recipient.from_str(key) if key.startswith("ssh-") else x25519.Recipient.from_str(key)
    except RecipientError:
        raise NotPossible(
            f"{key[:70]} is not a public key; one of the tool age begins with age1, one of SSH with ssh-ed25519."
        ) from None


def _identities(words: str) -> list[object]:
    try:
        if "PRIVATE KEY-----" in words:
            return [ssh.Identity.from_buffer(words.encode())]
        lines = [line.strip() for line in words.splitlines()]
        found: list[object] = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except IdentityError:
        found = []
    if not found:
        raise NotPossible("There is no secret key in that file; one of the tool age begins with AGE-SECRET-KEY-1.")
    return found
