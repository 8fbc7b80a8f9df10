"""What a token may be used for, how a request is recognised as the same one, and where a page of a list ends.

The difficult thing: a program that got no answer asks again. So a request is known by its token, its key and a
fingerprint of all that it says; the same key with another fingerprint is another request under a false name.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum


class Scope(StrEnum):
    """What a token may be used for. It never lets anybody do more than their roles do."""

    READ = "read"
    """Everything that the person may read."""
    ASK = "ask"
    """Open requests; ask departments, and note what they answered."""
    STEER = "steer"
    """Goals, occasions, and what links carry."""
    TRIAGE = "triage"
    """Answer requests."""
    PLAN = "plan"
    """Slots: plan, describe, move, put back; series."""
    DRAFT = "draft"
    """Drafts, versions, pictures, reasons for findings; snippets and the mention book."""
    PROPOSE = "propose"
    """Hand drafts in for approval."""
    APPROVE = "approve"
    """Say Yes or No."""
    PUBLISH = "publish"
    """Decide about deliveries that need somebody."""
    ANSWER = "answer"
    """Answer people on the networks."""


PREFIX = "eichhorn."
"""How every token begins, so that people and scanners know one when they see it. The dot ends the secret's alphabet:
what takes secrets out of the log finds it by that."""

LASTS: dict[str, timedelta] = {
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "quarter": timedelta(days=90),
    "year": timedelta(days=365),
}
"""How long a token may hold; none holds for ever."""

MOST_TOKENS = 50
"""That hold at one time for one person."""

KEPT_FOR = timedelta(hours=24)
"""How long the answer to a request with an Idempotency-Key is kept."""

KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
"""What an Idempotency-Key looks like: up to 255 printable ASCII characters; a UUID is best."""

PER = timedelta(minutes=1)
"""Over which time requests are counted."""

USED_IS_NOTED_EVERY = timedelta(minutes=5)

USUAL_LIMIT, LARGEST_LIMIT = 50, 200
"""How many entries a page of a list has."""

LARGEST_BODY = 11 * 1024 * 1024
"""Bytes: a picture of 10 MB and what stands around it."""


class CursorUnknown(ValueError):
    """The text is no cursor that we gave."""


def fingerprint(parts: Iterable[bytes]) -> str:
    """Return 64 hex digits that are equal exactly for equal sequences of parts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def lock_number(token_id: int, key: str) -> int:
    """Return the number of the lock that a request with this key holds while it runs: 64 bits, with a sign."""
    named = hashlib.sha256(f"eichhorn.api {token_id} {key}".encode()).digest()
    return int.from_bytes(named[:8], "big", signed=True)


def cursor_after(number: int) -> str:
    """Return the mark that leads on after the entry of this number."""
    return base64.urlsafe_b64encode(f"after:{number}".encode()).decode().rstrip("=")


def number_of(cursor: str) -> int:
    """Return the number of the entry after which the cursor leads on, or raise CursorUnknown."""
    try:
        said = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise CursorUnknown from error
    match = re.fullmatch(r"after:([1-9][0-9]{0,17})", said, flags=re.ASCII)
    if match is None or cursor_after(int(match[1])) != cursor:
        raise CursorUnknown
    return int(match[1])
