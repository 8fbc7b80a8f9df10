"""Mails about posts: in whose hands they are now, and where they stand since something made room or came back.

The difficult thing: whoever is told must not learn by it what they may not read. So each mail is made for one person, and
names of posts and newcomer only what that person may see.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.notices import services as notices
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import queries, rules
from eichhorn.planning.models import Move, Slot
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


def tell_displaced(newcomer: Slot, *, by: Person, now: datetime) -> None:
    """Who has one of the posts in hand that moved for the newcomer, or answers for its goal, has a mail that names them."""
    moves = Move.objects.filter(displaced_by=newcomer).select_related(
        "slot__goal__owner", "slot__with_person", "slot__made_by"
    )
    moved = [(move.slot, move.before_local, move.after_local) for move in moves.order_by("after_local", "pk")]
    _tell_touched(moved, newcomer, by=by, now=now, back=False)


def tell_moved_back(newcomer: Slot, slots: Collection[Slot], *, by: Person, now: datetime) -> None:
    """Whoever was told that a post moved for the newcomer knows that it stands where it stood."""
    moves = Move.objects.filter(displaced_by=newcomer, slot__in=slots)
    moves = moves.select_related("slot__goal__owner", "slot__with_person", "slot__made_by")
    moved = [(move.slot, move.after_local, move.before_local) for move in moves.order_by("before_local", "pk")]
    _tell_touched(moved, newcomer, by=by, now=now, back=True)


def _tell_touched(
    moved: Sequence[tuple[Slot, datetime | None, datetime | None]], newcomer: Slot, *, by: Person, now: datetime, back: bool
) -> None:  # fmt: skip
    touched: dict[int, tuple[Person, list[tuple[Slot, datetime | None, datetime | None]]]] = {}
    for one in moved:
        slot = one[0]
        for person in {slot.with_person or slot.made_by, slot.goal.owner if slot.goal is not None else None}:
            if person is not None and person.pk != by.pk and person.left_on is None:
                touched.setdefault(person.pk, (person, []))[1].append(one)
    ids = [newcomer.pk, *(slot.pk for slot, _before, _after in moved)]
    for _pk, (person, theirs) in sorted(touched.items()):
        visible = set(queries.visible_to(person, now=now).filter(pk__in=ids).values_list("pk", flat=True))
        named = [one for one in theirs if one[0].pk in visible]
        if named:
            _tell_moved(person, named, newcomer if newcomer.pk in visible else None, by=by, now=now, back=back)


def _tell_moved(
    to: Person, moved: Sequence[tuple[Slot, datetime | None, datetime | None]], newcomer: Slot | None, *, by: Person,
    now: datetime, back: bool,
) -> None:  # fmt: skip
    first = moved[0][0]
    with translation.override(to.language), timezone.override(people.zone()):
        if back:
            subject = _("Back on its date: %(title)s") % {"title": first.title}
            said = _("%(name)s has taken back what had moved them. They stand where they stood before.") % {
                "name": by.name
            }
        else:
            subject = _("On another date: %(title)s") % {"title": first.title}
            said = (
                _("%(name)s has made room for another post.") % {"name": by.name}
                if newcomer is None
                else _("%(name)s has made room for “%(title)s”.") % {"name": by.name, "title": newcomer.title}
            )
        lines = [
            _("Hello %(name)s,") % {"name": to.salutation or to.name},
            said,
            "\n".join(line for slot, before, after in moved[:MOST_NAMED] for line in _way(slot, before, after)),
        ]
        if not back:
            lines.append(
                _("If that does not suit you, talk to each other: it can be taken back on the page of the request.")
            )
        body = "\n\n".join(lines) + "\n"
    notices.tell(
        to_email=to.email,
        to_person=to,
        language=to.language,
        subject=subject,
        body=body,
        about=("slot", first.pk),
        now=now,
    )


def _way(slot: Slot, before: datetime | None, after: datetime | None) -> tuple[str, str]:
    words = {"title": slot.title, "before": _when(before), "after": _when(after)}
    said = _("– %(title)s: from %(before)s to %(after)s") % words
    return said, f"  {settings.PUBLIC_URL}{reverse('planning:slot', args=[slot.pk])}"


def _when(local: datetime | None) -> str:
    return moments.day_time(rules.wall(local)) if local is not None else _("without a date")


def _by_date(slots: Sequence[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.due_at is None, slot.due_at or slot.made_at, slot.pk))


def _named(slot: Slot) -> tuple[str, str]:
    return (
        f"– {slot.title} ({_when(slot.planned_local)})",
        f"  {settings.PUBLIC_URL}{reverse('planning:slot', args=[slot.pk])}",
    )
