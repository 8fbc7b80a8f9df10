"""The way to a goal: its milestones, reaching one, and going back on one."""

from datetime import date, datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people.models import Person
from eichhorn.strategy.models import Goal, Milestone, Turn
from eichhorn.strategy.rules import STATES, State
from eichhorn.strategy.services.goals import id_of, require


@transaction.atomic
def set_milestone(
    *, goal: Goal, name: str, due_on: date, next_step: str = "", by: Person | None, now: datetime,
    milestone: Milestone | None = None,
) -> Milestone:  # fmt: skip
    """The milestone stands on the way to the goal as described: a new one, or the given one changed."""
    require(by, now)
    verb = "strategy.milestone_set" if milestone is None else "strategy.milestone_changed"
    standing = Milestone(goal=goal) if milestone is None else _locked(milestone)
    standing.name, standing.due_on, standing.next_step = name.strip(), due_on, next_step.strip()
    standing.save()
    audit.record(verb, of=("milestone", standing.pk), by=id_of(by), now=now)
    return standing


def reach(*, milestone: Milestone, evidence: str, on: date, by: Person | None, now: datetime) -> Turn:
    """The milestone is reached, and the evidence stands with it. Raises ForbiddenMove where it was reached before."""
    return _turn(milestone, to=State.REACHED, said=evidence, on=on, by=by, now=now)


def go_back(*, milestone: Milestone, reason: str, on: date, by: Person | None, now: datetime) -> Turn:
    """The milestone lies ahead again, and the reason stands with it. Raises ForbiddenMove where it was not reached."""
    return _turn(milestone, to=State.AHEAD, said=reason, on=on, by=by, now=now)


@transaction.atomic
def carry_milestone(*, milestone: Milestone, due_on: date, by: Person | None, now: datetime) -> None:
    """The milestone is to be reached by a later day, and is not let go any more."""
    require(by, now)
    Milestone.objects.filter(pk=milestone.pk).update(due_on=due_on, let_go_at=None)
    audit.record("strategy.milestone_carried", of=("milestone", milestone.pk), by=id_of(by), now=now)


@transaction.atomic
def let_milestone_go(*, milestone: Milestone, by: Person | None, now: datetime) -> None:
    """The milestone is not to be reached any more. Idempotent."""
    require(by, now)
    if Milestone.objects.filter(pk=milestone.pk, let_go_at__isnull=True).update(let_go_at=now):
        audit.record("strategy.milestone_let_go", of=("milestone", milestone.pk), by=id_of(by), now=now)


@transaction.atomic
def take_milestone_up(*, milestone: Milestone, by: Person | None, now: datetime) -> None:
    """The milestone that was let go is to be reached again. Idempotent."""
    require(by, now)
    if Milestone.objects.filter(pk=milestone.pk, let_go_at__isnull=False).update(let_go_at=None):
        audit.record("strategy.milestone_taken_up", of=("milestone", milestone.pk), by=id_of(by), now=now)


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: Person | None, now: datetime) -> None:
    """The milestone is gone. Raises ForbiddenMove where it was ever reached: what happened stays to be read."""
    require(by, now)
    standing = _locked(milestone)
    if standing.turns.exists():
        raise ForbiddenMove(State.REACHED, State.AHEAD)
    audit.record("strategy.milestone_removed", of=("milestone", standing.pk), by=id_of(by), now=now)
    standing.delete()


@transaction.atomic
def _turn(milestone: Milestone, *, to: State, said: str, on: date, by: Person | None, now: datetime) -> Turn:
    require(by, now)
    standing = _locked(milestone)
    standing.state = STATES.check(standing.state, to)
    standing.let_go_at = None
    standing.save(update_fields=["state", "let_go_at"])
    turn = Turn.objects.create(milestone=standing, to=to, on=on, said=said.strip(), by=by, at=now)
    verb = "strategy.milestone_reached" if to is State.REACHED else "strategy.milestone_went_back"
    audit.record(verb, of=("milestone", standing.pk), by=id_of(by), now=now)
    return turn


def _locked(milestone: Milestone) -> Milestone:
    return Milestone.objects.select_for_update().get(pk=milestone.pk)
