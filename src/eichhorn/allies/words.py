"""What pages and letters call gifts, ways, states and reasons."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from eichhorn.allies.hearing import SpeechProblem
from eichhorn.allies.models import Ask
from eichhorn.allies.rules import Gift, No, Rest, State, Way
from eichhorn.allies.rules.limits import LONGEST_SPEECH_S, MOST_PICTURES
from eichhorn.planning.words import Sign
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind

GIFTS: dict[Gift, Promise] = {
    Gift.PHOTO: gettext_lazy("a photo"),
    Gift.VOICE: gettext_lazy("a voice message"),
    Gift.SENTENCES: gettext_lazy("three sentences"),
    Gift.VISIT: gettext_lazy("a look on the spot"),
    Gift.FIGURES: gettext_lazy("a figure with its source"),
}
"""As it is asked for, in a sentence."""

GIFT_ICONS: dict[Gift, str] = {
    Gift.PHOTO: "photo", Gift.VOICE: "microphone", Gift.SENTENCES: "pencil", Gift.VISIT: "door", Gift.FIGURES: "chart-bar",
}  # fmt: skip

LIKES: dict[Gift, Promise] = {
    Gift.PHOTO: gettext_lazy("Photos"),
    Gift.VOICE: gettext_lazy("Voice messages"),
    Gift.SENTENCES: gettext_lazy("A few sentences"),
    Gift.VISIT: gettext_lazy("Showing somebody round"),
    Gift.FIGURES: gettext_lazy("Figures"),
}
"""As what somebody likes to give."""

WAYS: dict[Way, Promise] = {
    Way.MAIL: gettext_lazy("by mail"),
    Way.PHONE: gettext_lazy("by phone"),
    Way.IN_PERSON: gettext_lazy("in person"),
}

WAY_ICONS: dict[Way, str] = {Way.MAIL: "mail", Way.PHONE: "phone", Way.IN_PERSON: "coffee"}

SIGNS: dict[State, Sign] = {
    State.DRAFTED: Sign(StateKind.REST, "circle-dashed", pgettext_lazy("ask", "being prepared")),
    State.ASKED: Sign(StateKind.WAIT, "hourglass", pgettext_lazy("ask", "asked")),
    State.PROMISED: Sign(StateKind.PLAN, "calendar-check", pgettext_lazy("ask", "promised")),
    State.GIVEN: Sign(StateKind.OK, "gift", pgettext_lazy("ask", "given")),
    State.DECLINED: Sign(StateKind.REST, "circle-minus", pgettext_lazy("ask", "declined")),
    State.ENDED: Sign(StateKind.REST, "moon", pgettext_lazy("ask", "at its end")),
    State.WITHDRAWN: Sign(StateKind.REST, "arrow-back-up", pgettext_lazy("ask", "withdrawn")),
}
"""One for every state; a new state without a sign fails the tests."""

NOES: dict[No, Promise] = {
    No.NO_TIME: gettext_lazy("There is no time for it just now."),
    No.NOT_MINE: gettext_lazy("Somebody else knows more of it."),
    No.NOT_ALLOWED: gettext_lazy("It may not be shown or told."),
    No.NOT_LIKED: gettext_lazy("I would rather not."),
    No.OTHER: gettext_lazy("Another reason."),
}
"""As one presses it."""


def listed(gifts: list[Gift] | tuple[Gift, ...]) -> str:
    """Return the gifts as one would say them: "a photo and three sentences"."""
    words = [str(GIFTS[gift]) for gift in gifts]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def liked(gifts: list[Gift] | tuple[Gift, ...]) -> str:
    """Return what somebody likes to give, in a line; empty where they said nothing of it."""
    return ", ".join(str(LIKES[gift]) for gift in gifts)


def resting(rest: Rest, free_on: date | None) -> str:
    """Return why somebody is not asked now, as a sentence."""
    day = moments.day(free_on) if free_on is not None else ""
    match rest:
        case Rest.UNCONFIRMED:
            return _("Has not confirmed yet what we wrote down.")
        case Rest.OPEN:
            return _("Has an ask already that waits for an answer.")
        case Rest.RESTS:
            return _("Rests from asks until %(day)s.") % {"day": day}
        case Rest.ENOUGH:
            return _("Was asked as often as agreed; again from %(day)s.") % {"day": day}


def not_now(ask: Ask) -> str:
    """Return the sentence for who came too late with an ask: how it stands."""
    sign = SIGNS[State(ask.state)]
    return _("This ask is meanwhile %(state)s. Nothing was sent twice.") % {"state": sign.word}


def speech_refusal(problem: SpeechProblem) -> str:
    """Return why a recording is not taken."""
    match problem:
        case SpeechProblem.EMPTY:
            return _("This recording is empty. Please try once more.")
        case SpeechProblem.TOO_LARGE:
            return _("This recording is larger than 30 MB.")
        case SpeechProblem.NOT_SOUND:
            return _("This file is no recording that we know. A voice memo of your phone is.")
        case SpeechProblem.BROKEN:
            return _("This recording cannot be played. Please try once more.")
        case SpeechProblem.TOO_LONG:
            return _("This recording is longer than %(minutes)s minutes.") % {"minutes": LONGEST_SPEECH_S // 60}


def too_many() -> str:
    return ngettext("One picture is enough.", "%(most)s pictures at most.", MOST_PICTURES) % {"most": MOST_PICTURES}
