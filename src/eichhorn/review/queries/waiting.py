"""What of the approvals waits for somebody, and the two knots of the thread: check and approval.

The difficult thing: the thread is on every page, so both knots of many posts cost three queries together.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.content import checking
from eichhorn.content import queries as content
from eichhorn.content.models import Draft
from eichhorn.foundation.text import cut
from eichhorn.guidelines import queries as guidelines
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review.models import Approval, Route
from eichhorn.review.queries.asked import in_window, open_of
from eichhorn.review.queries.standing import day_of
from eichhorn.review.rules import Outcome, RouteKind
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind
from eichhorn.ui.thread import Knot, KnotName, KnotState
from eichhorn.ui.waiting import Waiting

SOON = timedelta(days=3)
"""Work on a post whose date is nearer than that is due; on others it may wait."""
READING_MINUTES = 2
UNFINISHED = (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED)
MOST_ROWS = 50


class IsSlot(Protocol):
    """What of a slot counts here."""

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Way:
    """How far one post has come between its text and its Yes."""

    draft: Draft
    slot: Slot
    open_findings: int
    asked: Approval | None
    """The newest question about the draft."""
    usual_approver: str
    same_channels: bool
    picture_ended: bool
    """A picture in it may not appear on its day: whatever anybody approved, it does not leave."""

    @property
    def is_answered_for(self) -> bool:
        """Whether the newest question is about the latest version, its channels, and a window that holds the date."""
        asked = self.asked
        return (
            asked is not None
            and asked.version_id == self.draft.latest_id
            and self.same_channels
            and in_window(asked, self.slot)
        )

    @property
    def is_refused(self) -> bool:
        """Whether the latest version is the one that got a No."""
        asked = self.asked
        return asked is not None and asked.outcome == Outcome.REFUSED and asked.version_id == self.draft.latest_id


def knots(slot: IsSlot) -> tuple[Knot, Knot]:
    """Return the knots check and approval. Three queries."""
    return knots_of([slot.pk])[slot.pk]


def knots_of(slot_ids: Collection[int]) -> dict[int, tuple[Knot, Knot]]:
    """Return the knots check and approval by slot. Three queries, however many slots."""
    found = {way.slot.pk: way for way in _ways(Draft.objects.filter(slot__in=slot_ids))}
    return {slot_id: _both(found.get(slot_id)) for slot_id in slot_ids}


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the questions that the person can answer, then the work on posts that they wrote on. At most six queries."""
    rows = [_question(asked) for asked in open_of(person)]
    if not people.may(person, Act.WRITE, now=now):
        return rows
    theirs = models.Q(made_by=person) | models.Q(latest__by=person)
    unfinished = Draft.objects.filter(theirs, slot__stage__in=UNFINISHED)
    ways = _ways(unfinished.order_by(models.F("slot__due_at").asc(nulls_last=True), "pk")[:MOST_ROWS])
    return rows + [row for way in ways if (row := _work(way, now)) is not None]


def _ways(drafts: models.QuerySet[Draft]) -> list[Way]:
    channels_now = Slot.channels.through.objects.filter(slot_id=models.OuterRef("slot_id")).order_by("channel_id")
    newest = Approval.objects.filter(version__draft=models.OuterRef("pk")).order_by("-asked_at", "-pk")
    usual = Route.objects.filter(is_default=True)
    found: list[Any] = list(
        checking.with_facts(drafts)
        .select_related("slot")
        .annotate(
            channels_now=ArraySubquery(channels_now.values("channel_id")),
            asked_id=models.Subquery(newest.values("pk")[:1]),
            usual_approver=models.Subquery(usual.values("approver__name")[:1]),
            picture_ended=content.shows_what_may_not_appear(on=day_of("slot__due_at", None), version="latest"),
        )
    )
    rules = guidelines.in_force() if any(draft.slot.stage == Stage.DRAFT for draft in found) else ()
    asked = Approval.objects.select_related("approver", "asked_by", "route").in_bulk(
        [draft.asked_id for draft in found if draft.asked_id is not None]
    )
    return [
        Way(
            draft=draft, slot=draft.slot, asked=asked.get(draft.asked_id), usual_approver=draft.usual_approver or "",
            open_findings=len(checking.open_in(draft, rules)) if draft.slot.stage == Stage.DRAFT else 0,
            picture_ended=draft.picture_ended,
            same_channels=draft.latest is not None and sorted(draft.channels_now) == sorted(draft.latest.channel_ids),
        )
        for draft in found
    ]  # fmt: skip


def _both(way: Way | None) -> tuple[Knot, Knot]:
    if way is None or way.draft.latest is None:
        return Knot(KnotName.CHECK, KnotState.NEXT), Knot(KnotName.APPROVAL, KnotState.NEXT)
    return _check_knot(way), _approval_knot(way)


def _check_knot(way: Way) -> Knot:
    here = reverse("composer:draft", args=[way.draft.pk]) + "#check"
    if way.picture_ended and way.slot.stage in UNFINISHED:
        return Knot(KnotName.CHECK, KnotState.STOP, _("may not appear"), here)
    if way.open_findings:
        said = ngettext("%(count)s finding is open", "%(count)s findings are open", way.open_findings)
        return Knot(KnotName.CHECK, KnotState.NOW, said % {"count": way.open_findings}, here)
    if way.slot.stage == Stage.DRAFT:  # lengths, pictures and rights are asked for in full where it is handed in
        return Knot(KnotName.CHECK, KnotState.DONE, _("no rule is open"), here)
    return Knot(KnotName.CHECK, KnotState.DONE, _("in order"), here)


