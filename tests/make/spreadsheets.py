"""Tables of posts, looked at by somebody."""

from datetime import datetime

from eichhorn.people.models import Person
from eichhorn.spreadsheets import services
from eichhorn.spreadsheets.models import Sheet
from tests.make.people import NOW

HEAD = "Titel;Datum;Uhrzeit;Kanäle;Text"


def sheet(*lines: str, by: Person, head: str = HEAD, name: str = "juni.csv", now: datetime = NOW) -> Sheet:
    """Return the table with these lines below its head, as somebody has chosen it."""
    return services.look_at(content="\r\n".join((head, *lines)).encode(), name=name, by=by, now=now)
