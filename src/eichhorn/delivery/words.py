"""Where a delivery stands, in words and sentences: what we did, when, what we saw, and what it does not prove."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from eichhorn.channels import queries as channels
from eichhorn.delivery.carrying import KEEPS_PICTURES
from eichhorn.delivery.models import Attempt, Delivery, Outside
from eichhorn.delivery.queries import title_of
from eichhorn.delivery.rules import AttemptKind, Because, Outcome, OutsideState, State
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind

NO_WORD = {Outcome.UNREACHABLE, Outcome.UNSURE, Outcome.SILENT}
"""Outcomes with which the network said neither Yes nor No."""


@dataclass(frozen=True, slots=True)
class Sign:
    kind: StateKind
    icon: str
    word: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivery as its row shows it."""

    row: Delivery
    title: str
    network: str
    icon: str
    sign: Sign
    brief: str
    """What happened to it, in a sentence; empty where it simply leaves at its time."""
    more: str
    """What we did and saw, and what that does not prove; mostly empty."""
    part: str
    """"Part 2 of 3"; empty for a post that is alone."""

    @property
    def said(self) -> str:
        return f"{self.brief} {self.more}".strip()


def shown(row: Delivery) -> Shown:
    """Return the delivery with its words. No query where channel and slot are at hand."""
    brief, more = _told(row)
    return Shown(
        row=row, title=title_of(row), network=channels.label(row.channel), icon=channels.icon(row.channel),
        sign=_sign_of(row), brief=brief, more=more, part=part(row),
    )  # fmt: skip


def _sign_of(row: Delivery) -> Sign:
    removal = getattr(row, "removal", None)
    if row.state == State.WAITING and row.because == Because.HELD:
        return Sign(StateKind.WAIT, "player-pause", _("held"))
    if row.state == State.WAITING and row.because == Because.OUTSIDE:
        return Sign(StateKind.UNSURE, "help-circle", _("out already?"))
    if row.state == State.WAITING and not channels.is_open(row.channel):
        return Sign(StateKind.STOP, "alert-circle", _("stands still"))
    if row.state != State.SENT or removal is None:
        return sign(State(row.state))
    if removal.done_at is not None:
        return Sign(StateKind.REST, "trash", _("taken back"))
    return (
        Sign(StateKind.UNSURE, "trash", _("is being taken back"))
        if removal.next_at
        else Sign(StateKind.STOP, "alert-circle", _("not taken back"))
    )


def part(row: Delivery) -> str:
    """Return which part of a thread it is, in words."""
    return _("Part %(number)s of %(all)s") % {"number": row.part, "all": row.parts} if row.parts > 1 else ""


def sign(state: State) -> Sign:
    """Return kind, icon and word of a state."""
    match state:
        case State.WAITING:
            return Sign(StateKind.OK, "circle-check", _("due"))
        case State.SENDING:
            return Sign(StateKind.PLAN, "send", _("on its way"))
        case State.CHECKING:
            return Sign(StateKind.UNSURE, "help-circle", _("unsure, we are looking"))
        case State.SENT:
            return Sign(StateKind.PLAN, "send", _("out"))
        case State.UNSURE:
            return Sign(StateKind.UNSURE, "help-circle", _("unsure"))
        case State.BY_HAND:
            return Sign(StateKind.WAIT, "hand-click", _("by hand"))
        case State.STOPPED:
            return Sign(StateKind.STOP, "alert-circle", _("stands still"))
        case State.EXPIRED:
            return Sign(StateKind.WAIT, "hourglass", _("waits for you"))
        case State.CANCELLED:
            return Sign(StateKind.REST, "x", _("cancelled"))


def sentence(row: Delivery) -> str:
    """Return what happened to it and what that means."""
    return " ".join(_told(row)).strip()


def _told(row: Delivery) -> tuple[str, str]:
    """Return what happened in a sentence, and what else is to be said."""
    network = channels.label(row.channel)
    return _doubt(row, network) if row.state in {State.UNSURE, State.CHECKING} else (_happened(row, network), "")


