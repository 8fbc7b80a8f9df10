"""The mail to whoever has posts in hand from now on."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.notices import services as notices
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.planning.models import Slot
from eichhorn.ui import moments

MOST_NAMED = 50


def tell_handed_over(slots: Sequence[Slot], *, to: Person, by: Person | None, now: datetime) -> None:
    """The person has one mail that names the posts, with their dates and where they are found."""
    with translation.override(to.language), timezone.override(people.zone()):
        words = {"count": len(slots), "title": slots[0].title, "name": by.name if by is not None else ""}
        subject = _("In your hands: %(title)s") % words
        if len(slots) > 1:
            subject = ngettext("In your hands: %(count)s post", "In your hands: %(count)s posts", len(slots)) % words
        said = (
            ngettext("This post is in your hands now.", "These %(count)s posts are in your hands now.", len(slots))
            % words
        )
        if by is not None:
            handed = ngettext("%(name)s handed it over to you.", "%(name)s handed them over to you.", len(slots))
            said = f"{said} {handed % words}"
        lines = [
            _("Hello %(name)s,") % {"name": to.salutation or to.name},
            said,
            "\n".join(line for slot in _by_date(slots)[:MOST_NAMED] for line in _named(slot)),
        ]
        if len(slots) > MOST_NAMED:
            more = len(slots) - MOST_NAMED
            lines.append(ngettext("And %(more)s more.", "And %(more)s more.", more) % {"more": more})
        lines.append(_("Text, date and approvals stay as they are. If it does not suit you, hand it on or back there."))
        body = "\n\n".join(lines) + "\n"
    notices.tell(
        to_email=to.email, to_person=to, language=to.language, subject=subject, body=body,
        about=("slot", slots[0].pk), now=now,
    )  # fmt: skip


def _by_date(slots: Sequence[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.due_at is None, slot.due_at or slot.made_at, slot.pk))


def _named(slot: Slot) -> tuple[str, str]:
    when = moments.day_time(rules.wall(slot.planned_local)) if slot.planned_local else _("without a date")
    return f"– {slot.title} ({when})", f"  {settings.PUBLIC_URL}{reverse('planning:slot', args=[slot.pk])}"
