"""The page Ausgang: what needs somebody, what leaves by itself, what is out; and holding everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.content import queries as content
from eichhorn.content.comparing import lasting
from eichhorn.delivery import queries, services
from eichhorn.delivery.forms import CorrectForm, HoldForm, JoinForm, ProofForm, ResumeForm, TakeBackForm
from eichhorn.delivery.models import Delivery, Outside
from eichhorn.delivery.rules import OutsideState, State
from eichhorn.delivery.words import Shown, attempt_said, outside_shown, shown
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot
from eichhorn.situation import queries as situation
from eichhorn.situation import services as holding
from eichhorn.ui import say

SHOWN = 50
PROVABLE = frozenset({State.UNSURE, State.BY_HAND, State.CHECKING})
"""States in which a person can say that the post is there."""


@require_safe
@signed_in
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what needs somebody, what is due, and what is out."""
    now, person, pause = clock.now(), person_of(request), situation.current()
    visible = queries.visible_to(person, now=now)
    needs = queries.doubts_first(visible.filter(state__in=queries.NEEDS))
    due = visible.filter(state__in=[State.WAITING, State.SENDING, State.CHECKING])
    out = visible.filter(state=State.SENT, sent_at__gte=now - queries.SHOWN_OUT).order_by("-sent_at", "-pk")
    past_us = queries.outside_for(person, now=now)
    context = {
        "proposals": [outside_shown(row) for row in past_us.filter(state=OutsideState.PROPOSED)[:SHOWN]],
        "past_us": [outside_shown(row) for row in past_us.filter(said_at__gte=now - queries.SHOWN_OUT)[:SHOWN] if row.state != OutsideState.PROPOSED],
        "needs": _rows(needs), "due": _rows(due), "out": _rows(out), "pause": pause,
        "held": pause is not None and queries.held(pause, now=now).exists(),
        "may_publish": people.may(person, Act.PUBLISH, now=now), "may_hold": people.may(person, Act.HOLD, now=now),
        "may_connect": people.may(person, Act.ADMINISTER, now=now),
    }  # fmt: skip
    return render(request, "delivery/outbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Show one delivery with all that was tried, and what a person can do now."""
    row = _row(request, delivery_id)
    form = ProofForm(request.POST if "url" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        decide = services.done_by_hand if row.state == State.BY_HAND else services.it_is_there
        url = form.cleaned_data["url"]
        return _decided(request, row, lambda by, now: decide(delivery=row, url=url, by=by, now=now))
    if form.errors and row.state not in PROVABLE:
        return _stands_elsewhere(request, row)
    return _page(request, row, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Name the risk of a second post once more; a POST that says it is clear sends."""
    row = _row(request, delivery_id)
    permissions.require(person_of(request), Act.PUBLISH, now=clock.now(), channel=row.channel_id)
    if request.method != "POST" or "confirmed" not in request.POST:
        return render(request, "delivery/send_again.html", {"it": shown(row)})
    confirmed = request.POST["confirmed"]
    return _decided(
        request, row, lambda by, now: services.send_again(delivery=row, confirmed=confirmed, by=by, now=now)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def take_back(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Ask why, and have the worker take the post back on its network."""
    row = _row(request, delivery_id)
    permissions.require(person_of(request), Act.PUBLISH, now=clock.now(), channel=row.channel_id)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _decided(request, row, lambda by, now: services.take_back(delivery=row, reason=reason, by=by, now=now))
    can = services.can_be_taken_back(row)
    if form.errors and not can:
        return _stands_elsewhere(request, row)
    page = {"it": shown(row), "form": form, "can": can}
    return render(request, "delivery/take_back.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def outside(request: HttpRequest, outside_id: int) -> HttpResponse:
    """Show what was published past Eichhorn beside the plan it may be; a POST says which it is."""
    now, person = clock.now(), person_of(request)
    row = queries.outside_for(person, now=now).filter(pk=outside_id).first()
    if row is None:
        raise Http404
    if request.method == "POST":
        permissions.require(person, Act.PUBLISH, now=now, channel=row.channel_id)
    may_publish = people.may(person, Act.PUBLISH, now=now, channel=row.channel_id)
    plans = services.plans_for(row, person=person, now=now) if may_publish and row.state != OutsideState.JOINED else ()
    form = JoinForm(request.POST if "slot" in request.POST else None, plans=plans)
    if request.method == "POST" and (form.is_valid() or request.POST.get("step") == "apart"):
        return _outside_decided(request, row, form.plan if form.is_bound else None)
    page = {
        "it": outside_shown(row),
        "form": form,
        "may_publish": may_publish,
        "plans": plans,
        "planned": _planned_words(row),
    }
    return render(request, "delivery/outside.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Ask why, and begin a draft that changes the post once it is approved."""
    row, by, now = _row(request, delivery_id), person_of(request), clock.now()
    permissions.require(by, Act.WRITE, now=now, channel=row.channel_id)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = services.correct(delivery=row, reason=form.cleaned_data["reason"], by=by, now=now)
        except services.NotDecidable:
            say.problem(request, _("It cannot be corrected now, so nothing was changed. Please look at it once more."))
            return SeeOther(reverse("delivery:delivery", args=[row.pk]))
        return SeeOther(reverse("composer:draft", args=[made.draft_id]))
    can = services.can_be_corrected(row)
    if form.errors and not can:
        return _stands_elsewhere(request, row)
    page = {"it": shown(row), "form": form, "can": can, "keeps_pictures": not services.shows_others(row)}
    return render(request, "delivery/correct.html", page, status=422 if form.errors else 200)


@require_POST
@signed_in
def decide(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Let go what was late, held or stopped; look again; or cancel."""
    row = _row(request, delivery_id)
    steps = {"release": services.release, "look": services.look_again, "cancel": services.cancel}
    step = steps.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    return _decided(request, row, lambda by, now: step(delivery=row, by=by, now=now))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hold(request: HttpRequest) -> HttpResponse:
    """Hold everything, with a reason."""
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        holding.hold(reason=form.cleaned_data["reason"], by=person_of(request), now=clock.now())
        say.done(request, _("Everything is held. What is approved from now on leaves."))
        return SeeOther(reverse("delivery:outbox"))
    permissions.require(person_of(request), Act.HOLD, now=clock.now())
    return render(request, "delivery/hold.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def lift(request: HttpRequest) -> HttpResponse:
    """Let posts leave again."""
    try:
        holding.lift(by=person_of(request), now=clock.now())
    except holding.NotHeld:
        say.problem(request, _("Nothing is held at the moment."))
    else:
        say.done(request, _("Posts leave again. Those that were held wait for your decision, one by one."))
    return SeeOther(reverse("delivery:outbox"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def resume(request: HttpRequest) -> HttpResponse:
    """Go through what was held, post by post, and let posts leave again."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.HOLD, now=now)
    pause = situation.current()
    held = queries.held(pause, now=now).filter(pk__in=queries.visible_to(by, now=now).order_by().values("pk"))
    mine = [row for row in held[:SHOWN] if people.may(by, Act.PUBLISH, now=now, channel=row.channel_id)]
    form = ResumeForm(request.POST if request.method == "POST" else None, deliveries=[row.pk for row in mine])
    if form.is_valid():
        return _resumed(request, form.chosen(form.SEND), form.chosen(form.NO))
    rows = [(shown(row), form[str(row.pk)]) for row in mine]
    return render(request, "delivery/resume.html", {"rows": rows, "pause": pause, "form": form})


def _resumed(request: HttpRequest, release_ids: list[int], cancel_ids: list[int]) -> HttpResponse:
    try:
        services.resume(
            release_ids=release_ids, cancel_ids=cancel_ids, by=person_of(request), now=clock.now()
        )  # fmt: skip
    except holding.NotHeld:
        say.problem(request, _("Nothing is held at the moment."))
    else:
        say.done(request, _("Posts leave again. What you left open waits for your decision here."))
    return SeeOther(reverse("delivery:outbox"))


@dataclass(frozen=True, slots=True)
class Rows:
    """The first rows of a list, and how many more there are."""

    shown: list[Shown]
    more: int

    @property
    def count(self) -> int:
        return len(self.shown) + self.more


def _rows(found: QuerySet[Delivery]) -> Rows:
    """Return the rows with their words. Two queries, a third where there are more than a page shows."""
    first = [shown(row) for row in found.prefetch_related("attempts")[:SHOWN]]
    return Rows(first, found.count() - SHOWN if len(first) == SHOWN else 0)


def _page(request: HttpRequest, row: Delivery, form: ProofForm, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    wording = content.wording(row.version, row.channel) if row.version is not None else None
    attempts = [(attempt, attempt_said(attempt)) for attempt in row.attempts.order_by("number")]
    context = {
        "it": shown(row), "attempts": attempts, "form": form,
        "text": wording.pieces[min(row.part, len(wording.pieces)) - 1] if wording else row.reply_text,
        "pictures": wording.pictures if wording and row.part == 1 else (),
        "poll": wording.poll if wording and row.part == 1 else None,
        "film": wording.film if wording and row.part == 1 else None, "video": wording.video if wording else None,
        "lasting": lasting(wording.poll.minutes) if wording and wording.poll else "",
        "may_publish": people.may(person_of(request), Act.PUBLISH, now=now, channel=row.channel_id),
        "may_connect": people.may(person_of(request), Act.ADMINISTER, now=now), "decidable": queries.NEEDS,
        "proposal": queries.proposal_for(row), "removal": getattr(row, "removal", None), "can_be_taken_back": services.can_be_taken_back(row),
        "corrections": [(one, shown(carried) if carried else None) for one, carried in queries.corrections(row)],
        "can_be_corrected": services.can_be_corrected(row) and services.open_correction(row) is None,
        "may_write": people.may(person_of(request), Act.WRITE, now=now, channel=row.channel_id),
    }  # fmt: skip
    return render(request, "delivery/delivery.html", context, status=status)


def _decided(request: HttpRequest, row: Delivery, step: Callable[[Person, datetime], object]) -> HttpResponse:
    """Carry the decision out and go back to the page of the delivery."""
    try:
        step(person_of(request), clock.now())
        say.done(request, _("Done. It is written down who decided and when."))
    except services.NotDecidable:
        return _stands_elsewhere(request, row)
    except services.NotConfirmed:
        say.problem(request, _("Nothing was sent. Please confirm first that the post is not there."))
    return SeeOther(reverse("delivery:delivery", args=[row.pk]))


def _stands_elsewhere(request: HttpRequest, row: Delivery) -> HttpResponse:
    """Say that the page was older than what happened since."""
    say.problem(request, _("It stands elsewhere by now, so nothing was changed. Please look at it once more."))
    return SeeOther(reverse("delivery:delivery", args=[row.pk]))


def _outside_decided(request: HttpRequest, row: Outside, plan: Slot | None) -> HttpResponse:
    """Join it to the plan, or keep it apart where there is none, and say what follows."""
    by, now = person_of(request), clock.now()
    try:
        if plan is None:
            services.keep_apart(outside=row, by=by, now=now)
            say.done(request, _("It stands in the plan as a post of its own. What was planned leaves as planned."))
        else:
            services.join(outside=row, slot=plan, by=by, now=now)
            say.done(request, _("It is joined to the plan. Eichhorn does not send it a second time."))
    except services.NotDecidable:
        say.problem(request, _("It stands elsewhere by now, so nothing was changed. Please look at it once more."))
    return SeeOther(reverse("delivery:outside", args=[row.pk]))


def _planned_words(row: Outside) -> str:
    """Return what was planned for the channel; empty where nothing was."""
    draft = content.draft_of_slot(row.slot_id)
    return content.wording(draft.latest, row.channel).text if draft is not None and draft.latest is not None else ""


def _row(request: HttpRequest, delivery_id: int) -> Delivery:
    row = (
        queries.visible_to(person_of(request), now=clock.now())
        .prefetch_related("attempts")
        .filter(pk=delivery_id)
        .first()
    )
    if row is None:
        raise Http404
    return row
