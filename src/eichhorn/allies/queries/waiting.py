"""What of asks waits for the team: gifts that came, calls to make, promises of theirs and thanks of ours."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.allies.models import Ask
from eichhorn.allies.queries.thanking import to_thank
from eichhorn.allies.rules import State, Way
from eichhorn.ideas.rules import State as IdeaState
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.waiting import Waiting

CAME_LATELY = timedelta(days=14)


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return one row each for gifts to take up, people to ring or meet, and thanks that are due. Three queries; one for others."""
    if not people.may(person, Act.WRITE, now=now):
        return []
    return [*_gifts(now), *_to_meet(person), *_thanks()]


def _gifts(now: datetime) -> list[Waiting]:
    came = list(
        Ask.objects.filter(
            state=State.GIVEN, answered_at__gte=now - CAME_LATELY, ally__isnull=False, gifts__idea__state=IdeaState.OPEN
        ).select_related("ally__person").order_by("answered_at", "pk").distinct()[:6]
    )  # fmt: skip
    if not came:
        return []
    first = came[0]
    assert first.ally is not None
    assert first.answered_at is not None
    said = {"who": first.ally.person.name, "title": first.title}
    rest = len(came) - 1
    line = _("for “%(title)s”, into the plan with one press") % said
    if rest:
        line += " · " + ngettext("and %(count)s more gift", "and %(count)s more gifts", rest) % {"count": rest}
    return [
        Waiting(
            kind="person", icon="gift", title=_("%(who)s has given what you asked for") % said, line=line,
            href=reverse("allies:ask", args=[first.pk]), action=_("Look at it"), since=first.answered_at,
        )
    ]  # fmt: skip


def _to_meet(person: Person) -> list[Waiting]:
    """Return whom this person said they would ring or go and see, and whom nobody has reached yet."""
    rows = Ask.objects.filter(
        state=State.ASKED, made_by=person, way__in=[Way.PHONE, Way.IN_PERSON], ally__isnull=False, reminded=0
    ).select_related("ally__person").order_by("asked_at", "pk")[:3]  # fmt: skip
    found = []
    for one in rows:
        assert one.ally is not None
        assert one.asked_at is not None
        said = {"who": one.ally.person.name, "title": one.title}
        is_call = one.way == Way.PHONE
        found.append(
            Waiting(
                kind="due", icon="phone" if is_call else "coffee",
                title=_("Ring %(who)s") % said if is_call else _("Drop in on %(who)s") % said,
                line=_("about “%(title)s”") % said + (f" · {one.ally.best_time}" if one.ally.best_time else ""),
                href=reverse("allies:ask", args=[one.pk]), action=_("See what to say"), since=one.asked_at,
            )
        )  # fmt: skip
    return found


def _thanks() -> list[Waiting]:
    due = list(to_thank()[:6])
    if not due:
        return []
    first = due[0]
    assert first.ally is not None
    assert first.answered_at is not None
    said = {"who": first.ally.person.name, "title": first.title}
    rest = len(due) - 1
    line = _("“%(title)s” is out, the letter is drafted") % said
    if rest:
        line += " · " + ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": rest}
    return [
        Waiting(
            kind="person", icon="heart", title=_("Thank %(who)s") % said, line=line,
            href=reverse("allies:ask", args=[first.pk]) + "#thanks", action=_("Say thank you"), since=first.answered_at,
        )
    ]  # fmt: skip
