"""What may be shown in a post, and how much of it a page has."""

from enum import StrEnum

PAGE = 24
"""Pictures on a page: whole rows of two, three, four and six."""
LONGEST_REASON = 500


class Kind(StrEnum):
    """What may be shown in a post."""

    PICTURE = "picture"
    VIDEO = "video"