def _approval_knot(way: Way) -> Knot:
    draft = reverse("composer:draft", args=[way.draft.pk])
    if way.asked is not None and way.slot.stage not in {Stage.DRAFT, Stage.CANCELLED, Stage.IDEA}:
        return _asked_knot(way, way.asked)
    if way.is_refused and way.asked is not None:
        return Knot(KnotName.APPROVAL, KnotState.STOP, _called(way.asked.approver), _page(way.asked))
    if way.open_findings:
        return Knot(KnotName.APPROVAL, KnotState.NEXT, way.usual_approver, draft)
    return Knot(KnotName.APPROVAL, KnotState.NOW, _("not asked yet"), draft)


def _asked_knot(way: Way, asked: Approval) -> Knot:
    if way.slot.stage in {Stage.IN_REVIEW, Stage.APPROVED} and not way.is_answered_for:
        return Knot(KnotName.APPROVAL, KnotState.STOP, _("no longer fits"), _page(asked))
    if asked.outcome == Outcome.OPEN:
        return Knot(KnotName.APPROVAL, KnotState.NOW, _by_when(asked), _page(asked))
    return Knot(KnotName.APPROVAL, KnotState.DONE, _who_said_yes(asked), _page(asked))


def _question(asked: Approval) -> Waiting:
    title = asked.version.draft.slot.title
    asker = asked.asked_by.name if asked.asked_by is not None else _("The team")
    return Waiting(
        kind="person", icon="user-check", title=_("%(name)s is waiting for your approval") % {"name": asker},
        line=_("%(title)s · answer by %(when)s") % {"title": title, "when": moments.day_time(asked.answer_due_at)},
        href=_page(asked), action=_("Read post"), since=asked.asked_at,
        initials=asked.asked_by.initials if asked.asked_by is not None else "", effort_minutes=READING_MINUTES,
        slot_id=asked.version.draft.slot_id,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What the author of a post does next."""

    title: str
    line: str
    action: str
    href: str
    sign: StateKind | None = None


def _work(way: Way, now: datetime) -> Waiting | None:
    """Return the next step of the post's author, where there is one."""
    if way.picture_ended:
        step: Step | None = _with_ended_picture(way)
    else:
        step = _in_draft(way) if way.slot.stage == Stage.DRAFT else _after_asking(way, now)
    if step is None or way.draft.latest is None:
        return None
    due_at = way.slot.due_at
    when = moments.day_time(due_at) if due_at is not None else _("without a date")
    near = step.sign is not None or (due_at is not None and due_at - now <= SOON)
    return Waiting(
        kind="due" if near else "later", icon="alert-circle" if step.sign is StateKind.STOP else "pencil",
        title=step.title, line=f"{when} · {step.line}" if step.line else when, href=step.href, action=step.action,
        since=way.draft.latest.at, sign=step.sign, slot_id=way.slot.pk,
    )  # fmt: skip


def _with_ended_picture(way: Way) -> Step:
    said = _("%(title)s: something shown in it may not appear") % {"title": way.slot.title}
    line = _("it does not leave until picture or video was exchanged or may appear again")
    return Step(said, line, _("Open post"), reverse("composer:draft", args=[way.draft.pk]), StateKind.STOP)


def _in_draft(way: Way) -> Step:
    title, href = {"title": way.slot.title}, reverse("composer:draft", args=[way.draft.pk])
    if way.is_refused and way.asked is not None:
        said = _("%(title)s: %(name)s did not approve it") % {**title, "name": _called(way.asked.approver)}
        return Step(said, cut(way.asked.reason, 120), _("Revise post"), href, StateKind.STOP)
    if way.open_findings:
        line = _("then %(name)s is asked") % {"name": way.usual_approver} if way.usual_approver else ""
        return Step(_("%(title)s: look at the finding of the check") % title, line, _("Open post"), href + "#check")
    return Step(_("%(title)s: send for approval") % title, _("nothing is open in the check"), _("Open post"), href)


def _after_asking(way: Way, now: datetime) -> Step | None:
    asked = way.asked
    if asked is None:
        return None
    words = {"title": way.slot.title, "name": _called(asked.approver), "when": moments.day_time(asked.answer_due_at)}
    if not way.is_answered_for:
        said, line = _("%(title)s: the approval no longer fits") % words, _("the date or the channels have changed")
        return Step(said, line, _("Ask again"), _page(asked), StateKind.STOP)
    if asked.outcome == Outcome.OPEN and asked.answer_due_at < now:
        said, line = _("%(title)s: %(name)s has not answered yet") % words, _("expected by %(when)s") % words
        return Step(said, line, _("Open question"), _page(asked), StateKind.WAIT)
    return None


def _by_when(asked: Approval) -> str:
    """Return "Dr. Voss bis Mi 12:00"."""
    local = moments.local(asked.answer_due_at)
    when = f"{dateformat.format(local, 'D')} {moments.clock(local)}"
    return _("%(name)s by %(when)s") % {"name": _called(asked.approver), "when": when}


def _who_said_yes(asked: Approval) -> str:
    if asked.route.kind == RouteKind.SOLE:
        return _("sole responsibility")
    return _called(asked.approver)


def _called(person: Person) -> str:
    return person.salutation or person.name


def _page(asked: Approval) -> str:
    return reverse("review:approval", args=[asked.pk])
