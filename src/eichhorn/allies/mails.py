"""Mails to allies: each carries a link for its ask and one to their own entry, and says that a No is fine."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from eichhorn.allies.letters import greeting
from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.rules import Tone, known_gifts, smallest
from eichhorn.allies.words import listed
from eichhorn.notices import services as notices
from eichhorn.people import links
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose
from eichhorn.ui import moments

ENTRY_LASTS, ASK_LASTS = timedelta(days=365), timedelta(days=180)


def entry_address(ally: Ally, *, now: datetime) -> str:
    """Return a fresh address of somebody's own entry."""
    token = links.issue(purpose=LinkPurpose.ALLY, object_id=ally.pk, person=ally.person, lasts=ENTRY_LASTS, now=now)
    return settings.PUBLIC_URL + reverse("allies:own", args=[token])


def ask_address(ask: Ask, *, now: datetime) -> str:
    """Return a fresh address by which the ask is answered. The ask has its ally."""
    assert ask.ally is not None
    token = links.issue(purpose=LinkPurpose.ASK, object_id=ask.pk, person=ask.ally.person, lasts=ASK_LASTS, now=now)
    return settings.PUBLIC_URL + reverse("allies:answer", args=[token])


def invited(ally: Ally, *, by: Person, now: datetime) -> None:
    """The person knows what was written down of them, and confirms, changes or deletes it with a press."""
    with translation.override(ally.person.language):
        body = gettext(
            "%(who)s has noted that you might help us now and then: with a photo, some sentences, or a look at your work. "
            "What you like to give, how you like to be asked and how often, you say yourself. Nobody asks you before."
        ) % {"who": by.name}  # fmt: skip
        foot = gettext("Look at it, put it right, or delete it:") + f"\n{entry_address(ally, now=now)}"
        _send(ally.person, gettext("May we ask you now and then?"), [body, foot], ("ally", ally.pk), now)


def asked(ask: Ask, *, now: datetime) -> None:
    """The person has the letter, with the link."""
    assert ask.ally is not None
    with translation.override(ask.ally.person.language):
        lines = [ask.letter.strip()]
        if ask.due_on is not None:
            lines.append(gettext("It would help until %(day)s.") % {"day": moments.day(ask.due_on)})
        _ask(ask, gettext("May we ask you for something? %(title)s") % {"title": ask.title}, lines, now)


def reminded(ask: Ask, how: Tone, *, now: datetime) -> None:
    """The person hears of it again, more kindly than before."""
    assert ask.ally is not None
    with translation.override(ask.ally.person.language):
        said = {"title": ask.title, "least": listed(smallest(known_gifts(ask.wants), times_given=0))}
        match how:
            case Tone.LIGHT:
                line = (
                    gettext(
                        "perhaps it slipped in the daily rush: we would still be glad of your help with “%(title)s”."
                    )
                    % said
                )
            case Tone.SMALLER:
                line = (
                    gettext("even a small thing helps with “%(title)s”: %(least)s is enough, the rest is our work.")
                    % said
                )
            case Tone.LAST:
                line = gettext(
                    "this is the last time that we ask about “%(title)s”. If it does not fit, all is well: we will not ask again "
                    "about this. And should you find a minute, %(least)s is welcome at any time."
                ) % said  # fmt: skip
        _ask(ask, gettext("Once more: %(title)s") % {"title": ask.title}, [line], now)


def promise_recalled(ask: Ask, *, now: datetime) -> None:
    """The person is reminded, once, of the day that they named."""
    assert ask.ally is not None
    assert ask.promised_on is not None
    with translation.override(ask.ally.person.language):
        line = gettext("you wanted to look at “%(title)s” by %(day)s. Here is the link again, so that you need not search for it.") % {
            "title": ask.title, "day": moments.day(ask.promised_on),
        }  # fmt: skip
        _ask(ask, gettext("Your link: %(title)s") % {"title": ask.title}, [line], now)


def linked(ask: Ask, *, now: datetime) -> None:
    """The person who said Yes on the phone or in the corridor has the link."""
    assert ask.ally is not None
    with translation.override(ask.ally.person.language):
        line = gettext("thank you for your Yes. Here is the link for “%(title)s”.") % {"title": ask.title}
        _ask(ask, gettext("Your link: %(title)s") % {"title": ask.title}, [line], now)


def thanked(ask: Ask, text: str, *, now: datetime) -> None:
    """The person has our thanks."""
    assert ask.ally is not None
    person = ask.ally.person
    with translation.override(person.language):
        subject = gettext("Thank you: %(title)s") % {"title": ask.title}
        _send(person, subject, [text.strip(), _own(ask.ally, now)], ("ask", ask.pk), now)


def _ask(ask: Ask, subject: str, lines: list[str], now: datetime) -> None:
    assert ask.ally is not None
    address = ask_address(ask, now=now)
    link = gettext(
        "By this link, with your phone and without an account. It has a button for a No as well, and a No is fine:"
    )
    _send(ask.ally.person, subject, [*lines, f"{link}\n{address}", _own(ask.ally, now)], ("ask", ask.pk), now)


def _own(ally: Ally, now: datetime) -> str:
    return gettext("How and how often you are asked is yours to say:") + f"\n{entry_address(ally, now=now)}"


def _send(person: Person, subject: str, paragraphs: list[str], about: tuple[str, int], now: datetime) -> None:
    house = people.organisation()
    foot = [gettext("Rather talk? %(contact)s") % {"contact": house.contact}] if house.contact else []
    notices.tell(
        to_email=person.email, to_person=person, language=person.language, subject=subject,
        body="\n\n".join([greeting(person), *paragraphs, *foot, house.name]), about=about, now=now,
    )  # fmt: skip
