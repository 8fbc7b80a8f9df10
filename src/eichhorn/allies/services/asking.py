"""An ask is drafted, sent, changed while nobody has it, withdrawn.

The difficult thing: two of the team ask the same person in the same minute. The person's entry is the lock: under it is
asked once more whether they may be asked, and a constraint lets nobody be asked two things at once.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from eichhorn.allies import mails
from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.queries.standing import holidays_around, standing_of
from eichhorn.allies.rules import STATES, Agreed, Gift, Rest, State, Way, first_on, next_step, resting
from eichhorn.foundation import audit
from eichhorn.people import links
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, LinkPurpose
from eichhorn.strategy.models import Goal
from eichhorn.topics.models import Topic


class Resting(Exception):
    """The person is not asked now; `why`, and `free_on` the first day from which they may be, where one is known."""

    def __init__(self, why: Rest, free_on: date | None) -> None:
        super().__init__(why.value)
        self.why, self.free_on = why, free_on


class NotNow(Exception):
    """The ask does not stand where this could be done; `ask` is how it stands."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(f"ask {ask.pk} is {ask.state}")
        self.ask = ask


@dataclass(frozen=True, slots=True)
class Drafted:
    """What somebody is to be asked for."""

    title: str
    wants: tuple[Gift, ...]
    letter: str
    way: Way
    topic: Topic | None = None
    goal: Goal | None = None
    due_on: date | None = None


@transaction.atomic
def draft(*, ally: Ally, drafted: Drafted, by: Person, now: datetime) -> Ask:
    """The ask is prepared; nobody has heard of it."""
    permissions.require(by, Act.WRITE, now=now)
    one = Ask.objects.create(
        ally=ally,
        department=ally.person.department,
        made_by=by,
        made_at=now,
        reminders=ally.reminders,
        **_words(drafted),
    )
    audit.record("allies.drafted", of=("ask", one.pk), by=by.pk, now=now)
    return one


@transaction.atomic
def change(*, ask: Ask, drafted: Drafted, by: Person, now: datetime) -> Ask:
    """The prepared ask says this. Raises NotNow once it was sent."""
    permissions.require(by, Act.WRITE, now=now)
    standing = locked(ask)
    if standing.state != State.DRAFTED:
        raise NotNow(standing)
    for name, value in _words(drafted).items():
        setattr(standing, name, value)
    standing.save()
    audit.record("allies.redrafted", of=("ask", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def ask(*, ask: Ask, by: Person | None, now: datetime) -> Ask:
    """The person is asked: by mail with the link, else somebody rings or goes there. Raises Resting, NotNow.

    The drops that bring it back to mind are those that the person agreed to. `by` None is the installation itself.
    """
    if by is not None:
        permissions.require(by, Act.WRITE, now=now)
    standing = locked(ask)
    if standing.state != State.DRAFTED or standing.ally is None:
        raise NotNow(standing)
    ally = Ally.objects.select_for_update(of=("self",)).get(pk=standing.ally.pk)
    known, today = standing_of(ally, now=now), people.today(now)
    if (why := resting(known, today=today)) is not None:
        raise Resting(why, first_on(known, today=today))
    standing.state, standing.asked_at, standing.reminders = State.ASKED.value, now, ally.reminders
    drips(standing, after=now)
    standing.save()
    if standing.way == Way.MAIL:
        mails.asked(standing, now=now)
    audit.record("allies.asked", of=("ask", standing.pk), by=by.pk if by else None, now=now)
    return standing


@transaction.atomic
def link_for(*, ask: Ask, by: Person, now: datetime) -> str:
    """Return a fresh address by which the ask is answered, to be shown to the person on the spot. Raises NotNow."""
    permissions.require(by, Act.WRITE, now=now)
    standing = locked(ask)
    if not STATES.may(standing.state, State.GIVEN) or standing.ally is None:
        raise NotNow(standing)
    audit.record("allies.link_shown", of=("ask", standing.pk), by=by.pk, now=now)
    return mails.ask_address(standing, now=now)


@transaction.atomic
def withdraw(*, ask: Ask, by: Person, now: datetime) -> Ask:
    """We do not need it any more: its links let nobody in, and no drop falls. Idempotent. Raises NotNow once it was answered."""
    permissions.require(by, Act.WRITE, now=now)
    standing = locked(ask)
    if standing.state == State.WITHDRAWN:
        return standing
    if not STATES.may(standing.state, State.WITHDRAWN):
        raise NotNow(standing)
    rest(standing, State.WITHDRAWN, now)
    standing.save()
    links.revoke(purpose=LinkPurpose.ASK, object_id=standing.pk, now=now)
    audit.record("allies.withdrawn", of=("ask", standing.pk), by=by.pk, now=now)
    return standing


def locked(ask: Ask) -> Ask:
    """Return the ask as it stands, locked, with its ally and their person."""
    return Ask.objects.select_for_update(of=("self",)).select_related("ally__person").get(pk=ask.pk)


def rest(standing: Ask, state: State, now: datetime) -> None:
    """The locked ask stands there, and nothing happens by itself any more. The caller saves it."""
    standing.state = STATES.check(standing.state, state).value
    standing.next_at, standing.next_step, standing.answered_at, standing.promised_on = None, "", now, None


def drips(standing: Ask, *, after: datetime, reminded_of_promise: bool = False) -> None:
    """The locked ask knows what comes next by itself. The caller saves it."""
    comes = next_step(
        after, sent=standing.reminded, agreed=Agreed(standing.reminders, standing.due_on, standing.promised_on),
        house=people.organisation(), holidays=holidays_around(after, standing.promised_on, standing.due_on),
        reminded_of_promise=reminded_of_promise,
    )  # fmt: skip
    standing.next_step, standing.next_at = comes.step.value, comes.at


def _words(drafted: Drafted) -> dict[str, object]:
    return {
        "title": drafted.title.strip(), "wants": [gift.value for gift in drafted.wants], "letter": drafted.letter.strip(),
        "way": drafted.way.value, "topic": drafted.topic, "goal": drafted.goal, "due_on": drafted.due_on,
    }  # fmt: skip
