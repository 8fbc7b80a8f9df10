"""What the seven questions are called, what helps to answer them, and where a version stands, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eichhorn.concept.rules import Obstacle, Question, Standing
from eichhorn.ui.states import StateKind

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as people read it, and what helps to answer it."""

    name: Words
    """One or two words, as a heading."""
    question: Words
    helps: tuple[Words, ...]
    icon: str


QUESTIONS: dict[Question, Asked] = {
    Question.GOALS: Asked(
        pgettext_lazy("strategy", "Goals"), _("What do we want to bring about?"),
        (
            _("Which tasks of the house does this help with?"),
            _("How would somebody outside notice that it worked?"),
            _("What is expressly no goal?"),
        ),
        "target",
    ),
    Question.AUDIENCES: Asked(
        pgettext_lazy("strategy", "Audiences"), _("Whom do we want to reach?"),
        (
            _("Who needs us, and what for?"), _("Where are these people already, and when?"),
            _("Whom do we not reach on networks, and how else?"),
        ),
        "users",
    ),
    Question.CONTENT: Asked(
        pgettext_lazy("strategy", "Content"), _("What do we speak about?"),
        (
            _("Which lasting subjects carry us through the year?"), _("What do people ask again and again?"),
            _("What do we leave to others?"),
        ),
        "columns-3",
    ),
    Question.FORM: Asked(
        pgettext_lazy("strategy", "Form"), _("How do we say it?"),
        (
            _("Which tone, which form of address?"), _("Pictures, films, texts: what can we do well?"),
            _("What does everybody need to be able to follow it, for example image descriptions and plain words?"),
        ),
        "pencil",
    ),
    Question.DIALOGUE: Asked(
        pgettext_lazy("strategy", "Dialogue"), _("How do we talk with people?"),
        (
            _("When are we there, and when not?"), _("How fast do we answer?"),
            _("What do we leave standing, what do we hide, and who decides that?"),
        ),
        "messages",
    ),
    Question.PLATFORMS: Asked(
        pgettext_lazy("strategy", "Platforms"), _("Where are we, and why there?"),
        (
            _("What does each network bring for which audience?"), _("Which other way leads to the same information?"),
            _("What would make us leave?"),
        ),
        "layout-board",
    ),
    Question.ORGANISATION: Asked(
        pgettext_lazy("strategy", "Internal organisation"), _("Who does what, and with how much time?"),
        (
            _("Who is responsible, who is asked, who is told?"), _("How many hours a week are there?"),
            _("What happens in a crisis, on holidays and when somebody is ill?"),
        ),
        "users-group",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sign:
    """A state as it is shown."""

    kind: StateKind
    icon: str
    word: Words


STANDINGS: dict[Standing, Sign] = {
    Standing.DRAFT: Sign(StateKind.REST, "pencil", pgettext_lazy("strategy", "Draft")),
    Standing.TO_COME: Sign(StateKind.WAIT, "hourglass", pgettext_lazy("strategy", "Decided, to come")),
    Standing.IN_FORCE: Sign(StateKind.OK, "circle-check", pgettext_lazy("strategy", "In force")),
    Standing.UNDER_REVIEW: Sign(StateKind.WAIT, "eye", pgettext_lazy("strategy", "In force, to be looked at again")),
    Standing.SUPERSEDED: Sign(StateKind.REST, "history", pgettext_lazy("strategy", "Superseded")),
}

OBSTACLES: dict[Obstacle, Words] = {
    Obstacle.UNANSWERED: _("Not every question has an answer yet. A strategy is decided as a whole."),
    Obstacle.PAST: _("This day is over. Please choose today or a later day."),
    Obstacle.NOT_AFTER: _("A version that is decided already begins on this day or later. Please choose a later day."),
    Obstacle.REVIEW_TOO_EARLY: _("This day has to come after the day on which the strategy begins."),
    Obstacle.UNSAID: _("Please say what changes and why, so that everybody can follow it."),
}
