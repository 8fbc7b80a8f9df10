"""A fresh link for somebody whose link is too old.

The difficult thing: whoever holds an old link may not be its addressee any more. So the fresh one is never shown; it
is mailed to the same address, and an old link can do so only a few times.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from eichhorn.foundation import audit, crypto
from eichhorn.people import letters, links, throttle
from eichhorn.people.models import Link
from eichhorn.people.rules import LinkProblem, LinkPurpose

FRESH_LINKS = 3
PER = timedelta(hours=1)


def mail_fresh_link(request: HttpRequest, *, token: str, purpose: LinkPurpose, now: datetime) -> None:
    """The addressee of the expired link gets a fresh one for the same page by mail; more than three an hour are not sent."""
    link = Link.objects.select_related("person").get(token_hash=crypto.token_hash(token), purpose=purpose)
    problem = links.problem(link, now=now)
    if problem is None or problem.why is not LinkProblem.EXPIRED or link.expires_at is None:
        return
    if not throttle.allow(f"fresh:{link.pk}", limit=FRESH_LINKS, per=PER, now=now):
        return
    match = request.resolver_match
    assert match is not None
    _write(link, name=match.view_name, others={k: v for k, v in match.kwargs.items() if k != "token"}, now=now)


@transaction.atomic
def _write(link: Link, *, name: str, others: dict[str, object], now: datetime) -> None:
    assert link.expires_at is not None
    token = links.issue(
        purpose=LinkPurpose(link.purpose), object_id=link.object_id, person=link.person, to_email=link.to_email,
        hidden_from=link.hidden_from, lasts=link.expires_at - link.made_at, now=now,
    )  # fmt: skip
    language = link.person.language if link.person is not None else translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        subject = _("Your new link")
        body = _(
            "Hello,\n\nhere is the new link that you asked for:\n\n%(address)s\n\nIt opens the same page as before.\n"
        ) % {
            "address": settings.PUBLIC_URL + reverse(name, kwargs={**others, "token": token}),
        }
    letters.write(
        to_email=links.address_of(link), to_person=link.person, language=language, subject=subject, body=body,
        links_hidden_from=link.hidden_from, about=("link", link.pk), now=now,
    )  # fmt: skip
    audit.record("people.link_renewed", of=("link", link.pk), by=None, now=now)
