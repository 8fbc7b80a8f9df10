"""Drafted words: the letter that asks, the first sentence on the phone, and the thanks.

The difficult thing: a drafted letter must be true and sound like somebody. So it says only what is known, in few words,
and whoever sends it writes it to the end.
"""

from django.utils import translation
from django.utils.translation import gettext, ngettext

from eichhorn.allies.rules import Gift, minutes
from eichhorn.allies.words import listed
from eichhorn.people.models import Person


def greeting(person: Person) -> str:
    """Return how the person is greeted, in the language that is active."""
    return gettext("Hello %(name)s,") % {"name": person.salutation or person.name}


def asking(*, title: str, wants: tuple[Gift, ...], about: str, times_given: int, language: str) -> str:
    """Return the letter that asks for a gift, without greeting and link."""
    with translation.override(language):
        begins = (gettext("You have helped us before, and it went down well. ") if times_given else "") + gettext(
            "We would like to tell about “%(title)s”, and nobody knows it better than you."
        ) % {"title": title}
        number = minutes(wants)
        asks = ngettext(
            "Would you give us %(gifts)s? It takes about a minute.",
            "Would you give us %(gifts)s? It takes about %(count)s minutes.", number,
        ) % {"gifts": listed(wants), "count": number}  # fmt: skip
        return "\n\n".join(part for part in (begins, about.strip(), asks) if part)


def opening(*, title: str, wants: tuple[Gift, ...], way_is_phone: bool, language: str) -> str:
    """Return the first sentences for who rings or goes there."""
    with translation.override(language):
        said = {"title": title, "gifts": listed(wants)}
        if way_is_phone:
            return gettext(
                "Have you got two minutes? It is about “%(title)s”. All we need is %(gifts)s; I send you a link for your phone."
            ) % said  # fmt: skip
        return (
            gettext(
                "I am just passing by. It is about “%(title)s”: might we have %(gifts)s? If it suits you, we can do it right now."
            )
            % said
        )


def thanks(*, title: str, gifts: tuple[Gift, ...], addresses: tuple[str, ...], answers: int, language: str) -> str:
    """Return the letter of thanks, without greeting. What nobody knows is not said."""
    with translation.override(language):
        said = {"title": title, "gifts": listed(gifts) or gettext("what you gave us")}
        lines = [
            gettext("“%(title)s” is out, with %(gifts)s from you:") % said + "".join(f"\n{one}" for one in addresses)
        ]
        if not addresses:
            lines = [gettext("“%(title)s” is out, with %(gifts)s from you.") % said]
        if answers:
            lines.append(
                ngettext("One person has answered to it.", "%(count)s people have answered to it.", answers)
                % {"count": answers}
            )
        lines.append(gettext("Thank you. Without you there would have been nothing to see."))
        return "\n\n".join(lines)
