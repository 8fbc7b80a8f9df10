"""What is noticed, said to whoever decides; and the questions that come of it, said to whoever asked."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from eichhorn.noticing.rules import Kind, Notice

SAID: dict[Kind, Promise] = {
    Kind.EMPTY: gettext_lazy("nothing is said yet, beyond the words of a form"),
    Kind.TITLE: gettext_lazy("the title says nothing"),
    Kind.TEMPLATE: gettext_lazy("words of a form still stand there: %(words)s"),
    Kind.PLACEHOLDER: gettext_lazy("something is still to be put in: %(words)s"),
    Kind.NO_DATE: gettext_lazy("no date is named"),
    Kind.VAGUE_DATE: gettext_lazy("a day that only they know: %(words)s"),
    Kind.NO_YEAR: gettext_lazy("a date without a year: %(words)s"),
    Kind.SEVERAL_DATES: gettext_lazy("several dates: %(words)s"),
    Kind.TWO_READINGS: gettext_lazy("a date that can be read in two ways: %(words)s"),
    Kind.PAST_DATE: gettext_lazy("a date that has passed: %(words)s"),
    Kind.OTHER_ZONE: gettext_lazy("a time of another zone: %(words)s"),
    Kind.WRONG_SEASON: gettext_lazy("summer and winter time are mixed up: %(words)s"),
    Kind.PICTURE: gettext_lazy("a picture is spoken of that is not here: %(words)s"),
    Kind.AMPLIFY: gettext_lazy("asks to pass on what others said: %(words)s"),
}
ASKED: dict[Kind, Promise] = {
    Kind.EMPTY: gettext_lazy("what is it about, in two or three sentences?"),
    Kind.TEMPLATE: gettext_lazy("what belongs in the place of %(words)s?"),
    Kind.PLACEHOLDER: gettext_lazy("what belongs in the place of %(words)s?"),
    Kind.NO_DATE: gettext_lazy("by when do you need it, or is any date fine?"),
    Kind.VAGUE_DATE: gettext_lazy("which day is meant by %(words)s?"),
    Kind.SEVERAL_DATES: gettext_lazy("several dates stand in it (%(words)s): which one is for what?"),
    Kind.TWO_READINGS: gettext_lazy("which day is %(words)s?"),
    Kind.PAST_DATE: gettext_lazy("this date has passed: %(words)s. Which one is meant?"),
    Kind.OTHER_ZONE: gettext_lazy("what time is that here: %(words)s?"),
    Kind.WRONG_SEASON: gettext_lazy("what time is that here: %(words)s?"),
    Kind.PICTURE: gettext_lazy("could you send us the picture, with a sentence about what it shows?"),
}
"""Not everything that is noticed is worth a question."""


def said(notice: Notice) -> str:
    """Return what was noticed, in a few words."""
    return str(SAID[notice.kind]) % {"words": _listed(notice)}


def questions(notices: Iterable[Notice]) -> list[str]:
    """Return what to ask whoever asked, each question once, beginning in small letters."""
    asked = [str(ASKED[one.kind]) % {"words": _listed(one)} for one in notices if one.kind in ASKED]
    return list(dict.fromkeys(asked))


def _listed(notice: Notice) -> str:
    return ", ".join(gettext("“%(title)s”") % {"title": one} for one in notice.words)
