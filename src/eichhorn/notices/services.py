"""Taking in what people are to be told, and sending it.

The difficult thing: between the server's "250 taken" and our row lies an instant in which the worker may die. Then the
mail leaves once more: a mail twice is less bad than none, and its Message-ID stays the same. (A post is the other way
round; see `delivery`.) What was decided and the mail about it stand or fall together, so a notice is a row in the
caller's transaction.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from eichhorn.foundation import audit, jobs, standstill
from eichhorn.notices import rules
from eichhorn.notices.letter import letter
from eichhorn.notices.models import Notice
from eichhorn.notices.queries import TOO_OLD, rhythm_of
from eichhorn.notices.rules import Rhythm
from eichhorn.notices.smtp import Server, Session
from eichhorn.people import queries as directory
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, NotAllowed

logger = logging.getLogger(__name__)
SEAL = "notice"


@transaction.atomic
def tell(
    *,
    to_email: str,
    to_person: Person | None = None,
    language: str,
    subject: str,
    body: str,
    decides: bool = False,
    links_hidden_from: int | None = None,
    about: tuple[str, int] | None = None,
    gist: str = "",
    now: datetime,
) -> Notice:
    """The mail leaves after the commit; without SMTP settings it stays in the outbox page for the administrator.

    `gist` is given where it merely informs: the few lines that stand in a gathered mail, for whoever chose to have one.
    """
    kind, number = about if about is not None else ("", None)
    rhythm = rhythm_of(to_email) if gist else Rhythm.AT_ONCE
    waits = rhythm is not Rhythm.AT_ONCE
    notice = Notice.objects.create(
        to_email=to_email, to_person=to_person, language=language, subject=rules.clean_subject(subject),
        body_sealed=settings.KEYS.seal(gist if waits else body, purpose=SEAL), decides=decides, links_hidden_from=links_hidden_from,
        about_kind=kind, about_id=number, made_at=now, next_try_at=None if waits else now,
        gather_at=rules.gathered_at(now, rhythm, organisation=directory.organisation()) if waits else None,
    )  # fmt: skip
    if not waits:
        jobs.wake("notices.send_due")
    return notice


def send_due(*, now: datetime, at_most: int = 200) -> int:
    """Everything that is due has left, or waits for its next try, or has stopped with a reason; return how many left."""
    server = Server.from_url(settings.MAIL_URL)
    if server is None:
        return 0
    stop_stale(now=now)
    left = 0
    with Session(server) as session:
        for _turn in range(at_most):
            notice = _claim_next(now)
            if notice is None:
                break
            left += _send(notice, session=session, now=now)
    return left


@transaction.atomic
def stop_stale(*, now: datetime) -> int:
    """What could not leave for three days does not leave by itself any more; return how many. Idempotent."""
    stale = Notice.objects.filter(sent_at__isnull=True, next_try_at__isnull=False, made_at__lte=now - rules.STALE_AFTER)
    return stale.update(next_try_at=None, failed_because=TOO_OLD)


@transaction.atomic
def send_again(*, notice: Notice, by: Person, now: datetime) -> None:
    """The mail is due again, as if it had just been written."""
    people.require(by, Act.ADMINISTER, now=now)
    own = Notice.objects.filter(pk=notice.pk, sent_at__isnull=True)
    own.filter(gather_at__isnull=True).update(next_try_at=now, made_at=now, tries=0, failed_because="")
    own.filter(gathered_in__isnull=True, gather_at__isnull=False).update(gather_at=now)
    audit.record("notices.sent_again", of=("notice", notice.pk), by=by.pk, now=now)
    jobs.wake("notices.send_due")


@transaction.atomic
def show(*, notice: Notice, by: Person, now: datetime) -> str:
    """Return the text to an administrator, on record; never to the author of what its links decide."""
    people.require(by, Act.ADMINISTER, now=now)
    if notice.links_hidden_from == by.pk:
        raise NotAllowed(Act.APPROVE)
    audit.record("notices.shown", of=("notice", notice.pk), by=by.pk, now=now)
    return text_of(notice)


def text_of(notice: Notice) -> str:
    """Return the text as it was sealed. For sending and tests; people get it by `show`."""
    return settings.KEYS.unseal(bytes(notice.body_sealed), purpose=SEAL) if notice.body_sealed else ""


def sendable() -> Q:
    """Return which mails may leave: during a standstill only letters about signing in that were asked for here."""
    copied = standstill.current()
    return Q() if copied is None else Q(made_at__gte=copied.begun_at, about_kind="person")


def _claim_next(now: datetime) -> Notice | None:
    """Return a due mail that is ours for the length of the lease: by compare-and-set, however many workers look."""
    due = sendable() & Q(sent_at__isnull=True, next_try_at__lte=now)
    for notice in Notice.objects.filter(due).order_by("next_try_at", "pk")[:20]:
        ours = Notice.objects.filter(due, pk=notice.pk, tries=notice.tries)
        if ours.update(next_try_at=now + rules.LEASE, tries=notice.tries + 1):
            notice.tries += 1
            return notice
    return None


def _send(notice: Notice, *, session: Session, now: datetime) -> int:
    """The mail has left (1), or its row says when it is tried again or why not (0)."""
    own = Notice.objects.filter(pk=notice.pk, sent_at__isnull=True)
    try:
        mail = letter(
            number=notice.pk, to_email=notice.to_email, subject=notice.subject, body=text_of(notice),
            language=notice.language, made_at=notice.made_at, sender=settings.MAIL_FROM, keys=settings.KEYS,
        )  # fmt: skip
        session.send(mail, sender=mail["From"].addresses[0].addr_spec, recipient=mail["To"].addresses[0].addr_spec)
    except rules.MailRefused as refused:
        own.update(next_try_at=None, failed_because=refused.told)
        logger.warning("notices.refused", extra={"notice": notice.pk})
        return 0
    except rules.MailDelayed as delayed:
        own.update(next_try_at=now + rules.pause_after(notice.tries), failed_because=delayed.told)
        logger.info("notices.delayed", extra={"notice": notice.pk, "tries": notice.tries})
        return 0
    # the text is not kept once it left: it may carry a link
    own.update(sent_at=now, next_try_at=None, failed_because="", body_sealed=b"")
    logger.info("notices.sent", extra={"notice": notice.pk})
    return 1