def _happened(row: Delivery, network: str) -> str:
    facts = {
        "network": network, "at": moments.day_time(row.due_at), "told": row.detail,
        "minutes": f"{channels.late_after(row.channel).total_seconds() / 60:.0f}",
    }  # fmt: skip
    match State(row.state):
        case State.BY_HAND:
            return _("This channel is served by hand. Text and pictures lie ready, due %(at)s.") % facts
        case State.STOPPED if row.because == Outcome.UNAUTHORISED:
            return (
                _(
                    "%(network)s no longer lets us in. Nothing is lost; it can leave once the channel is connected again."
                )
                % facts
            )
        case State.STOPPED if row.because == Because.ALONE:
            return _(
                "The part before this one is out, but nobody knows its number on the network, so this one would stand "
                "alone. Post it by hand below the other, or let it leave as it is."
            )
        case State.STOPPED if row.detail == KEEPS_PICTURES:
            return (
                _(
                    "%(network)s does not let the pictures of a post that is out be exchanged, so nothing was changed there. "
                    "Correct the text alone, or take the post back and write a new one."
                )
                % facts
            )
        case State.STOPPED:
            return _("%(network)s did not take the post: “%(told)s”. Change it and have it approved again.") % facts
        case State.EXPIRED if row.because == Because.HELD:
            return _("It was approved before everything was held, so it stayed here. Does it still fit?")
        case State.EXPIRED:
            return (
                _(
                    "It was due %(at)s and is more than %(minutes)s minutes late, so it does not leave by itself. Does it "
                    "still fit?"
                )
                % facts
            )
        case State.WAITING:
            return _waits(row, facts)
    return ""


def _waits(row: Delivery, facts: dict[str, str]) -> str:
    """Return why it does not leave at its time; nothing where it does."""
    again = facts | {"next": moments.clock(row.next_at) if row.next_at else ""}
    if row.because == Because.HELD:
        return _("It fell due while everything is held, so it stays here.")
    if row.because == Because.OUTSIDE:
        return (
            _("Something very like it stands on %(network)s already. It stays here until somebody has decided.") % facts
        )
    if not channels.is_open(row.channel):
        return _("%(network)s does not let us in. It stays here until the channel is connected again.") % facts
    if row.because == Because.DISTANCE:
        return _("Posts on this channel keep a distance. It leaves at %(next)s, unless another one is first.") % again
    if row.because == Outcome.THROTTLED:
        return _("%(network)s asks us to wait. Your post is safe here, and we will try again at %(next)s.") % again
    if row.because == Outcome.UNREACHABLE:
        return (
            _("%(network)s is not answering right now. Your post is safe here, and we will try again at %(next)s.")
            % again
        )
    if row.because == Outcome.UNTRIED and row.detail:
        return (
            _(
                "The place where its pictures are kept does not answer right now. Your post is safe here; it leaves with its "
                "pictures or not at all, and we will try again at %(next)s."
            )
            % again
        )
    return ""


def _doubt(row: Delivery, network: str) -> tuple[str, str]:
    if row.because == Because.ELSEWHERE:
        return "", _(
            "It was due %(at)s, before this installation was known to be the only one. The other one may have sent it to "
            "%(network)s. Please have a look. We will not send it by ourselves."
        ) % {"at": moments.day_time(row.due_at), "network": network}
    attempts = sorted(row.attempts.all(), key=lambda attempt: attempt.number)
    began = moments.clock(attempts[0].began_at) if attempts else moments.clock(row.due_at)
    looks = [a for a in attempts if a.kind == AttemptKind.LOOK and a.ended_at is not None]
    sentences = [
        _("We sent it at %(at)s, and %(network)s did not say that it has it.") % {"at": began, "network": network},
    ]
    missed = [moments.clock(look.ended_at) for look in looks if look.outcome == Outcome.NOT_FOUND and look.ended_at]
    if missed:
        sentences.append(
            _("We looked at %(times)s and found nothing, which is no proof yet.")
            % {"times": ", ".join(dict.fromkeys(missed))}
        )
    if row.state == State.CHECKING and row.next_at:
        sentences.append(_("We look again at %(at)s.") % {"at": moments.clock(row.next_at)})
    else:
        sentences.append(_("Please have a look. We will not send it again by ourselves."))
    return _("We do not know whether the post arrived."), " ".join(sentences)


