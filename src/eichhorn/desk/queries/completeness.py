"""What a request does not say yet: on the card for whoever decides, and what its requester can be asked for."""

from dataclasses import dataclass

from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.queries.reading import noticed
from eichhorn.desk.rules import AnswerKind, Origin, State
from eichhorn.desk.words import GAPS
from eichhorn.intake import queries as intake
from eichhorn.intake import rules
from eichhorn.intake.models import Question
from eichhorn.noticing.rules import Kind

NAMES = {
    Kind.EMPTY: "text", Kind.TEMPLATE: "text", Kind.PLACEHOLDER: "text", Kind.NO_DATE: "when", Kind.VAGUE_DATE: "when",
    Kind.SEVERAL_DATES: "when", Kind.TWO_READINGS: "when", Kind.PAST_DATE: "when", Kind.OTHER_ZONE: "when",
    Kind.WRONG_SEASON: "when", Kind.PICTURE: "picture",
}  # fmt: skip
"""On which field of the form the answer belongs to a question that comes of what was noticed."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not said."""

    name: str
    """Of its field on the form."""
    label: str


def gaps(version: RequestVersion) -> tuple[Gap, ...]:
    """Return what the form asks and the request leaves open. Three queries. A date is no gap: any may be welcome."""
    empty = {"text": not version.text.strip(), "picture": not version.pictures.all(), "goal": version.goal_id is None}
    found = [Gap(name, str(GAPS[name])) for name in GAPS if empty[name]]
    return (*found, *(Gap(f"q{one.pk}", one.label) for one in _unanswered(version)))


def asked_for(request: Request) -> tuple[str, ...]:
    """Return the names of what we asked the requester for, while they have not answered; empty else. Answers are loaded."""
    match State(request.state):
        case State.ASKED_BACK:
            last = [one for one in request.answers.all() if one.kind == AnswerKind.ASK_BACK]
            return tuple(last[-1].asks) if last else ()
        case State.RECEIVED:
            return left_open(request, request.versions.all()[0])
        case _:
            return ()


def left_open(request: Request, version: RequestVersion) -> tuple[str, ...]:
    """Return the names of what a letter that came by itself leaves open, also after words to it that leave some. No query."""
    if request.origin != Origin.LETTER or request.entered_by_id is not None:
        return ()
    names = [NAMES[one.kind] for one in noticed(request, version) if one.kind in NAMES]
    return tuple(dict.fromkeys(names))


def _unanswered(version: RequestVersion) -> list[Question]:
    every = intake.questions(version.type_id)
    chosen = {number for one in version.answers for number in one["choices"]}
    standing = {one.number for one in rules.after(intake.as_rules(every), chosen)}
    known = {one["question"] for one in version.answers}
    return [one for one in every if one.pk in standing - known]
