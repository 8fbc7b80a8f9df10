"""Mails around an approval: the question with its link, the confirmation, and the word to the author.

The difficult thing: the link decides. It goes to the approver's address from the directory and to nobody else; whoever
wrote the text never sees it, not even as administrator in the outbox.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from eichhorn.notices import services as notices
from eichhorn.people import links
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose
from eichhorn.review.models import Approval
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
    with translation.override(approver.language):
        due = moments.day_time(approval.answer_due_at)
        lines = [
            _("Hello %(name)s,") % {"name": _called(approver)},
            _("may we say it like this? Reading takes a minute."),
            f"{settings.PUBLIC_URL}{reverse('review:by_link', args=[token])}",
            _("The link is for you alone. Please do not pass it on."),
            _("Without your approval nothing appears. We would be glad to have your answer by %(due)s.") % {"due": due},
        ]
        _tell(
            approval, approver, _("Approval by %(due)s: %(title)s") % {"due": due, "title": title}, lines, now,
            decides=True, hidden_from=author.pk if author else None,
        )  # fmt: skip


def confirm(approval: Approval, *, now: datetime) -> None:
    """The approver's address from the directory has what was decided in their name."""
    approver, title = approval.approver, approval.version.draft.slot.title
    with translation.override(approver.language):
        if approval.outcome == Outcome.GRANTED:
            subject = _("You approved: %(title)s") % {"title": title}
            said = _("your approval of “%(title)s” has arrived.") % {"title": title}
        else:
            subject = _("You did not approve: %(title)s") % {"title": title}
            said = _("your No to “%(title)s” has arrived, with the reason: %(reason)s") % {
                "title": title, "reason": approval.reason,
            }  # fmt: skip
        lines = [
            _("Hello %(name)s,") % {"name": _called(approver)},
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
    with translation.override(author.language):
        name = approval.approver.name
        subject, said = _news(approval, name, title)
        lines = [_("Hello %(name)s,") % {"name": _called(author)}, said, _page_of(approval)]
        _tell(approval, author, subject, lines, now)


def _news(approval: Approval, name: str, title: str) -> tuple[str, str]:
    words = {"name": name, "title": title, "reason": approval.reason}
    match Outcome(approval.outcome):
        case Outcome.GRANTED:
            return _("Approved: %(title)s") % words, _("%(name)s approved “%(title)s”. It leaves by itself on its date.") % words
        case Outcome.REFUSED:
            return (
                _("Not approved: %(title)s") % words,
                _("%(name)s did not approve “%(title)s”. The reason: %(reason)s") % words,
            )
        case _:
            return (
                _("Approval taken back: %(title)s") % words,
                _("%(name)s took back the approval of “%(title)s”. The reason: %(reason)s") % words,
            )


def _page_of(approval: Approval) -> str:
    return f"{settings.PUBLIC_URL}{reverse('content:draft', args=[approval.version.draft_id])}"


def _called(person: Person) -> str:
    return person.salutation or person.name


def _tell(
    approval: Approval, person: Person, subject: str, lines: list[str], now: datetime, *, decides: bool = False,
    hidden_from: int | None = None,
) -> None:  # fmt: skip
    notices.tell(
        to_email=person.email, to_person=person, language=person.language, subject=subject, body="\n\n".join(lines) + "\n",
        decides=decides, links_hidden_from=hidden_from, about=("approval", approval.pk), now=now,
    )  # fmt: skip
