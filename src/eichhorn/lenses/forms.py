"""Input to a cell: one who answers for it, and all others."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy, pgettext

from eichhorn.lenses import queries
from eichhorn.lenses.models import Share
from eichhorn.lenses.rules import Part
from eichhorn.lenses.services import One
from eichhorn.lenses.words import PARTS

HINTS = {
    Part.ACCOUNTABLE: gettext_lazy("One person or department, who answers for it in the end."),
    Part.RESPONSIBLE: gettext_lazy("Who does the work."),
    Part.CONSULTED: gettext_lazy("Who is asked before it is done."),
    Part.INFORMED: gettext_lazy("Who is told afterwards."),
}


class CellForm(forms.Form):
    """Who has which part in one cell."""

    def __init__(self, data: Any = None, *, standing: Iterable[Share], today: date) -> None:
        initial: dict[str, Any] = {}
        for share in standing:
            key = _key(share.person_id, share.department_id)
            if share.part == Part.ACCOUNTABLE:
                initial[share.part] = key
            else:
                initial.setdefault(share.part, []).append(key)
        super().__init__(data, initial=initial)
        departments, persons = queries.us(on=today)
        choices: list[Any] = [
            (gettext("Departments"), [(_key(None, one.pk), one.name) for one in departments]),
            (pgettext("lenses", "People"), [(_key(one.pk, None), one.name) for one in persons]),
        ]
        for part in Part:
            self.fields[part.value] = (
                forms.ChoiceField(
                    label=str(PARTS[part]), choices=[("", pgettext("lenses", "nobody yet")), *choices], required=False, help_text=HINTS[part]
                )
                if part is Part.ACCOUNTABLE
                else forms.MultipleChoiceField(
                    label=str(PARTS[part]), choices=choices, required=False, help_text=HINTS[part],
                    widget=forms.SelectMultiple(attrs={"size": 6}),
                )
            )  # fmt: skip

    @property
    def shares(self) -> dict[Part, tuple[One, ...]]:
        """Return who has which part."""
        given = self.cleaned_data
        single = given[Part.ACCOUNTABLE.value]
        found: dict[Part, list[str]] = {Part.ACCOUNTABLE: [single] if single else []}
        found |= {part: given[part.value] for part in Part if part is not Part.ACCOUNTABLE}
        return {part: tuple(map(_one, keys)) for part, keys in found.items()}


def _key(person: int | None, department: int | None) -> str:
    return f"person-{person}" if person is not None else f"department-{department}"


def _one(key: str) -> One:
    kind, _, number = key.partition("-")
    return One(person=int(number)) if kind == "person" else One(department=int(number))
