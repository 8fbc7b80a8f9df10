"""Why something was not saved; what was given is still with the caller."""

from eichhorn.content.comparing import Content
from eichhorn.content.models import Version


class Collision(Exception):
    """Somebody saved meanwhile; `theirs` is what stands there now, `ours` what was given and is still with the caller."""

    def __init__(self, theirs: Version, ours: Content) -> None:
        super().__init__(f"version {theirs.number} is newer")
        self.theirs = theirs
        self.ours = ours


class Finished(Exception):
    """The post is out or cancelled; its text is history."""


class TooLong(ValueError):
    """A part is longer than any network takes; `part` says which, `most` how many code points it may have."""

    def __init__(self, part: str, most: int) -> None:
        super().__init__(f"{part} is longer than {most}")
        self.part = part
        self.most = most


class Unlabelled(ValueError):
    """A deepfake without its label, or political advertising that does not name who pays."""


class Unfit(ValueError):
    """Something beside words and pictures cannot be: `part` says what."""

    def __init__(self, part: str) -> None:
        super().__init__(f"{part} cannot be")
        self.part = part


class CannotBeCut(ValueError):
    """Only a part of a moving picture was to be shown; cut, it would no longer move."""
