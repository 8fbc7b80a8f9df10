"""What a picture may be."""

from enum import StrEnum

LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000

MEDIA_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""Format as Pillow names it, and the media type under which it travels."""


class PictureProblem(StrEnum):
    """Why something is not taken as a picture."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """More than 10 MB."""
    TOO_MANY_PIXELS = "too_many_pixels"
    """More than 50 million: it may be small as a file and fill the memory when opened."""
    NOT_A_PICTURE = "not_a_picture"
    """Neither JPEG, PNG, GIF nor WebP by its content, whatever its name says."""
    BROKEN = "broken"
    """Ends too early or cannot be read."""


class PictureRefused(Exception):
    """The file is not stored; `reason` says why."""

    def __init__(self, reason: PictureProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason
