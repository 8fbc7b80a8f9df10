"""Kinds of answers, in words."""

from django import template

from eichhorn.intake.models import Question
from eichhorn.intake.rules import QuestionKind
from eichhorn.intake.words import KINDS

register = template.Library()


@register.filter
def answer_kind(question: Question) -> str:
    """Return what kind of answer the question wants."""
    return str(KINDS[QuestionKind(question.kind)])
