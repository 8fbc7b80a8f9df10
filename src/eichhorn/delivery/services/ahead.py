"""Reading ahead: the words of what leaves soon are at hand when it falls due.

The difficult thing: nothing may be remembered that can change. A version never changes (a trigger of content refuses
it), so its words may be; whether it stands approved is asked at the last instant all the same.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from eichhorn.content import queries as content
from eichhorn.content.models import Version
from eichhorn.delivery import queries

SOON = timedelta(minutes=2)
MOST = 500


class Ahead:
    """What one dispatcher has read ahead."""

    def __init__(self) -> None:
        self._versions: dict[int, Version] = {}

    def read(self, *, now: datetime) -> None:
        """The words of what leaves soon are at hand, and no others. One query; three more where some were missing."""
        soon = queries.versions_until(now + SOON)[:MOST]
        known = {version_id: self._versions[version_id] for version_id in soon if version_id in self._versions}
        missing = [version_id for version_id in soon if version_id not in known]
        self._versions = known | _read(missing)

    def versions(self, version_ids: Collection[int]) -> dict[int, Version]:
        """Return the versions with all that a wording needs. Three queries where some are not at hand, else none."""
        known = {version_id: self._versions[version_id] for version_id in version_ids if version_id in self._versions}
        return known | _read([version_id for version_id in version_ids if version_id not in known])


def _read(version_ids: Collection[int]) -> dict[int, Version]:
    return {version.pk: version for version in content.wordings(version_ids)} if version_ids else {}
