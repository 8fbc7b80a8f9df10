"""Kinds of questions and refusals, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from eichhorn.intake.rules import (
    ALWAYS_REQUIRED,
    LONGEST_CHOICE,
    MOST_CHOICES,
    MOST_QUESTIONS,
    MOST_REQUIRED,
    MOST_TYPES,
    QuestionKind,
    Wrong,
)

KINDS: dict[QuestionKind, Promise] = {
    QuestionKind.LINE: pgettext_lazy("question", "a line"),
    QuestionKind.WORDS: pgettext_lazy("question", "a few sentences"),
    QuestionKind.ONE: pgettext_lazy("question", "one of several answers"),
    QuestionKind.SEVERAL: pgettext_lazy("question", "several of several answers"),
    QuestionKind.DAY: pgettext_lazy("question", "a day"),
    QuestionKind.LINK: pgettext_lazy("question", "a link"),
    QuestionKind.TICK: pgettext_lazy("question", "a tick below a sentence"),
}

_WRONG: dict[Wrong, Promise] = {
    Wrong.NO_CHOICES: _("Name the answers among which one chooses, each in a line of its own."),
    Wrong.TOO_MANY_CHOICES: _("At most %(choices)s answers can be offered."),
    Wrong.CHOICES_WHERE_NONE: _("A question of this kind has no answers to choose from. Leave that field empty."),
    Wrong.LATER: _("It can only depend on a question that stands above it."),
    Wrong.TOO_MANY_REQUIRED: _(
        "With this the form would have more than %(required)s fields that must be filled in: %(always)s it has already. "
        "Let this answer be voluntary, or another one."
    ),
    Wrong.TOO_MANY: _("A form asks at most %(questions)s questions. Take one away first."),
    Wrong.CHOICE_IN_USE: _("Another question depends on an answer that is missing here. Change that question first."),
}


def problem(wrong: Wrong) -> str:
    """Return in a sentence why the question cannot stand so."""
    numbers = {
        "choices": MOST_CHOICES, "required": MOST_REQUIRED, "always": ALWAYS_REQUIRED, "questions": MOST_QUESTIONS,
    }  # fmt: skip
    return str(_WRONG[wrong]) % numbers


def too_many_types() -> str:
    return gettext("A form offers at most %(count)s types: whoever asks has to find theirs.") % {"count": MOST_TYPES}


def long_choice() -> str:
    return gettext("One of the answers is longer than %(count)s characters.") % {"count": LONGEST_CHOICE}
