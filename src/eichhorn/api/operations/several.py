"""One act on several posts: looked at first, then done to all of them or to none."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import plan
from eichhorn.api.schemas import several as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act, NotAllowed
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plans
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.rules.tags import LONGEST_TAG, TagTooLong, tags_of
from eichhorn.queueing import queries as waiting
from eichhorn.queueing import services as queueing
from eichhorn.several import queries, services
from eichhorn.several.rules import Step, What
from eichhorn.several.services import Wanted

router = Router(tags=["several"])
ActId = Annotated[Numbered, Path(description="The number of the act.", example=5)]


@router.post("/slots/several/preview", **operation("preview_several", Scope.READ, shown.SeveralPreviewShown))
def preview_several(request: HttpRequest, given: shown.SeveralSent) -> HttpResponse:
    """Look at what an act would do to each of several posts; nothing changes.

    It says of each where it would stand, why it cannot be, and whose approval would not count any more.
    """
    caller = caller_of(request)
    _require(caller, given.what)
    wanted = _wanted(given, caller)
    lines = queries.lines(
        _slots(given, caller), wanted.what, step=wanted.step, to=wanted.to, by=caller.person, now=caller.now
    )
    return answers.said(shown.preview(lines, fingerprint=services.fingerprint(wanted, lines)))


@router.post(
    "/slots/several", **operation("change_several", Scope.PLAN, shown.SeveralShown, can=("not-as-seen",))
)  # fmt: skip
def change_several(request: HttpRequest, given: shown.SeveralConfirmed) -> HttpResponse:
    """Do one act to several posts, exactly as the preview said. It happens to all of them, or to none.

    The fingerprint of the preview is the confirmation: where anything that it said is different by now, nothing changes.
    """
    caller = caller_of(request)
    _require(caller, given.what)
    wanted, slots = _wanted(given, caller), _slots(given, caller)
    ids = [slot.pk for slot in slots]
    lines = queries.lines(slots, wanted.what, step=wanted.step, to=wanted.to, by=caller.person, now=caller.now)
    if cannot := [line.slot.pk for line in lines if line.cannot]:
        raise Problem(
            "stands-elsewhere",
            _("It cannot happen to all of them. Nothing was changed."),
            reason="cannot",
            slots=cannot,
        )
    done = services.do_as_shown(
        wanted=wanted, slot_ids=ids, shown=given.fingerprint, by=caller.person, now=caller.now
    )  # fmt: skip
    act = done.act.pk if done.act is not None else None
    return answers.said(shown.SeveralShown(changed=done.number, act=act, items=_items(ids, caller)))


@router.post("/moves/{act_id}/take-back", **operation("take_moves_back", Scope.PLAN, shown.SeveralShown))
def take_moves_back(request: HttpRequest, act_id: ActId) -> HttpResponse:
    """Put all that an act moved where it stood before.

    Nothing moves where one of them was moved since, or approved for its new date. What a queue moved waits as before.
    """
    caller = caller_of(request)
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    act = Moving.objects.get(pk=act_id)
    ids = sorted(act.moves.values_list("slot_id", flat=True))
    if not planning.visible_to(caller.person, now=caller.now).filter(pk__in=ids).exists():
        raise Http404
    if waiting.channel_of_act(act) is not None:
        queueing.take_back(act=act, by=caller.person, now=caller.now)
        return answers.said(shown.SeveralShown(changed=len(ids), act=None, items=_items(ids, caller)))
    back = plans.take_back(act=act, by=caller.person, now=caller.now)
    return answers.said(shown.SeveralShown(changed=len(ids), act=back.pk, items=_items(ids, caller)))


def _require(caller: Caller, what: What) -> None:
    may = people.acts(caller.person, now=caller.now)
    if not ({Act.PLAN, Act.WRITE} if what is What.HAND_OVER else {Act.PLAN}) & may:
        raise NotAllowed(Act.PLAN)


def _slots(given: shown.SeveralSent, caller: Caller) -> list[Slot]:
    """Return the posts, all of which the caller may read."""
    found = queries.posts(given.slots, person=caller.person, now=caller.now)
    there = {slot.pk for slot in found}
    for place, number in enumerate(given.slots):
        if number not in there:
            raise invalid.at(f"slots/{place}", _("There is no such post."))
    return found


def _items(ids: list[int], caller: Caller) -> list[plan.SlotShown]:
    """Return the posts as they stand now, those that the caller may read. Three queries."""
    found = planning.visible_to(caller.person, now=caller.now).filter(pk__in=ids).select_related("with_person")
    return [plan.slot(slot) for slot in found.prefetch_related("channels", "tags").order_by("planned_local", "pk")]


def _wanted(given: shown.SeveralSent, caller: Caller) -> Wanted:
    """Return the act, or say at which place something is missing for it."""
    match given.what:
        case What.BY_DAYS if not given.days:
            raise invalid.at("days", _("Say by how many days."))
        case What.TO_DATE if given.day is None:
            raise invalid.at("day", _("Name the day."))
        case What.TAG if not given.tags and not given.tags_off:
            raise invalid.at("tags", _("Name a tag that comes or goes."))
    is_of = given.what
    return Wanted(
        is_of,
        step=Step(days=given.days or 0) if is_of is What.BY_DAYS else Step(onto=given.day) if is_of.moves else None,
        tags=_tags(given.tags, "tags") if is_of is What.TAG else (),
        tags_off=_tags(given.tags_off, "tags_off") if is_of is What.TAG else (),
        campaign=choices.campaign(given.campaign) if is_of is What.CAMPAIGN else None,
        goal=choices.goal(given.goal, caller.now) if is_of is What.GOAL else None,
        to=choices.person(given.to, caller, at="to") if is_of is What.HAND_OVER and given.to is not None else None,
    )


def _tags(given: list[str], at: str) -> tuple[str, ...]:
    try:
        return tags_of(given)
    except TagTooLong as problem:
        raise invalid.at(at, _("A tag has %(most)s letters at most.") % {"most": LONGEST_TAG}) from problem
