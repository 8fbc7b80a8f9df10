"""The audit as a table, for those who have to show it to somebody else.

The difficult thing: the table goes to people who may not read here. What people wrote is not in the audit anyway, and
what the reader may not see elsewhere has no title in it either.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched

from django.utils.translation import gettext as _

from eichhorn.foundation import table as tables
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.web.audit import finding
from eichhorn.web.audit.finding import Line, Wanted

AT_A_TIME = 500


def table(wanted: Wanted, *, reader: Person, now: datetime) -> Iterator[str]:
    """Return the lines of the table, oldest last; nothing is held in memory."""
    head = [
        _("Instant"), _("Who"), _("What happened"), _("Act"), _("Kind of thing"), _("Number"), _("Details"), _("Entry"),
    ]  # fmt: skip
    return tables.lines(head, _rows(wanted, reader=reader, now=now))


def _rows(wanted: Wanted, *, reader: Person, now: datetime) -> Iterator[Sequence[object]]:
    for rows in batched(finding.events(wanted).iterator(chunk_size=AT_A_TIME), AT_A_TIME):
        for one in finding.lines(rows, reader=reader, now=now):
            yield _cells(one)


def _cells(line: Line) -> Sequence[object]:
    event: AuditEvent = line.event
    details = json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else ""
    return [
        event.at.isoformat(timespec="seconds"), line.who, line.sentence, event.verb, event.object_kind,
        event.object_id, details, event.pk,
    ]  # fmt: skip
