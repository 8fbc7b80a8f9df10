"""The protocol as a letter: what was decided, what is open, and where all of it stands."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from eichhorn.conference import queries, showing
from eichhorn.conference.models import Meeting
from eichhorn.conference.showing import Row
from eichhorn.notices import services as notices
from eichhorn.people.models import Person
from eichhorn.ui import moments


def protocol(meeting: Meeting, *, to: Person, now: datetime) -> None:
    """The person has the protocol in their language, without what they may not read."""
    with translation.override(to.language):
        lines = queries.visible_lines(meeting, person=to, now=now)
        rows = showing.rows(lines, acts=())
        when = moments.day_time(meeting.begins_at)
        paragraphs = [
            gettext("this is the protocol of “%(title)s”, %(when)s.") % {"title": meeting.title, "when": when},
            _list(gettext("Decided:"), [_decided(row) for row in rows if row.latest and not row.latest.is_adjourned]),
            _list(gettext("Open:"), [row.title for row in rows if row.goes_on or row.is_open]),
            gettext("All of it, with what changed:") + "\n" + settings.PUBLIC_URL + reverse("conference:meeting", args=[meeting.pk]),
        ]  # fmt: skip
        said = [part for part in paragraphs if part]
        greeting = gettext("Good day %(name)s,") % {"name": to.salutation or to.name}
        notices.tell(
            to_email=to.email, to_person=to, language=to.language,
            subject=gettext("Protocol: %(title)s, %(when)s") % {"title": meeting.title, "when": when},
            body="\n\n".join([greeting, *said]), about=("meeting", meeting.pk), gist="\n\n".join(said[1:]), now=now,
        )  # fmt: skip


def _list(head: str, items: list[str]) -> str:
    return "\n".join([head, *(f"- {item}" for item in items)]) if items else ""


def _decided(row: Row) -> str:
    """Return "Nordring: has a date (Date: Do 11. Juni, 14:00 → Fr 12. Juni, 10:00). So steht der Kran noch."."""
    assert row.latest is not None
    told = [f"{c.field}: {c.before} → {c.after}" if c.before else f"{c.field}: {c.after}" for c in row.latest.changes]
    changed = f" ({'; '.join(told)})" if told else ""
    note = f" {row.latest.note}" if row.latest.note else ""
    return f"{row.title}: {row.latest.word}{changed}.{note}"
