"""Taking in what people are to be told.

The difficult thing: what was decided and the mail about it stand or fall together. So the notice is a row in the
caller's transaction, and sending it is work for the worker after the commit.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from eichhorn.notices.models import Notice
from eichhorn.notices.rules import clean_subject
from eichhorn.people.models import Person

SEAL = "notice"


@transaction.atomic
def tell(
    *,
    to_email: str,
    to_person: Person | None = None,
    language: str,
    subject: str,
    body: str,
    decides: bool = False,  # noqa: FBT001, FBT002
    links_hidden_from: int | None = None,
    about: tuple[str, int] | None = None,
    now: datetime,
) -> Notice:
    """The mail leaves after the commit; without SMTP settings it stays in the outbox page for the administrator."""
    kind, number = about if about is not None else ("", None)
    return Notice.objects.create(
        to_email=to_email, to_person=to_person, language=language, subject=clean_subject(subject),
        body_sealed=settings.KEYS.seal(body, purpose=SEAL), decides=decides, links_hidden_from=links_hidden_from,
        about_kind=kind, about_id=number, made_at=now, next_try_at=now,
    )  # fmt: skip
