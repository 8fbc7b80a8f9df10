"""What the scripts of a page say of a file that comes in pieces, and what they are answered: alike for pictures and videos."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, JsonResponse

from eichhorn.foundation.typed import row_number
from eichhorn.media.models import Upload
from eichhorn.media.queries import DIGEST
from eichhorn.media.rules import PIECE_BYTES

NOWHERE = -1
"""Where a piece begins that does not say it: at no place of any file."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is to come."""

    name: str
    size_bytes: int
    digest: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self | None:
        """Return what the request announces, None where size or digest are none."""
        size, digest = row_number(request.POST.get("size", "")), request.POST.get("digest", "")
        if size is None or not DIGEST.fullmatch(digest):
            return None
        return cls(request.POST.get("name", "").replace("\x00", ""), size, digest)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece that has come."""

    content: bytes
    begins_at: int
    digest: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        begins_at = row_number(request.headers.get("Upload-Begins-At", ""))
        return cls(
            request.body, NOWHERE if begins_at is None else begins_at, request.headers.get("Upload-Digest", "")
        )  # fmt: skip


def begun(upload: Upload, *, at: str) -> JsonResponse:
    """Answer where the pieces go, and where the next one begins."""
    return JsonResponse({"at": at, "received": upload.received_bytes, "piece": PIECE_BYTES}, status=201)
