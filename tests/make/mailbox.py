"""Letters as they come by mail, and whose are answered at once."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from itertools import count

from eichhorn.mailbox import services
from eichhorn.mailbox.models import Door, Letter
from tests import make

numbers = count(1)
HOUSE, SERVER, WRITER = (
    "erlengrund.example",
    "mx.erlengrund.example",
    "Carsten Wolff <carsten.wolff@erlengrund.example>",
)
PASSED = f"{SERVER}; dmarc=pass header.from={HOUSE}"
TEXT = "Guten Tag, am Freitag eröffnen wir die neue Ladesäule am Markt. Können Sie das bitte auf Mastodon zeigen?"
__all__ = ["HOUSE", "PASSED", "SERVER", "TEXT", "WRITER", "aside", "door", "letter", "written"]


def written(
    text: str = TEXT,
    *,
    sender: str = WRITER,
    subject: str = "Ladesäule am Markt",
    answers: str = "",
    results: Sequence[str] = (),
    headers: Sequence[tuple[str, str]] = (),
    files: Sequence[tuple[str, str, bytes]] = (),
) -> bytes:
    """Return a letter as a mail server hands it over; `files` are name, type and content."""
    mail = EmailMessage(policy=SMTP)
    for result in results:
        mail["Authentication-Results"] = result
    mail["From"], mail["To"], mail["Subject"] = sender, f"social@{HOUSE}", subject
    mail["Message-ID"] = f"<letter-{next(numbers)}@{HOUSE}>"
    if answers:
        mail["In-Reply-To"] = answers
    for name, value in headers:
        mail[name] = value
    mail.set_content(text)
    for name, kind, content in files:
        maintype, _, subtype = kind.partition("/")
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()


def letter(raw: bytes, *, now: datetime = make.people.NOW) -> Letter:
    """Return the letter as it was taken in."""
    make.people.organisation()
    return services.take_in(raw=raw, file_name=f"1781000000.{next(numbers)}.mx", now=now)


def aside(*, now: datetime = make.people.NOW) -> Letter:
    """Return a letter that waits for a person."""
    return letter(b"From: a@b.example, c@d.example\n\nWer von uns?", now=now)


def door() -> Door:
    """Letters of the house that its server confirmed are answered at once."""
    return Door.objects.update_or_create(only_one=True, defaults={"known_domains": [HOUSE], "server": SERVER})[0]
