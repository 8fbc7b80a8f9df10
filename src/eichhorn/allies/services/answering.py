"""What comes back: a promise, a gift, or a No, by link or told to somebody of the team.

The difficult thing: two answers come at once, or the same one twice, from a phone in a cellar. A form has a mark, the
same mark is the same gift; and of two that differ both are kept, because nothing that somebody gave may be lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from eichhorn.allies import mails
from eichhorn.allies.hearing import Heard
from eichhorn.allies.models import Ally, Ask, Given, Speech
from eichhorn.allies.rules import RESTS_AFTER_A_NO, STATES, No, State
from eichhorn.allies.rules.limits import MOST_PICTURES, MOST_TIMES_GIVEN
from eichhorn.allies.services.asking import drips, locked, rest
from eichhorn.foundation import audit
from eichhorn.ideas import services as ideas
from eichhorn.ideas.services import NewPicture
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act

LONGEST_PROMISE = timedelta(days=120)


class Answered(Exception):
    """The ask cannot take this any more; `ask` is how it stands."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(f"ask {ask.pk} is {ask.state}")
        self.ask = ask


class TooOften(Exception):
    """So many gifts came for this ask already that no more are taken."""


@dataclass(frozen=True, slots=True)
class Gifted:
    """What somebody gives."""

    words: str = ""
    pictures: Sequence[NewPicture] = ()
    speech: Heard | None = None
    shown: str = ""
    agreed: bool = False
    """All who are to be seen agree, and they themselves."""

    def __post_init__(self) -> None:
        if not (self.words.strip() or self.pictures or self.speech):
            raise ValueError("nothing was given")
        if self.pictures and not self.agreed:
            raise ValueError("pictures need the word that those shown agree")
        if len(self.pictures) > MOST_PICTURES:
            raise ValueError("too many pictures")


@transaction.atomic
def promise(*, ask: Ask, day: date, by: Person | None, now: datetime) -> Ask:
    """They will, by that day; until then nobody reminds them. Raises Answered, and ValueError for a day that is past or far.

    `by` None is the person themselves, let in by their link; somebody of the team writes down what they were told, and
    the person has the link by mail.
    """
    _may_enter(by, now)
    if not people.today(now) <= day <= people.today(now) + LONGEST_PROMISE:
        raise ValueError("this is no day for a promise")
    standing = _standing(ask, State.PROMISED)
    standing.state, standing.promised_on = State.PROMISED.value, day
    standing.no, standing.because, standing.answered_at = "", "", None
    drips(standing, after=now)
    standing.save()
    audit.record("allies.promised", of=("ask", standing.pk), by=_who(standing, by), now=now)
    if by is not None:
        mails.linked(standing, now=now)
    return standing


def give(*, ask: Ask, gifted: Gifted, once: str = "", by: Person | None, now: datetime) -> Given:
    """What came is an idea in the pool, with whose it is, and the ask is answered. Raises Answered, TooOften, PictureRefused.

    With the mark of a form that was sent before, the gift that is there.
    """
    try:
        return _given(ask, gifted, once, by, now)
    except IntegrityError:  # perhaps the same form, sent twice at one moment
        there = Given.objects.filter(once=once).first() if once else None
        if there is None:
            raise
        return there


@transaction.atomic
def _given(ask: Ask, gifted: Gifted, once: str, by: Person | None, now: datetime) -> Given:
    _may_enter(by, now)
    if once and (there := Given.objects.filter(once=once).first()) is not None:
        return there
    standing = locked(ask)
    if standing.ally is None or (standing.state != State.GIVEN and not STATES.may(standing.state, State.GIVEN)):
        raise Answered(standing)
    if standing.gifts.count() >= MOST_TIMES_GIVEN:
        raise TooOften
    idea = ideas.add(said=_idea(standing, gifted), by=by, now=now)
    given = Given.objects.create(
        ask=standing, idea=idea, shown=gifted.shown.strip(), agreed_at=now if gifted.pictures else None, at=now, by=by,
        once=once or None,
    )  # fmt: skip
    if gifted.speech is not None:
        Speech.objects.create(given=given, content=gifted.speech.content, lasts_ms=gifted.speech.lasts_ms)
    if standing.state != State.GIVEN:
        standing.no, standing.because = "", ""
        rest(standing, State.GIVEN, now)
        standing.save()
    audit.record("allies.given", of=("ask", standing.pk), by=_who(standing, by), now=now, details={"idea": idea.pk})
    return given


@transaction.atomic
def decline(
    *, ask: Ask, no: No, because: str = "", again_from: date | None = None, by: Person | None, now: datetime
) -> Ask:
    """They said No, and rest from asks: until the day that they name, else for a while. Raises Answered."""
    _may_enter(by, now)
    standing = _standing(ask, State.DECLINED)
    rest(standing, State.DECLINED, now)
    standing.no, standing.because = no.value, because.strip()
    standing.save()
    rests(standing, again_from or people.today(now) + RESTS_AFTER_A_NO)
    audit.record("allies.declined", of=("ask", standing.pk), by=_who(standing, by), now=now)
    return standing


def rests(standing: Ask, until: date) -> None:
    """Whoever was asked is left alone until the day, or longer where that was said before."""
    if standing.ally is None:
        return
    ally = Ally.objects.select_for_update(of=("self",)).get(pk=standing.ally.pk)
    ally.rests_until = max(until, ally.rests_until or until)
    ally.save(update_fields=["rests_until"])


def _standing(ask: Ask, to: State) -> Ask:
    standing = locked(ask)
    if standing.ally is None or not STATES.may(standing.state, to):
        raise Answered(standing)
    return standing


def _idea(ask: Ask, gifted: Gifted) -> ideas.Said:
    assert ask.ally is not None
    return ideas.Said(
        title=ask.title, note=gifted.words.strip(), had_by=ask.ally.person.name[:120], goal=ask.goal,
        topic=ask.topic,
        new=tuple(gifted.pictures),
    )  # fmt: skip


def _may_enter(by: Person | None, now: datetime) -> None:
    if by is not None:
        permissions.require(by, Act.WRITE, now=now)


def _who(ask: Ask, by: Person | None) -> int | None:
    if by is not None:
        return by.pk
    return ask.ally.person_id if ask.ally is not None else None
