"""Mails around an approval: the question with its link, the confirmation, and the word to the author.

The difficult thing: the link decides. It goes to the approver's address from the directory and to nobody else; whoever
wrote the text never sees it, not even as administrator in the outbox.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from eichhorn.notices import services as notices
from eichhorn.people import links
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose
from eichhorn.review.models import Approval, Route
from eichhorn.review.rules import Outcome
from eichhorn.ui import moments

LINK_OUTLASTS = timedelta(days=14)
"""After the answer was due the link still shows what became of it."""


def ask(approval: Approval, *, now: datetime) -> None:
    """The approver has the question with a link that is theirs alone."""
    approver, author = approval.approver, approval.asked_by
    token = links.issue(
        purpose=LinkPurpose.APPROVAL, object_id=approval.pk, person=approver,
        hidden_from=author.pk if author else None, lasts=approval.answer_due_at - now + LINK_OUTLASTS, now=now,
    )  # fmt: skip
    title = approval.version.draft.slot.title
    with translation.override(approver.language), timezone.override(people.zone()):
        due = moments.day_time(approval.answer_due_at)
        lines = [
            _hello(approver),
            _("May we say it like this? Reading takes a minute."),
            f"{settings.PUBLIC_URL}{reverse('review:by_link', args=[token])}",
            _("Without your approval nothing appears. We would be glad to have your answer by %(due)s.") % {"due": due},
            _("The link is for you alone. Please do not pass it on."),
        ]
        subject = _("Approval by %(due)s: %(title)s") % {"due": due, "title": title}
        _tell(approval, approver, subject, lines, now, decides=True, hidden_from=author.pk if author else None)


def confirm(approval: Approval, *, now: datetime) -> None:
    """The approver's address from the directory has what was decided in their name."""
    approver, title = approval.approver, approval.version.draft.slot.title
    with translation.override(approver.language), timezone.override(people.zone()):
        words = {"title": title, "reason": approval.reason, "when": moments.day_time(now)}
        if approval.outcome == Outcome.GRANTED:
            subject = _("You approved: %(title)s") % words
            said = _("Your approval of “%(title)s” arrived on %(when)s.") % words
        else:
            subject = _("You did not approve: %(title)s") % words
            said = _("Your No to “%(title)s” arrived on %(when)s, with the reason: %(reason)s") % words
        lines = [
            _hello(approver),
            said,
            _("It counts for exactly this version. If the text changes, we will ask again."),
            _("Was it not you? Then please tell us at once, and we will stop the post."),
        ]
        _tell(approval, approver, subject, lines, now)


def tell_author(approval: Approval, *, now: datetime) -> None:
    """Whoever handed it in knows the answer."""
    author, title = approval.asked_by, approval.version.draft.slot.title
    if author is None:
        return
    with translation.override(author.language), timezone.override(people.zone()):
        words = {"name": approval.approver.name, "title": title, "reason": approval.reason}
        is_granted = approval.outcome == Outcome.GRANTED
        if is_granted:
            subject = _("Approved: %(title)s") % words
            said = _("%(name)s approved “%(title)s”. It leaves by itself on its date.") % words
        else:
            subject = _("Not approved: %(title)s") % words
            said = _("%(name)s did not approve “%(title)s”. The reason: %(reason)s") % words
        gist = f"{said}\n{_page_of(approval)}" if is_granted else ""
        _tell(approval, author, subject, [_hello(author), said, _page_of(approval)], now, gist=gist)


def tell_taken_back(approval: Approval, *, by: Person, now: datetime) -> None:
    """Approver and author know that a Yes no longer counts, by whom and why."""
    title = approval.version.draft.slot.title
    for person in {
        person.pk: person for person in (approval.approver, approval.asked_by) if person is not None
    }.values():
        with translation.override(person.language), timezone.override(people.zone()):
            words = {"name": by.name, "title": title, "reason": approval.reason}
            subject = _("Approval taken back: %(title)s") % words
            said = _("%(name)s took back the approval of “%(title)s”. The reason: %(reason)s") % words
            later = _("It does not appear until somebody approves it again.")
            _tell(approval, person, subject, [_hello(person), said, later], now)


def tell_no_longer_asked(approver: Person, route: Route, *, now: datetime) -> None:
    """Who was asked about every post knows that somebody decides alone from now on, and why."""
    holder = route.approver
    with translation.override(approver.language), timezone.override(people.zone()):
        words = {"name": holder.name if holder is not None else "", "because": route.declared_because}
        lines = [
            _hello(approver),
            _("You are no longer asked about posts. %(name)s decides alone from now on: %(because)s") % words,
            _("Every post that takes this way says so. If that is not right, please talk to the administration."),
        ]
        notices.tell(
            to_email=approver.email, to_person=approver, language=approver.language,
            subject=_("Posts are approved by one person alone from now on"), body=_body(lines), about=("route", route.pk), now=now,
        )  # fmt: skip


def _hello(person: Person) -> str:
    return _("Hello %(name)s,") % {"name": person.salutation or person.name}


def _page_of(approval: Approval) -> str:
    return f"{settings.PUBLIC_URL}{reverse('composer:draft', args=[approval.version.draft_id])}"


def _body(lines: list[str]) -> str:
    return "\n\n".join(lines) + "\n"


def _tell(
    approval: Approval, person: Person, subject: str, lines: list[str], now: datetime, *, decides: bool = False,
    hidden_from: int | None = None, gist: str = "",
) -> None:  # fmt: skip
    notices.tell(
        to_email=person.email, to_person=person, language=person.language, subject=subject, body=_body(lines),
        decides=decides, links_hidden_from=hidden_from, about=("approval", approval.pk), gist=gist, now=now,
    )  # fmt: skip
