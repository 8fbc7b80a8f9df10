"""What a request does not say yet: on the card for whoever decides, and what its requester can be asked for."""

from dataclasses import dataclass

from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.rules import AnswerKind, State
from eichhorn.desk.words import GAPS
from eichhorn.intake import queries as intake
from eichhorn.intake import rules
from eichhorn.intake.models import Question


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not said."""

    name: str
    """Of its field on the form."""
    label: str


def gaps(version: RequestVersion) -> tuple[Gap, ...]:
    """Return what the form asks and the request leaves open. Three queries. A date is no gap: any may be welcome."""
    empty = {"text": not version.text.strip(), "picture": version.picture_id is None, "goal": version.goal_id is None}
    found = [Gap(name, str(GAPS[name])) for name in GAPS if empty[name]]
    return (*found, *(Gap(f"q{one.pk}", one.label) for one in _unanswered(version)))


def asked_for(request: Request) -> tuple[str, ...]:
    """Return the names of what we asked the requester for, while they have not answered; empty else. Answers are loaded."""
    if request.state != State.ASKED_BACK:
        return ()
    last = [one for one in request.answers.all() if one.kind == AnswerKind.ASK_BACK]
    return tuple(last[-1].asks) if last else ()


def _unanswered(version: RequestVersion) -> list[Question]:
    every = intake.questions(version.type_id)
    chosen = {number for one in version.answers for number in one["choices"]}
    standing = {one.number for one in rules.after(intake.as_rules(every), chosen)}
    known = {one["question"] for one in version.answers}
    return [one for one in every if one.pk in standing - known]
