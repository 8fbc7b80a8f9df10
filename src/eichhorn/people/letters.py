"""Mails that this room wants written: invitations, fresh links, forgotten passwords.

The difficult thing: `notices`, which sends mail, stands above this room and may know persons, but not the reverse. So
config names the function that takes letters in, and this is the one place where it is called.
"""

from datetime import datetime
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from eichhorn.people.models import Person


class Tell(Protocol):
    """How `notices.services.tell` is called from here."""

    def __call__(
        self, *, to_email: str, to_person: Person | None, language: str, subject: str, body: str, decides: bool,
        links_hidden_from: int | None, about: tuple[str, int] | None, now: datetime,
    ) -> object: ...  # fmt: skip


def write(
    *,
    to_email: str,
    to_person: Person | None,
    language: str,
    subject: str,
    body: str,
    about: tuple[str, int] | None,
    now: datetime,
    decides: bool = True,
    links_hidden_from: int | None = None,
) -> None:
    """Hand the letter to whoever sends mail; it leaves after the commit."""
    tell = cast("Tell", import_string(settings.EICHHORN_LETTERS))
    tell(
        to_email=to_email, to_person=to_person, language=language, subject=subject, body=body, decides=decides,
        links_hidden_from=links_hidden_from, about=about, now=now,
    )  # fmt: skip