@dataclass(frozen=True, slots=True)
class OutsideShown:
    """A post that was published past Eichhorn, as its row shows it."""

    row: Outside
    title: str
    network: str
    icon: str
    sign: Sign
    said: str


def outside_shown(row: Outside) -> OutsideShown:
    """Return the post with its words. No query where channel, slot and who decided are at hand."""
    network = channels.label(row.channel)
    sign_, said = _outside(row, {
        "network": network, "when": moments.day_time(row.said_at), "title": row.slot.title, "percent": row.likeness,
        "name": row.decided_by.name if row.decided_by is not None else "",
    })  # fmt: skip
    return OutsideShown(row, row.slot.title, network, channels.icon(row.channel), sign_, said)


def _outside(row: Outside, facts: dict[str, object]) -> tuple[Sign, str]:
    match OutsideState(row.state):
        case OutsideState.PROPOSED:
            return Sign(StateKind.UNSURE, "help-circle", _("out already?")), _(
                "On %(when)s somebody published a post on %(network)s that agrees with “%(title)s” by %(percent)s %%. "
                "Until you decide, Eichhorn does not send the planned post there."
            ) % facts
        case OutsideState.JOINED if row.decided_by is None:
            return Sign(StateKind.PLAN, "link", _("joined by itself")), _(
                "It says exactly what was planned as “%(title)s”, so it was taken for it. Eichhorn does not send it again."
            ) % facts
        case OutsideState.JOINED:
            return Sign(StateKind.PLAN, "link", _("joined")), _(
                "%(name)s joined it to “%(title)s”. Eichhorn does not send it again."
            ) % facts
        case OutsideState.OWN:
            return Sign(StateKind.PLAN, "external-link", _("published outside Eichhorn")), _(
                "Somebody published it on %(network)s itself. Nobody planned or approved it here."
            ) % facts


def attempt_said(attempt: Attempt) -> str:
    """Return what one attempt did and brought."""
    did = {
        AttemptKind.SEND: _("sent"),
        AttemptKind.REPEAT: _("sent again with the same key, which the network counts once"),
        AttemptKind.LOOK: _("looked whether it is there"),
        AttemptKind.TAKE_BACK: _("asked the network to delete it"),
    }[AttemptKind(attempt.kind)]
    if not attempt.outcome:
        return _("%(did)s; the end is not known yet") % {"did": did}
    if attempt.outcome == Outcome.UNTRIED and attempt.detail:
        return _("its pictures could not be read, so the network was not asked")
    if attempt.outcome == Outcome.UNTRIED:
        return _("its turn did not come in time, so the network was not asked")
    if attempt.kind == AttemptKind.TAKE_BACK and attempt.outcome in NO_WORD:
        return _("%(did)s: no clear answer, so it may still be there") % {"did": did}
    brought = {
        Outcome.SENT: _("the network has it"),
        Outcome.FOUND: _("it is there"),
        Outcome.NOT_FOUND: _("not found, which is no proof"),
        Outcome.REFUSED: _("the network did not take it"),
        Outcome.UNAUTHORISED: _("the network did not let us in"),
        Outcome.THROTTLED: _("the network asked us to wait"),
        Outcome.UNREACHABLE: _("the network was not reached, so it surely did not arrive"),
        Outcome.UNSURE: _("no clear answer, so it may have arrived"),
        Outcome.SILENT: _("we were interrupted, so it may have arrived"),
        Outcome.TAKEN_BACK: _("it is not there any more"),
    }[Outcome(attempt.outcome)]
    return _("%(did)s: %(brought)s") % {"did": did, "brought": brought}
