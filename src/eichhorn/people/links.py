"""Links that let somebody in without an account: one purpose, one object, until an instant.

The difficult thing: a link is a key that travels by mail. So only its hash is stored, it opens one thing, it can be
revoked, and opening it changes nothing: what happens once happens by `use`, in a POST.
"""

from datetime import datetime, timedelta

from django.db import transaction

from eichhorn.foundation import audit, crypto
from eichhorn.people.models import Link, Person
from eichhorn.people.rules import USED_ONCE, WITHOUT_END, LinkProblem, LinkPurpose, LinkRefused

__all__ = ["LinkProblem", "LinkPurpose", "LinkRefused", "issue", "read", "revoke", "use"]


@transaction.atomic
def issue(
    *,
    purpose: LinkPurpose,
    object_id: int | None = None,
    person: Person | None = None,
    to_email: str = "",
    hidden_from: int | None = None,
    lasts: timedelta | None = None,
    now: datetime,
) -> str:
    """Return the token of a fresh link; it is told this once. Only form and stage links may last without end."""
    if lasts is None and purpose not in WITHOUT_END:
        raise ValueError(f"a link for {purpose} has to end")
    token = crypto.new_token()
    link = Link.objects.create(
        token_hash=crypto.token_hash(token), purpose=purpose, object_id=object_id, person=person, to_email=to_email,
        hidden_from=hidden_from, made_at=now, expires_at=now + lasts if lasts is not None else None,
    )  # fmt: skip
    audit.record("people.link_issued", of=("link", link.pk), by=None, now=now, details={"purpose": purpose})
    return token


def read(*, token: str, purpose: LinkPurpose, now: datetime) -> Link:
    """Return the link that the token opens, or raise LinkRefused. Changes nothing. One query."""
    link = Link.objects.select_related("person").filter(token_hash=crypto.token_hash(token), purpose=purpose).first()
    if link is None:
        raise LinkRefused(LinkProblem.UNKNOWN)
    if refused := problem(link, now=now):
        raise refused
    return link


def problem(link: Link, *, now: datetime) -> LinkRefused | None:
    """Return why the link lets nobody in now, or None."""
    if link.revoked_at is not None:
        return LinkRefused(LinkProblem.REVOKED, since=link.revoked_at)
    if link.person is not None and link.person.left_on is not None and link.person.left_on <= now.date():
        return LinkRefused(LinkProblem.REVOKED)
    if link.used_at is not None and link.purpose in USED_ONCE:
        return LinkRefused(LinkProblem.USED, since=link.used_at)
    if link.expires_at is not None and link.expires_at <= now:
        return LinkRefused(LinkProblem.EXPIRED, since=link.expires_at, renewable=address_of(link) != "")
    return None


def address_of(link: Link) -> str:
    """Return where a fresh link would be mailed; empty where nobody is known."""
    return link.person.email if link.person is not None else link.to_email


@transaction.atomic
def use(*, link: Link, now: datetime) -> None:
    """Mark the link as used. One that works once is refused from the second time on, however close both come."""
    unused = Link.objects.filter(pk=link.pk, revoked_at__isnull=True)
    if link.purpose in USED_ONCE:
        unused = unused.filter(used_at__isnull=True)
    if not unused.update(used_at=now):
        fresh = Link.objects.select_related("person").get(pk=link.pk)
        raise problem(fresh, now=now) or LinkRefused(LinkProblem.USED)
    audit.record("people.link_used", of=("link", link.pk), by=link.person_id, now=now)


@transaction.atomic
def revoke(*, purpose: LinkPurpose, object_id: int | None, now: datetime) -> int:
    """Let none of the links to the object in any more, not even expired ones be renewed; return how many. Idempotent."""
    return Link.objects.filter(purpose=purpose, object_id=object_id, revoked_at__isnull=True).update(revoked_at=now)
