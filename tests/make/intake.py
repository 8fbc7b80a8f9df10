"""Types of requests and questions of the form, made through the services."""

from collections.abc import Collection, Sequence
from datetime import datetime

from eichhorn.intake import services
from eichhorn.intake.models import Choice, Question, RequestType
from eichhorn.intake.rules import QuestionKind
from eichhorn.people.models import Team
from eichhorn.planning.models import KindOfWork
from tests.make import people

__all__ = ["question", "type_"]


def type_(
    name: str = "Ankündigung", *, name_en: str = "", lead_days: int | None = None, work: KindOfWork | None = None,
    team: Team | None = None, now: datetime = people.NOW,
) -> RequestType:  # fmt: skip
    """Return a type that can be chosen."""
    words = services.TypeWords(name, name_en, lead_days=lead_days, work=work, team=team)
    return services.offer(words=words, by=None, now=now)


def question(
    label: str, *, of: RequestType | None = None, kind: QuestionKind = QuestionKind.LINE, label_en: str = "",
    required: bool = False, choices: Sequence[str] = (), only_after: Collection[Choice] = (), now: datetime = people.NOW,
) -> Question:  # fmt: skip
    """Return a question of the form."""
    words = services.QuestionWords(
        kind, label, label_en, required=required, choices=[(one, "") for one in choices], only_after=only_after
    )
    return services.ask(of=of, words=words, by=None, now=now)
