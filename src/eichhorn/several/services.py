"""Doing one thing with several posts: all of it, or nothing.

The difficult thing: between the page that says what will happen and the press, others work. So every post is held, what
was shown is compared with what stands there now, and one that does not fit any more changes nothing at all.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from eichhorn.people.models import Person
from eichhorn.planning import rules as plan
from eichhorn.planning import services as plans
from eichhorn.planning.models import Moving
from eichhorn.several import queries
from eichhorn.several.rules import Step, What
from eichhorn.strategy.models import Campaign, Goal


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with them."""

    what: What
    step: Step | None = None
    tags: tuple[str, ...] = ()
    tags_off: tuple[str, ...] = ()
    campaign: Campaign | None = None
    goal: Goal | None = None
    to: Person | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """How many posts changed, and by which act they moved."""

    number: int
    act: Moving | None = None


class ChangedMeanwhile(Exception):
    """Something is no longer as it was shown; nothing has happened."""


@transaction.atomic
def do(*, wanted: Wanted, seen: Mapping[int, datetime | None], by: Person, now: datetime) -> Done:
    """What is wanted happened to all posts that were seen; ChangedMeanwhile, and of planning its refusals: to none."""
    slots = plans.held(seen)
    shown = queries.lines(slots, wanted.what, step=wanted.step, to=wanted.to, by=by, now=now)
    if any(line.cannot or line.before != seen[line.slot.pk] for line in shown):
        raise ChangedMeanwhile
    ids = list(seen)
    match wanted.what:
        case What.BY_DAYS | What.TO_DATE:
            wishes = [plans.Wish(line.slot.pk, line.after) for line in shown if not line.stays]
            act = plans.move_many(wishes=wishes, by=by, now=now)
            return Done(len(wishes), act)
        case What.TAG:
            return Done(plans.tag_many(slot_ids=ids, add=wanted.tags, drop=wanted.tags_off, by=by, now=now))
        case What.CAMPAIGN:
            return Done(plans.set_campaign_of(slot_ids=ids, campaign=wanted.campaign, by=by, now=now))
        case What.GOAL:
            return Done(plans.set_goal_of(slot_ids=ids, goal=wanted.goal, by=by, now=now))
        case What.HAND_OVER:
            return Done(plans.hand_over(slot_ids=ids, to=wanted.to, by=by, now=now))
        case What.PUT_BACK:
            return Done(plans.put_back_many(slot_ids=ids, by=by, now=now))


@transaction.atomic
def do_as_shown(*, wanted: Wanted, slot_ids: Collection[int], shown: str, by: Person, now: datetime) -> Done:
    """As `do`, for whoever keeps the fingerprint of what they were shown: with another one nothing happens."""
    slots = plans.held(slot_ids)
    lines = queries.lines(slots, wanted.what, step=wanted.step, to=wanted.to, by=by, now=now)
    if fingerprint(wanted, lines) != shown:
        raise ChangedMeanwhile
    return do(wanted=wanted, seen={line.slot.pk: line.before for line in lines}, by=by, now=now)


def fingerprint(wanted: Wanted, lines: Iterable[queries.Line]) -> str:
    """Return by what an act and all that was said of it are known again: 64 hex digits, in every language the same."""
    act = [
        wanted.what, wanted.step.days if wanted.step else 0, wanted.step.onto if wanted.step else None, wanted.tags,
        wanted.tags_off, *(one.pk if one is not None else None for one in (wanted.campaign, wanted.goal, wanted.to)),
    ]  # fmt: skip
    said = sorted(
        (line.slot.pk, str(line.before), str(line.after), bool(line.cannot), line.loses_of, bool(line.doubt))
        for line in lines
    )
    return sha256(json.dumps([act, said], default=str).encode()).hexdigest()


REFUSED = (ChangedMeanwhile, plans.ChangedSince, plans.NotMovable, plans.CannotTake, plan.NoSuchTime)
