"""The audit as a table for others: the same search, line by line, however long it is.

The difficult thing: a table is opened by programs that take a cell which begins with = for a formula. Such cells get an
apostrophe in front, and what people wrote is not in the audit anyway.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched

from django.utils.translation import gettext as _

from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Person
from eichhorn.web.audit import finding
from eichhorn.web.audit.finding import Line, Wanted

AT_A_TIME = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


def table(wanted: Wanted, *, reader: Person, now: datetime) -> Iterator[str]:
    """Return the lines of the table, oldest last; nothing is held in memory."""
    line = csv.writer(_Echo())
    yield MARK + line.writerow(
        [
            _("Instant"),
            _("Who"),
            _("What happened"),
            _("Act"),
            _("Kind of thing"),
            _("Number"),
            _("Details"),
            _("Entry"),
        ]
    )
    for rows in batched(finding.events(wanted).iterator(chunk_size=AT_A_TIME), AT_A_TIME):
        for one in finding.lines(rows, reader=reader, now=now):
            yield line.writerow(_cells(one))


def _cells(line: Line) -> Sequence[object]:
    event: AuditEvent = line.event
    details = json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else ""
    return [
        event.at.isoformat(timespec="seconds"), _plain(line.who), _plain(line.sentence), event.verb, event.object_kind,
        event.object_id, _plain(details), event.pk,
    ]  # fmt: skip


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


class _Echo:
    """A file for the csv module that gives back what was written."""

    def write(self, text: str) -> str:
        return text
